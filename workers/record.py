"""Couriers of the record: write it once a case is decided, tell its candidate once it is released."""

from datetime import datetime

from reviewboard.stages.record import actions
from workers.app import courier


@courier("record.write")
def write(case_id: str, *, now: datetime) -> None:
    """Write the record of a decided case."""
    actions.write(case_id=case_id, now=now)


@courier("record.tell")
def tell(case_id: str, *, now: datetime) -> None:
    """Tell the candidate that a result is there."""
    actions.tell(case_id=case_id, now=now)
