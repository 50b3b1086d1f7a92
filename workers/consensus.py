"""Couriers of consensus: compare two sealed ratings, hand a third one back, tell people, close what was withdrawn."""

from datetime import datetime

from reviewboard.stages.consensus import actions
from workers.app import courier


@courier("consensus.compare")
def compare(case_id: str, *, now: datetime) -> None:
    """Reconcile the two ratings of a case, once both are sealed."""
    actions.compare(case_id=case_id, now=now)


@courier("consensus.third_sealed")
def third_sealed(case_id: str, *, now: datetime) -> None:
    """Hand a case with its third rating back to the panel lead."""
    actions.third_sealed(case_id=case_id, now=now)


@courier("consensus.tell_raters")
def tell_raters(case_id: str, *, now: datetime) -> None:
    """Tell both raters that their discussion is open."""
    actions.tell_raters(case_id=case_id, now=now)


@courier("consensus.tell_leads")
def tell_leads(case_id: str, *, now: datetime) -> None:
    """Tell the leads who may act that a case waits for one of them."""
    actions.tell_leads(case_id=case_id, now=now)


@courier("consensus.close")
def close(case_id: str, *, now: datetime) -> None:
    """End the discussion and the dispute of a withdrawn case."""
    actions.close_withdrawn(case_id=case_id, now=now)
