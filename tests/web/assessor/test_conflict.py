"""The conflict check: who the candidate is and nothing they wrote; access goes with the answer."""

import re
from collections.abc import Callable

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.assignment.tables import Conflict, Seat
from tests.stages.casework import ACTIONS, Casework
from tests.web.assessor.desks import WHOLE, Desk


@pytest.fixture
def asked(work: Casework, desk_at: Callable[[Seat], Desk]) -> Desk:
    """The desk of a rater who has not answered yet."""
    work.assessor(), work.assessor(), work.assessor()
    chief = work.build.person("Charles Chef")
    case_id = work.submitted(candidate=work.candidate(name="Nora Nameless", unit="Field", supervisor_id=chief))
    work.round()
    return desk_at(work.seats(case_id)[0])


def test_the_check_names_the_candidate_and_shows_no_word_of_the_text(asked: Desk) -> None:
    page = asked.get("/conflict").text
    team = asked.work.build.read(lambda: db.session.query(Account.team).filter_by(name="Nora Nameless").scalar())
    assert [text in page for text in ("Nora Nameless", "Field", team, "Charles Chef")] == [True] * 4
    reference = asked.work.case(asked.seat.case_id).reference
    assert [text in page for text in (ACTIONS[:30], "The carriers", reference)] == [False] * 3


def test_the_text_stays_shut_before_the_answer(asked: Desk) -> None:
    assert [asked.get(tail).status_code for tail in ("", "/seal")] == [404, 404]
    assert asked.post("/draft", {**WHOLE, "version": "0"}).status_code == 404


def test_no_conflict_opens_the_text_without_the_name(asked: Desk) -> None:
    answer = asked.post("/conflict", {"conflict": "no"})
    assert (answer.status_code, answer.headers["Location"]) == (302, asked.path)
    page = asked.get().text
    assert ACTIONS[:40] in page
    assert [text in page for text in ("Nora Nameless", "Field", "Charles Chef", "R. Roy")] == [False] * 4
    seat = asked.work.seats(asked.seat.case_id)[0]
    assert seat.opened_at == seat.cleared_at is not None


def test_a_conflict_shuts_everything_at_once(asked: Desk) -> None:
    answer = asked.post("/conflict", {"conflict": "yes", "kind": "kin", "note": "My cousin."})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk")
    assert [asked.get(tail).status_code for tail in ("", "/conflict", "/recuse", "/seal")] == [404] * 4
    known = asked.work.build.read(lambda: db.session.query(Conflict.kind, Conflict.note).one())
    assert tuple(known) == ("kin", "My cousin.")


def test_a_conflict_may_still_be_declared_after_the_text_opened(asked: Desk) -> None:
    asked.post("/conflict", {"conflict": "no"})
    page = asked.get("/conflict").text
    assert [text in page for text in ("answered that there is none", "Nora Nameless", "Charles Chef")] == [True, False, False]
    asked.post("/conflict", {"conflict": "yes", "kind": "nonsense"})
    assert asked.get().status_code == 404
    assert asked.work.build.read(lambda: db.session.query(Conflict.kind).scalar()) == "declared"


@pytest.mark.parametrize("fields", [{}, {"conflict": "perhaps"}])
def test_an_unanswered_check_is_shown_again_with_what_was_typed(asked: Desk, fields: dict[str, str]) -> None:
    answer = asked.post("/conflict", {**fields, "note": "Not sure, we met once."})
    assert answer.status_code == 422
    assert "Not sure, we met once." in answer.text
    assert asked.work.seats(asked.seat.case_id)[0].cleared_at is None


def test_the_same_key_answers_the_same_and_declares_once(asked: Desk) -> None:
    fields = {"conflict": "yes", "kind": "kin", "_key": "once"}
    assert [(answer.status_code, answer.headers["Location"]) for answer in (asked.post("/conflict", fields) for _ in "ab")] == [
        (302, "/desk")
    ] * 2
    assert asked.work.build.read(lambda: db.session.query(Conflict).count()) == 1


def test_nobody_reaches_the_seat_of_another(asked: Desk, desk_at: Callable[[Seat], Desk]) -> None:
    other = desk_at(asked.work.seats(asked.seat.case_id)[1])
    for tail in ("/conflict", "/recuse"):
        assert other.visitor.get(asked.path + tail).status_code == 404
        assert other.visitor.post(asked.path + tail, {"conflict": "no", "reason": "x"}).status_code == 404
    assert other.visitor.get("/desk/unknown/conflict").status_code == 404


def test_stepping_back_needs_a_reason_and_keeps_it_typed(desk: Desk) -> None:
    assert desk.get("/recuse").status_code == 200
    assert desk.post("/recuse", {"reason": " "}).status_code == 422
    assert desk.get().status_code == 200
    answer = desk.post("/recuse", {"reason": "I am leaving the unit."})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/desk")
    assert desk.get().status_code == 404


def test_stepping_back_twice_under_one_key_gets_one_answer(desk: Desk, desk_at: Callable[[Seat], Desk]) -> None:
    other = desk_at(desk.work.seats(desk.seat.case_id)[1])
    leaving = {"reason": "I am leaving the unit.", "_key": "once"}
    answers = [desk.post("/recuse", leaving) for _ in range(2)]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, "/desk")] * 2
    assert desk.post("/recuse", {**leaving, "reason": "Another one."}).status_code == 404
    assert desk.post("/recuse", {**leaving, "_key": "another"}).status_code == 404
    assert desk.post("/conflict", leaving).status_code == 404
    assert desk.get("/recuse?_key=once").status_code == 404
    assert other.visitor.post(f"{desk.path}/recuse", leaving).status_code == 404


def test_a_page_once_answered_is_not_shown_again_without_the_right(desk: Desk) -> None:
    saved = {"reasons": "A secret thought", "version": "0", "_key": "saving"}
    before = desk.post("/draft", saved, headers={"HX-Request": "true"})
    assert before.status_code == 200
    assert desk.post("/recuse", {"reason": "I am leaving the unit."}).status_code == 302
    assert desk.post("/draft", saved, headers={"HX-Request": "true"}).status_code == 404


def test_no_with_a_conflict_described_is_asked_again_and_opens_nothing(asked: Desk) -> None:
    for said in ({"kind": "kin"}, {"note": "We were at school together."}):
        answer = asked.post("/conflict", {"conflict": "no"} | said)
        assert answer.status_code == 422
        shown = answer.get_data(as_text=True)
        ticked = re.findall(r'name="kind" value="(\w+)"[^>]* checked', shown)
        assert (ticked, shown.count("We were at school together.")) == (
            [said["kind"]] if "kind" in said else [], int("note" in said),
        )  # fmt: skip
        assert asked.post("/conflict", {"conflict": "no"} | said).status_code == 422
    assert asked.post("/conflict", {"conflict": "no"}).status_code == 302
