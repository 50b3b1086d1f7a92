"""Leave takes from its assessor what nobody opened and what falls due before the return, and nothing else."""

from datetime import date, timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Membership
from reviewboard.stages.assignment.actions import sweep_leave
from reviewboard.stages.assignment.leave import seats_that_go
from tests.building import Builder
from tests.stages.casework import Casework, casework

DUE = timedelta(days=14)  # what a cycle of these tests gives a rating


@pytest.fixture
def work(build: Builder) -> Casework:
    return casework(build, assessors=3, rating_days=DUE.days)


def away(work: Casework, who: str, start: int | None, end: int | None) -> None:
    """Note leave that begins and ends so many days from today; None leaves that side open."""
    today = work.build.now.date()

    def note() -> None:
        membership = db.session.query(Membership).filter_by(account_id=who).one()
        membership.away_from, membership.away_to = (_day(today, start), _day(today, end))

    work.build.do(note)


def _day(today: date, days: int | None) -> date | None:
    return None if days is None else today + timedelta(days=days)


def going(work: Casework, who: str) -> int:
    def count() -> int:
        membership = db.session.query(Membership).filter_by(account_id=who).one()
        return seats_that_go(membership, work.build.now.date())

    return work.build.read(count)


@pytest.mark.parametrize(
    ("start", "end", "goes"),
    [
        (0, 14, True), (0, 20, True), (-3, 14, True), (0, None, True), (None, 14, True), (None, None, False),
        (0, 13, False), (1, 20, False), (-5, -1, False), (None, -1, False),
    ],
)  # fmt: skip
def test_an_unopened_seat_goes_when_its_assessor_is_away_until_it_is_due(work: Casework, start, end, goes: bool) -> None:
    case_id = work.submitted()
    work.round()
    leaver, stayer = (seat.assessor_id for seat in work.seats(case_id))
    away(work, leaver, start, end)
    assert (going(work, leaver), going(work, stayer)) == (int(goes), 0)
    work.sweep(sweep_leave, work.build.now)
    assert [seat.assessor_id for seat in work.seats(case_id)] == ([stayer] if goes else [leaver, stayer])
    ended = [seat.ended_why for seat in work.seats(case_id, live=False) if seat.ended_why]
    assert (ended, work.told("seat.freed")) == (["away"] * goes, [leaver] * goes)


def test_the_place_is_filled_by_somebody_else_and_the_case_keeps_its_history(work: Casework) -> None:
    case_id = work.submitted()
    work.round()
    leaver, stayer = (seat.assessor_id for seat in work.seats(case_id))
    away(work, leaver, 0, 30)
    work.finish_owed()
    work.sweep(sweep_leave, work.build.now)
    assert work.owed("assignment.round") == 1
    work.round()
    (third,) = set(work.assessors) - {leaver, stayer}
    assert {seat.assessor_id for seat in work.seats(case_id)} == {stayer, third}
    assert work.steps(case_id) == ["case.submit", "case.assign", "case.free_seat", "case.refill"]
    work.sweep(sweep_leave, work.build.now)
    assert len(work.seats(case_id, live=False)) == 3


@pytest.mark.parametrize("touched", ["cleared", "sealed"])
def test_what_was_opened_stays_with_its_assessor(work: Casework, touched: str) -> None:
    case_id = work.submitted()
    work.round()
    seat, _ = work.seats(case_id)
    work.clear(seat)
    if touched == "sealed":
        work.pretend_sealed(seat.id)
    away(work, seat.assessor_id, 0, 30)
    assert going(work, seat.assessor_id) == 0
    work.sweep(sweep_leave, work.build.now)
    assert work.seats(case_id)[0].id == seat.id
