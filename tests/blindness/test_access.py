"""Every route, by every method, asked by twelve people about cases in every state, against the visibility table.

What is asked stands on canaries: a "no" counts as proven when the page opens to somebody else on the same board, or when the
mark that is not there stands in a row, or was read by somebody who may. The counts are printed at the end of a run.
"""

import pytest
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.notices.postman import _notice, compose
from reviewboard.foundation.notices.tables import Notice
from tests.blindness.addresses import Address, ids_of, never_given
from tests.blindness.board import Blind
from tests.blindness.owning import Owning
from tests.blindness.people import NOBODY, Around
from tests.blindness.reading import CANARY, Answer, Person
from tests.blindness.sampling import asked
from tests.blindness.tally import Tally
from tests.lengths import LONG, length

pytestmark = [pytest.mark.once, pytest.mark.long]
COMPARED = length(usual=4, long=1)  # of so many refusals one is laid beside the answer to an id that never was
LOOKS = {"auditor.content", "auditor.case_file_page", "auditor.open_pages", "auditor.evidence"}
"""What is posted and changes nothing but the journal."""

FIELDS = {"purpose": "To look at how it was decided."}


class Asking:
    """Twelve browsers and what they asked already."""

    def __init__(self, blind: Blind) -> None:
        self.blind, self.owning = blind, Owning(blind)
        self.tally = Tally(self.owning, blind.app.extensions["access"])
        self._people: dict[str | None, Person] = {}
        self._unknown: dict[tuple[str | None, str, bool], Answer] = {}
        self._never_given: dict[tuple[str, str], str] = {}

    def person(self, account_id: str | None) -> Person:
        """Return the browser of an account."""
        if account_id not in self._people:
            self._people[account_id] = Person(self.blind.app, account_id, self.blind.now)
        return self._people[account_id]

    def ask(self, case: Around, who: str, address: Address, *, fragment: bool) -> None:
        """Ask once, and look at the answer."""
        allowed = self.tally.may(case, who, address)
        if allowed and address.method != "GET" and address.endpoint not in LOOKS:
            return  # an act of somebody who may do it: other tests have what it does
        answer = self.person(case.people[who]).ask(address.path, address.method, fragment=fragment, fields=FIELDS)
        number = self.tally.checks["answers"]
        never = None
        if not allowed and who != NOBODY and number % COMPARED == 0:
            answer, never = without(answer, address.path), self._never(case, who, address, fragment)
        self.tally.reached(case, who, address, answer, never)
        self.tally.said(case, who, address.endpoint, answer)

    def _never(self, case: Around, who: str, address: Address, fragment: bool) -> Answer | None:
        """Return what this person is told of an id that never was; None where the address names none."""
        self._never_given = self._never_given or never_given(self.blind.app, ids_of(self.blind, case))
        path = self._never_given.get((address.rule, address.method))
        if path is None:
            return None
        key = case.people[who], f"{address.method} {path}", fragment
        if key not in self._unknown:
            answer = self.person(case.people[who]).ask(path, address.method, fragment=fragment, fields=FIELDS)
            self._unknown[key] = without(answer, path)
        return self._unknown[key]


def without(answer: Answer, path: str) -> Answer:
    """Return an answer without the address that was asked for, which a page repeats where it offers the other language."""
    headers = tuple((name, value.replace(path, "·")) for name, value in answer.headers)
    return Answer(answer.status, headers, answer.body.replace(path, "·"))


def test_nobody_gets_in_or_is_told_what_the_table_does_not_say(blind, record_property):
    asking = Asking(blind)
    for number, (case, who, address) in enumerate(asked(asking.tally, asking.owning, blind)):
        for fragment in (False, True) if LONG else (number % 3 == 0,):
            asking.ask(case, who, address, fragment=fragment)
    found = asking.tally.summary()
    record_property("blindness", found)
    assert asking.tally.breaches == []
    assert found["no to a page that opens to another"] >= length(usual=700, long=8_000)
    assert found["no to a mark that stands in a row"] >= length(usual=4_000, long=40_000)


def test_no_mail_holds_a_mark_and_each_has_somebody_it_is_for(blind):
    told, marks = [], 0
    with blind.app.app_context():
        notices = db.session.execute(select(Notice.id, Notice.account_id, Notice.kind, Notice.case_id)).all()
        for notice in notices:
            mail = compose(_notice(notice.id), blind.app.extensions["settings"], blind.now)
            said = CANARY.findall(f"{mail['Subject']}\n{mail.get_content()}")
            marks += len(blind.canaries)
            told += [(notice.kind, text) for text in said if blind.canaries[text].object != notice.account_id]
    assert (told, len(notices) > 100, marks > 100_000) == ([], True, True)
