"""Couriers of quality: draw a recorded case, seat its check, lay a sealed check beside the record."""

from datetime import datetime

from reviewboard.quality import actions
from workers.app import courier


@courier("quality.draw")
def draw(case_id: str, *, now: datetime) -> None:
    """Count a recorded case in its stratum, and perhaps draw it."""
    actions.draw(case_id=case_id, now=now)


@courier("quality.seat")
def seat(case_id: str, *, now: datetime) -> None:
    """Seat a rater for the check of one case."""
    actions.seat_check(case_id=case_id, now=now)


@courier("quality.checked")
def checked(case_id: str, *, now: datetime) -> None:
    """Lay a sealed check beside the record."""
    actions.compare_check(case_id=case_id, now=now)
