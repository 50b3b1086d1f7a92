"""Nobody can tell that a case was drawn, and whoever checks it cannot tell it from any other; what could leak is there."""

import re
from dataclasses import replace
from itertools import count

import pytest
from flask import url_for
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.outbox.actions import deliver
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.stages.assignment.actions import declare
from reviewboard.stages.assignment.tables import Conflict
from reviewboard.stages.casefile.document import input_digest
from reviewboard.stages.casefile.gather import gather
from reviewboard.stages.casefile.rules import Reader, Variant
from reviewboard.stages.rating.actions import open_seat, seal_rating
from reviewboard.stages.rating.queries import rating_of
from reviewboard.stages.record.tables import Record
from reviewboard.stages.submission.tables import Case
from tests import walking
from tests.quality.checks import CHECK, checks
from tests.walking import candidate_of, draft_of, level, rate, seated, seats_of, settle
from tests.web.assessor.desks import bare
from workers.app import work_of

pytestmark = pytest.mark.once


def but_for_ids(page, reference=""):
    """Return a page without what names one case, its candidate, or one showing of a page."""
    page = re.sub(r"\b[a-z0-9]{20}\b", "ID", bare(page).replace(reference or "?", "REFERENCE"))
    page = re.sub(r"\b(Person|Unit|Team) \d+", r"\1", page)
    return re.sub(r"(csrf[^>]*?)[\"'][\w.-]{60,}[\"']", r"\1", page)


def reference_of(build, case_id):
    return build.read(lambda: db.session.get_one(Case, case_id).reference)


def works(build, *, but=()):
    """Do what is owed, save work whose topic begins so."""
    for _ in range(50):
        owed = build.read(lambda: db.session.execute(
            select(OutboxRow.id, OutboxRow.topic).where(OutboxRow.done_at.is_(None)).order_by(OutboxRow.id)).all())  # fmt: skip
        owed = [(row_id, topic) for row_id, topic in owed if not topic.startswith(but or ("-",))]
        if not owed:
            return
        for row_id, topic in owed:
            with build.app.app_context():
                deliver(row_id, work_of(topic), now=build.now)
    raise AssertionError("the work does not end")


@pytest.fixture
def secrets_in_ratings(monkeypatch):
    """Every rating holds a word of its own. Returns the words in order of rating."""
    words, numbers = [], count(1)

    def with_a_word(outcome, *more):
        words.append(f"CNRY-rating-{next(numbers)}")
        draft = draft_of(outcome, *more)
        return replace(draft, reasons=f"{draft.reasons} {words[-1]}", why_not_above=f"{draft.why_not_above} {words[-1]}")

    monkeypatch.setattr(walking, "draft_of", with_a_word)
    return words


@pytest.fixture
def two_desks(build, visit):
    """The same person's visitor, their check seat, and their seat of a first rating; all else alike."""
    work = checks(build, assessors=3)
    drawn = work.agreed()
    who = work.checker(drawn)
    other = seated(build, work.people)
    while who not in {account for _seat, account in seats_of(build, other).values()}:
        other = seated(build, work.people)
    seat_of = {case_id: next(seat for seat, account in seats_of(build, case_id).values() if account == who)
               for case_id in (drawn, other)}  # fmt: skip
    return work, visit(who), who, seat_of


def test_the_desk_of_a_check_is_the_desk_of_any_other_case(build, two_desks):
    _work, visitor, who, seat_of = two_desks

    def same(tail):
        pages = [
            but_for_ids(visitor.get(f"/desk/{seat_id}{tail}").text, reference_of(build, case_id))
            for case_id, seat_id in seat_of.items()
        ]
        assert len(pages[0]) > 2000
        return pages[0] == pages[1]

    assert same("/conflict")
    for seat_id in seat_of.values():
        build.do(declare, seat_id=seat_id, conflict=False, actor=build.principal(who), now=build.now)
        build.do(open_seat, seat_id=seat_id, actor=build.principal(who), now=build.now)
    assert (same(""), same("/recuse"), same("/seal")) == (True, True, True)
    queue = visitor.get("/desk").text
    rows = [but_for_ids(row) for row in re.findall(r"<tr.*?</tr>", queue, re.S) if "/desk/" in row]
    references = "|".join(reference_of(build, case_id) for case_id in seat_of)
    assert len({re.sub(references, "REFERENCE", row) for row in rows}) == 1


def test_whoever_checks_reads_their_own_rating_and_nothing_else_before_and_after(build, visit, secrets_in_ratings):
    work = checks(build)
    case_id = work.agreed()
    work.release(case_id)
    checker = visit(work.checker(case_id))
    seat_id = seats_of(build, case_id)[CHECK][0]
    rate(build, case_id, CHECK, level(1), seal=False)

    def shown():
        paths = ("/desk", "/desk?state=sealed", "/desk?state=drafting", f"/desk/{seat_id}", f"/desk/{seat_id}/seal",
                 f"/desk/rooms/{case_id}", f"/panel/cases/{case_id}", f"/panel/quality/{case_id}",
                 f"/cases/{case_id}/result")  # fmt: skip
        answers = {path: checker.get(path) for path in paths}
        text = "".join(answer.text for answer in answers.values())
        return {path for path, answer in answers.items() if answer.status_code == 200}, text

    first, second, own = secrets_in_ratings
    for sealed in (False, True):
        if sealed:
            version = re.search(r'name="version" value="(\d+)"', checker.get(f"/desk/{seat_id}/seal").text).group(1)
            assert checker.post(f"/desk/{seat_id}/seal", {"version": version, "confirmed": "yes"}).status_code == 302
            settle(build)
        opened, text = shown()
        assert {path.split("/")[1] for path in opened} == {"desk", "desk?state=sealed", "desk?state=drafting"}
        assert f"/desk/rooms/{case_id}" not in opened
        assert (first in text, second in text, own in text) == (False, False, True)
        assert ("ecorded" in text, "eleased" in text) == (False, False)


