"""Assignment after a commit: rounds for a cycle, a third seat or the end of all seats for a case."""

from datetime import datetime

from reviewboard.stages.assignment import actions
from workers.app import courier


@courier("assignment.round")
def run_round(cycle_id: str, *, now: datetime) -> None:
    """Fill the free places of one cycle."""
    actions.run_round(cycle_id=cycle_id, now=now)


@courier("assignment.third")
def seat_third(case_id: str, *, now: datetime) -> None:
    """Seat a third rater on one case."""
    actions.seat_third(case_id=case_id, now=now)


@courier("assignment.vacate")
def vacate(case_id: str, *, now: datetime) -> None:
    """End the seats of one withdrawn case."""
    actions.vacate(case_id=case_id, now=now)
