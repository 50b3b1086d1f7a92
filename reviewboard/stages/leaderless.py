"""Cases that wait for a lead where no lead of the cycle may act: each took part, has a conflict, or made the decision."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.ties import tied
from reviewboard.stages.consensus.tables import Resolution
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State

FOR_A_LEAD = (State.CONFIRMATION, State.DISPUTE, State.COUNTERSIGN)


def without_lead(cycle_id: str, *, limit: int) -> Sequence[Any]:
    """Return at most limit cases of a cycle (id, reference, state_since) that wait for nobody, longest first. One statement."""
    return db.session.execute(
        select(Case.id, Case.reference, Case.state_since)
        .where(Case.cycle_id == cycle_id, Case.state.in_([state.value for state in FOR_A_LEAD]), ~_somebody())
        .order_by(Case.state_since, Case.id)
        .limit(limit)
    ).all()


def _somebody() -> ColumnElement[bool]:
    """Everything asked of a lead names the case it is asked of, else it would be asked of all cases there are."""
    sat = select(Seat.id).where(Seat.case_id == Case.id, Seat.assessor_id == Membership.account_id)
    decided = select(Resolution.id).where(
        Resolution.case_id == Case.id, Resolution.lead_id == Membership.account_id, Resolution.needs_countersign,
        Resolution.countersigned_at.is_(None), Resolution.declined_at.is_(None),
    )  # fmt: skip
    took_part = [part.correlate(Case, Membership).exists() for part in (sat, decided)]
    return (
        select(Membership.account_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.cycle_id == Case.cycle_id, Membership.role == Role.LEAD.value, Account.disabled_at.is_(None))
        .where(Membership.account_id != Case.candidate_id, *(~part for part in took_part))
        .where(~tied(Membership.account_id, candidate_id=Case.candidate_id, case_id=Case.id))
        .correlate(Case)
        .exists()
    )
