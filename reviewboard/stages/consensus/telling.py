"""Who hears of what in consensus: the two raters of a discussion, the leads of what waits for them. Never a level."""

from datetime import datetime

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.ties import tied
from reviewboard.stages.consensus.queries import open_discussion, waiting_resolution
from reviewboard.stages.step import lock_case
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS, State

LEADS_HEAR = {
    State.DISPUTE: "dispute.open",
    State.CONFIRMATION: "confirmation.wanted",
    State.COUNTERSIGN: "countersign.wanted",
}


def tell_raters(*, case_id: str, now: datetime) -> None:
    """Tell both raters that their discussion is open and until when; nothing once it is over."""
    case, discussion = lock_case(case_id), open_discussion(case_id)
    if discussion is None or case.state != State.DISCUSSION:
        return
    seats = select(Seat.assessor_id).where(Seat.case_id == case.id, Seat.place <= SEATS, Seat.ended_at.is_(None))
    for assessor_id in db.session.execute(seats.order_by(Seat.place)).scalars().all():
        notify(assessor_id, "discussion.open", once=discussion.id, now=now, case_id=case.id,
               reference=case.reference, case=case.id, until=discussion.due_at.isoformat())  # fmt: skip


def tell_leads(*, case_id: str, now: datetime) -> None:
    """Tell every lead who could act on the case that it waits for one of them; nothing when it waits no more."""
    case = lock_case(case_id)
    kind = LEADS_HEAR.get(State(case.state))
    if kind is None:
        return
    for lead_id in leads_who_may_act(case):
        notify(lead_id, kind, once=f"{case.id}:{case.state_since.isoformat()}", now=now, case_id=case.id,
               reference=case.reference, case=case.id)  # fmt: skip


def leads_who_may_act(case: Case) -> list[str]:
    """Return the leads of the cycle who never sat here, have no conflict and did not make a decision that waits."""
    waiting = waiting_resolution(case.id)
    conflict = tied(Membership.account_id, candidate_id=case.candidate_id, case_id=case.id)
    sat = select(Seat.id).where(Seat.case_id == case.id, Seat.assessor_id == Membership.account_id)
    found = db.session.execute(
        select(Membership.account_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.cycle_id == case.cycle_id, Membership.role == Role.LEAD.value, Account.disabled_at.is_(None))
        .where(Membership.account_id != case.candidate_id, ~conflict, ~sat.exists())
        .order_by(Membership.account_id)
    ).scalars()
    return [lead_id for lead_id in found if waiting is None or lead_id != waiting.lead_id]


def coordinators_of(cycle_id: str) -> list[str]:
    """Return the coordinators of a cycle who may sign in."""
    return list(
        db.session.execute(
            select(Membership.account_id)
            .join(Account, Account.id == Membership.account_id)
            .where(Membership.cycle_id == cycle_id, Membership.role == Role.COORDINATOR.value)
            .where(Account.disabled_at.is_(None))
            .order_by(Membership.account_id)
        ).scalars()
    )
