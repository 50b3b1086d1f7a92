"""The rating desk: the words without their author, the scale, one's own rating; nothing of anybody else."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.submission.tables import Case, Evidence, EvidenceCheck
from tests.stages.casework import ACTIONS, Casework
from tests.visiting import Visitor
from tests.web.assessor.desks import QUOTE, REASONS, WHOLE, Desk, counted


def _add_file(work: Casework, case_id: str, *, removed: bool = False) -> str:
    def add() -> str:
        stored = the_vault().put(BytesIO(b"%PDF-1.4 minutes"), most=1000)
        file = Evidence(
            case_id=case_id, example_id=work.example(case_id), file_name="Nora Nameless, minutes.pdf",
            media_type="application/pdf", size=stored.size, sha256=stored.sha256, vault_key=stored.key,
            uploaded_at=work.build.now, removed_at=work.build.now if removed else None,
        )  # fmt: skip
        db.session.add(file)
        db.session.flush()
        db.session.add(EvidenceCheck(evidence_id=file.id, state="accepted", since=work.build.now))
        return file.id

    return work.build.do(add)


def test_the_desk_shows_the_words_and_no_one_behind_them(desk: Desk) -> None:
    case = desk.work.case(desk.seat.case_id)
    candidate = desk.work.build.read(
        lambda: db.session.query(Account.name, Account.email, Account.unit).filter_by(id=case.candidate_id).one()
    )
    _add_file(desk.work, case.id)
    page = desk.get().text
    assert [text in page for text in (ACTIONS[:40], case.reference, "Evidence 1")] == [True] * 3
    assert [text in page for text in (*candidate, "Nora Nameless", "minutes.pdf", "R. Roy")] == [False] * 6


def test_evidence_of_another_case_or_removed_is_not_there(desk: Desk) -> None:
    elsewhere = _add_file(desk.work, desk.work.submitted())
    removed = _add_file(desk.work, desk.seat.case_id, removed=True)
    assert [desk.get(f"/evidence/{file}/page").status_code for file in (elsewhere, removed, "unknown")] == [404] * 3


def test_the_text_is_shut_to_everyone_without_the_seat(pair: tuple[Desk, Desk], visit: Callable[..., Visitor]) -> None:
    one, other = pair
    file_id = _add_file(one.work, one.seat.case_id)
    candidate = one.work.case(one.seat.case_id).candidate_id
    stranger = one.work.assessor()
    for browser in (other.visitor, visit(candidate), visit(stranger)):
        for tail in ("", "/seal", "/next", f"/evidence/{file_id}/page"):
            assert browser.get(one.path + tail).status_code == 404
        assert browser.post(one.path + "/draft", {**WHOLE, "version": "0"}).status_code == 404


def test_own_passages_are_marked_and_the_other_raters_are_not(pair: tuple[Desk, Desk]) -> None:
    one, other = pair
    one.cite(dimension="effort", level="2")
    other.cite("I kept the list of open questions")
    page = one.get().text
    assert page.count('<mark class="cite') == 1
    assert f'<mark class="cite cite-a">{QUOTE}</mark>' in page
    assert '⟦1 <span class="cite-label">effort · 2</span>⟧' in page


def test_a_withdrawn_case_is_gone_at_once(desk: Desk) -> None:
    def withdraw() -> None:
        values: dict[str, Any] = {"state": "withdrawn", "withdrawn_at": desk.work.build.now}
        db.session.execute(Case.__table__.update().where(Case.id == desk.seat.case_id).values(**values))

    desk.work.build.do(withdraw)
    assert desk.get().status_code == 404
    assert desk.work.case(desk.seat.case_id).reference not in desk.visitor.get("/desk").text


def test_the_sealed_rating_is_there_to_read_and_holds_no_form(desk: Desk) -> None:
    desk.sealed()
    page = desk.get().text
    assert [text in page for text in (REASONS, QUOTE, "You sealed this rating.")] == [True] * 3
    assert [text in page for text in ('id="rating"', "data-citable", "/citations/remove", "/recuse")] == [False] * 4


def test_next_and_previous_lead_along_own_cases_and_back_to_the_queue(
    work: Casework, desk_at: Callable[[Seat], Desk]
) -> None:
    ana = work.assessor()
    work.assessor()
    cases = [work.submitted(), work.submitted()]
    work.round()
    seats = sorted(
        (seat for case_id in cases for seat in work.seats(case_id) if seat.assessor_id == ana),
        key=lambda seat: (seat.due_at, seat.id),
    )
    work.clear(seats[0])
    first = desk_at(seats[0])
    assert first.get("/next").headers["Location"] == f"/desk/{seats[1].id}/conflict"
    assert first.get("/previous").headers["Location"] == "/desk"
    unanswered = desk_at(seats[1])  # its text is shut, and one still goes on from its conflict check
    assert unanswered.get("/previous").headers["Location"] == f"/desk/{seats[0].id}"
    assert unanswered.get("/next").headers["Location"] == "/desk"
    assert re.findall(r'data-shortcut="([np])"', unanswered.get("/conflict").text) == ["p", "n"]


@pytest.mark.parametrize("passages", [0, 1, 8])
def test_the_desk_takes_the_same_few_statements_whatever_it_holds(desk: Desk, passages: int) -> None:
    words = ACTIONS.split()
    desk.post("/draft", {**WHOLE, "version": "0"})
    for number in range(passages):
        desk.cite(" ".join(words[number : number + 4]))
    _add_file(desk.work, desk.seat.case_id)
    desk.get()
    with counted(desk.work.build.app) as sent:
        desk.get()
    assert len(sent) == 9
