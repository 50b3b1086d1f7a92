"""Until both ratings are sealed, nothing one assessor can fetch, send or be told moves when the other does anything."""

import re

import pytest
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.stages.assignment.actions import ConflictKind, declare, free_seat, recuse
from tests.walking import level, panel, rate, seated, seats_of, settle

ONCE_EACH = re.compile(r'name="(?:csrf_token|_key)" value="[^"]*"|"X-CSRFToken": "[^"]*"')
PAGES = (
    "/", "/account", "/desk", "/desk?state=sealed", "/desk/{seat}", "/desk/{seat}/conflict", "/desk/{seat}/recuse",
    "/desk/{seat}/seal", "/desk/{seat}/next", "/desk/rooms", "/desk/{other}", "/desk/{other}/conflict", "/desk/rooms/{case}",
    "/desk/rooms/{case}/live", "/my/cases/{case}", "/panel/cases/{case}", "/audit/cases/{case}",
)  # fmt: skip
REFUSED = (
    ("/desk/{seat}/draft", {"version": "99", "reasons": "Written on an old page"}),
    ("/desk/{seat}/seal", {"version": "99", "confirmed": "yes"}),
    ("/desk/{seat}/recuse", {"reason": " "}),
    ("/desk/{other}/draft", {"version": "0", "reasons": "Written at another's seat"}),
    ("/desk/rooms/{case}/messages", {"body": "Are you there already?"}),
)


def _plain(answer):
    return answer.status_code, answer.headers.get("Location"), ONCE_EACH.sub("", answer.text)


class Watched:
    """All that one assessor sees of a case, before and after what the other does."""

    def __init__(self, build, visitor, account, case_id, own, other):
        self.build, self.visitor, self.account = build, visitor, account
        self.where = {"seat": own, "other": other, "case": case_id}
        self.before = self.look()

    def look(self):
        told = self.build.read(
            lambda: list(db.session.execute(select(Notice.kind).where(Notice.account_id == self.account)).scalars())
        )
        pages = {page: _plain(self.visitor.get(page.format(**self.where))) for page in PAGES}
        sent = {
            f"POST {page} {fields}": _plain(self.visitor.post(page.format(**self.where), fields)) for page, fields in REFUSED
        }
        return pages | sent | {"told": told}

    def moved(self):
        """Return what is not as it was."""
        settle(self.build)
        return [what for what, seen in self.look().items() if seen != self.before[what]]


@pytest.mark.parametrize("so_far", ["assigned", "cleared", "drafted", "sealed"])
def test_one_assessor_sees_nothing_of_what_the_other_does(build, visit, so_far):
    people = panel(build, assessors=6)
    case_id = seated(build, people)
    own, account = seats_of(build, case_id)[1]
    if so_far == "cleared":
        build.do(declare, seat_id=own, conflict=False, actor=build.principal(account), now=build.now)
    elif so_far != "assigned":
        rate(build, case_id, 1, level(3), seal=so_far == "sealed")
    other, other_account = seats_of(build, case_id)[2]
    watched = Watched(build, visit(account), account, case_id, own, other)

    rate(build, case_id, 2, level(4), seal=False)
    assert watched.moved() == []
    build.do(recuse, seat_id=other, reason="no time", actor=build.principal(other_account), now=build.now)
    assert watched.moved() == []
    second, second_account = seats_of(build, case_id)[2]
    kin = ConflictKind.KIN
    build.do(declare, seat_id=second, conflict=True, kind=kin, actor=build.principal(second_account), now=build.now)
    assert watched.moved() == []
    third, _third_account = seats_of(build, case_id)[2]
    coordinator = build.principal(people.coordinator)
    build.do(free_seat, seat_id=third, reason="on leave", actor=coordinator, now=build.now)
    assert watched.moved() == []
    rate(build, case_id, 2, level(1))
    assert (watched.moved() == []) is (so_far != "sealed")
