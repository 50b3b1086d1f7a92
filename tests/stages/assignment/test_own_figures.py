"""An assessor's own figures: their seals only, in open cycles, and a median only of enough of them."""

from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.stages.assignment.own_figures import ENOUGH, median_time, own_figures
from reviewboard.stages.assignment.tables import Seat
from tests.stages.casework import Casework, casework


@pytest.fixture
def work(build) -> Casework:
    return casework(build)


def _sealed(work: Casework, hours: dict[str, list[int]]) -> None:
    """Open and seal seats of these assessors, so many hours apart."""
    for assessor, spans in hours.items():
        for span, case_id in zip(spans, [work.submitted() for _ in spans], strict=True):
            work.round()
            seat = next(seat for seat in work.seats(case_id) if seat.assessor_id == assessor)

            def seal(seat_id=seat.id, span=span):
                found = db.session.get_one(Seat, seat_id)
                found.cleared_at = found.opened_at = work.build.now
                found.sealed_at = work.build.now + timedelta(hours=span)

            work.build.do(seal)


@pytest.mark.parametrize(
    ("hours", "middle"), [([], None), ([1, 2, 3, 4], None), ([1, 2, 3, 4, 50], 3), ([1, 2, 3, 5, 9, 50], 4)]
)
def test_a_median_needs_enough_and_an_outlier_does_not_move_it(hours, middle):
    assert median_time([timedelta(hours=n) for n in hours]) == (middle and timedelta(hours=middle))


def test_only_ones_own_seals_count(work: Casework) -> None:
    ana, _ben = work.assessor(capacity=50), work.assessor(capacity=50)
    _sealed(work, {ana: [1, 2, 3, 4]})
    (mine,) = work.build.read(own_figures, ana)
    assert (mine.sealed, mine.median) == (4, None)
    _sealed(work, {ana: [30]})
    (mine,) = work.build.read(own_figures, ana)
    assert (mine.sealed, mine.median, ENOUGH) == (5, timedelta(hours=3), 5)
    assert work.build.read(own_figures, _ben) == []


def test_a_closed_cycle_shows_no_figures(work: Casework) -> None:
    ana, _ben = work.assessor(capacity=50), work.assessor(capacity=50)
    _sealed(work, {ana: [1]})

    def close():
        db.session.get_one(Cycle, work.cycle_id).state = "closed"

    work.build.do(close)
    assert work.build.read(own_figures, ana) == []