class _Said:
    """Something that was read, as if a page had said it."""

    status_code = 200

    def __init__(self, text):
        self.text = text


def pages_of(build, visit, work, case_id):
    """Return what the raters, the leads and the candidate of a case see of it, everywhere they can."""
    raters = [seats_of(build, case_id)[place] for place in (1, 2)]
    with build.app.test_request_context():
        lead = [url_for("panel.board"), url_for("panel.quality"), url_for("panel.case", case_id=case_id),
                url_for("panel.discussion", case_id=case_id), url_for("panel.releases"),
                url_for("panel.check", case_id=case_id), url_for("panel.release_hold", case_id=case_id)]  # fmt: skip
        lead += [url_for("panel.cases", stage=stage) for stage in ("rating", "consensus", "record")]
        own = [url_for("candidate.home"), url_for("candidate.case", case_id=case_id)]
        room = url_for("assessor.room", case_id=case_id)
        live = url_for("assessor.room_live", case_id=case_id)
    seen = {}
    with build.app.app_context():
        seen[case_id, "fresh"] = _Said(str([
            input_digest(db.session.get_one(Case, case_id), reader, Variant.WHOLE, "") for reader in Reader
        ]))  # fmt: skip
        held = gather(case_id)
        seen[case_id, "file"] = _Said(str([
            [row.id for row in rows] for rows in (held.seats, held.ratings, held.notices, held.conflicts)
        ] + [[entry.action for entry in held.entries], sorted(held.people)]))  # fmt: skip
    for account in work.people.leads:
        seen |= {(account, path): visit(account).get(path) for path in lead}
    for seat_id, account in raters:
        paths = ("/desk", "/desk?state=sealed", f"/desk/{seat_id}", room, live)
        seen |= {(account, path): visit(account).get(path) for path in paths}
    candidate = candidate_of(build, case_id)
    seen |= {(candidate, path): visit(candidate).get(path) for path in own}
    assert sum(answer.status_code == 200 for answer in seen.values()) > 25
    return {asked: (answer.status_code, bare(answer.text)) for asked, answer in seen.items()}


def where_its_words_are(build, visit, work, case_id, words):
    """Return who reads words of the check, and where."""
    return {asked for asked, (_status, text) in pages_of(build, visit, work, case_id).items() if words in text}


@pytest.mark.parametrize("released", [False, True])
def test_nobody_who_follows_a_case_can_tell_whether_it_was_drawn(build, visit, secrets_in_ratings, released):
    work = checks(build)
    case_id = seated(build, work.people)
    for place in (1, 2):
        rate(build, case_id, place, level(3))
    works(build, but=("quality.",))
    if released:
        work.release(case_id)
        works(build, but=("quality.",))

    def differing(before):
        after = pages_of(build, visit, work, case_id)
        return {path for (who, path), said in after.items() if said != before[who, path]}

    undrawn = pages_of(build, visit, work, case_id)
    works(build)
    assert CHECK in seats_of(build, case_id)
    assert differing(undrawn) == set()
    rate(build, case_id, CHECK, level(1), seal=False)
    assert differing(undrawn) == set()
    seat_id, who = seats_of(build, case_id)[CHECK]
    version = build.read(lambda: rating_of(seat_id).version)
    build.do(seal_rating, seat_id=seat_id, version=version, actor=build.principal(who), now=build.now)
    works(build)
    assert {path.split("?")[0] for path in differing(undrawn)} == {"/panel", "/panel/quality", f"/panel/quality/{case_id}"}
    assert where_its_words_are(build, visit, work, case_id, secrets_in_ratings[2]) == set()
    reader = work.people.leads[1]
    work.opened(case_id, reader)
    assert where_its_words_are(build, visit, work, case_id, secrets_in_ratings[2]) == {(reader, f"/panel/quality/{case_id}")}
    record = build.read(lambda: db.session.execute(select(Record)).scalar_one())
    assert secrets_in_ratings[2] not in record.reasons + record.next_needed + str(record.dimension_reasons)


def test_a_lead_of_another_cycle_and_a_lead_who_knows_the_candidate_learn_of_no_check(build, visit):
    work, elsewhere = checks(build), checks(build)
    case_id = work.checked(level(1))
    for account in (*elsewhere.people.leads, work.people.coordinator, candidate_of(build, case_id), work.checker(case_id)):
        assert visit(account).get(f"/panel/quality/{case_id}").status_code == 404
    assert reference_of(build, case_id) not in visit(elsewhere.people.leads[0]).get("/panel/quality").text
    lead = work.people.leads[0]
    build.do(_kin, who=lead, other=candidate_of(build, case_id), now=build.now)
    knows, other = visit(lead), visit(work.people.leads[1])
    assert [one.get(f"/panel/quality/{case_id}").status_code for one in (knows, other)] == [404, 200]
    shown = [reference_of(build, case_id) in one.get("/panel/quality").text for one in (knows, other)]
    assert shown == [False, True]


def _kin(*, who, other, now):
    db.session.add(Conflict(person_id=who, other_id=other, kind="kin", note="", declared_by=who, declared_at=now))
