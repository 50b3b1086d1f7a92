"""Couriers of recourse: the copy for a fresh pair is made, and people hear that something waits or is there."""

from datetime import datetime

from reviewboard.stages.recourse import actions
from workers.app import courier


@courier("recourse.begin_fresh", outside=actions.copy_bytes)
def begin_fresh(recourse_id: str, *, now: datetime) -> None:
    """Begin the case that a fresh pair rates, once its files are copied."""
    actions.begin_fresh(recourse_id=recourse_id, now=now)


@courier("recourse.tell_leads")
def tell_leads(recourse_id: str, *, now: datetime) -> None:
    """Tell the leads who may act that a recourse waits for one of them."""
    actions.tell_leads(recourse_id=recourse_id, now=now)


@courier("recourse.tell_handler")
def tell_handler(recourse_id: str, *, now: datetime) -> None:
    """Tell who answers a recourse that it has moved."""
    actions.tell_handler(recourse_id=recourse_id, now=now)


@courier("recourse.tell_candidate")
def tell_candidate(recourse_id: str, *, now: datetime) -> None:
    """Tell the candidate that there is news of what they asked."""
    actions.tell_candidate(recourse_id=recourse_id, now=now)


@courier("recourse.tell_rated")
def tell_rated(case_id: str, *, now: datetime) -> None:
    """Tell who answers a fresh rating that it is recorded."""
    actions.tell_rated(case_id=case_id, now=now)
