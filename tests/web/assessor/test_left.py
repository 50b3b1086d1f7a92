"""What left a desk by time: its author's own words, for the author alone, never after a conflict or a step back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from reviewboard.extensions import db
from reviewboard.stages.assignment.actions import recuse
from reviewboard.stages.assignment.late import sweep_late
from reviewboard.stages.assignment.tables import Seat
from tests.visiting import Visitor
from tests.web.assessor.desks import QUOTE, REASONS, WHOLE, Desk

NOTE = "Sought out, not met by chance."


@pytest.fixture
def drafted(desk: Desk) -> Desk:
    """A desk with a draft: words, and a cited passage with a note."""
    desk.cite(note=NOTE)
    desk.post("/draft", {**WHOLE, "version": desk.version()})
    return desk


def _late(desk: Desk) -> None:
    for days in (4, 7):  # the first sweep reminds, the second takes the seat
        desk.work.sweep(sweep_late, desk.seat.due_at + timedelta(days=days))
    assert {seat.ended_why for seat in desk.work.seats(desk.seat.case_id, live=False)} >= {"overdue"}


def _end(desk: Desk, why: str) -> None:
    def end() -> None:
        seat = db.session.get_one(Seat, desk.seat.id)
        seat.ended_at, seat.ended_why = desk.work.build.now, why

    desk.work.build.do(end)


def _seen(visitor: Visitor, desk: Desk) -> tuple[bool, int]:
    return desk.seat.id in visitor.get("/desk/left").text, visitor.get(f"/desk/left/{desk.seat.id}").status_code


def test_a_late_seats_words_are_read_again_without_the_candidates_and_without_quotes(drafted: Desk) -> None:
    assert _seen(drafted.visitor, drafted) == (False, 404)
    _late(drafted)
    assert _seen(drafted.visitor, drafted) == (True, 200)
    page = drafted.visitor.get(f"/desk/left/{drafted.seat.id}").text
    assert [words for words in (REASONS, NOTE, WHOLE["why_not_above"]) if words not in page] == []
    foreign = (QUOTE, "The carriers&#39; table", "Two offices asked", "A shared list.", "R. Roy", "Person ")
    main = page[page.index("<main") : page.index("</main")]
    assert [words for words in foreign if words in main] == []
    assert drafted.get().status_code == 404


def test_nobody_else_reads_them(pair: tuple[Desk, Desk], drafted: Desk, visit: Callable[..., Visitor]) -> None:
    _late(drafted)
    work = drafted.work
    others = [pair[1].visitor, visit(work.assessor()), visit(work.case(drafted.seat.case_id).candidate_id)]
    assert [visitor.get(f"/desk/left/{drafted.seat.id}").status_code for visitor in others] == [404, 404, 404]
    assert drafted.seat.id not in pair[1].visitor.get("/desk/left").text


@pytest.mark.parametrize(
    ("why", "seen"),
    [("overdue", (True, 200)), ("away", (True, 200)), ("conflict", (False, 404)), ("recused", (False, 404)),
     ("departed", (False, 404)), ("moved", (False, 404)), ("withdrawn", (False, 404))],
)  # fmt: skip
def test_only_time_leaves_words_behind(drafted: Desk, why: str, seen: Any) -> None:
    _end(drafted, why)
    assert _seen(drafted.visitor, drafted) == seen


def test_a_conflict_that_is_noted_later_closes_them(drafted: Desk) -> None:
    _late(drafted)
    candidate = drafted.work.case(drafted.seat.case_id).candidate_id
    drafted.work.conflict(drafted.seat.assessor_id, candidate, by=candidate)
    assert _seen(drafted.visitor, drafted) == (False, 404)


def test_a_seat_given_up_by_its_assessor_leaves_nothing(drafted: Desk) -> None:
    actor = drafted.work.build.principal(drafted.seat.assessor_id)
    drafted.work.build.do(recuse, seat_id=drafted.seat.id, reason="No time.", actor=actor, now=drafted.work.build.now)
    assert _seen(drafted.visitor, drafted) == (False, 404)


def test_a_late_seat_without_a_word_is_not_listed(desk: Desk) -> None:
    _late(desk)
    assert desk.seat.id not in desk.visitor.get("/desk/left").text
