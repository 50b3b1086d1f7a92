"""Whoever leaves a cycle leaves no seat behind: what they have not sealed is freed and filled again."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.actions import remove_member
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.people.tables import Membership
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.assignment.asked import time_to_rate
from reviewboard.stages.assignment.late import free_seat
from reviewboard.stages.assignment.refusals import ReasonMissing
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State


class CaseRunning(Refusal):
    """A candidate with a case stays until it has ended or was withdrawn."""

    message = _("This candidate has a case in the cycle. Only the candidate can withdraw it.")


@dataclass(frozen=True)
class Left:
    """Who left as what, and how many seats were freed by it."""

    role: Role
    account_id: str
    seats: int = 0


def leave_cycle(*, cycle_id: str, membership_id: str, reason: str, actor: Principal, now: datetime) -> Left:
    """Take a role in the cycle from a person and free the seats they have not sealed. Return what that was.

    Sealed ratings stay. Raises CaseRunning, ReasonMissing where seats are freed, LastOfRole, NotYours.
    """
    membership = remove_member(cycle_id=cycle_id, membership_id=membership_id, actor=actor, now=now)
    if membership.role == Role.CANDIDATE and _has_case(cycle_id, membership.account_id):
        raise CaseRunning()
    if membership.role != Role.ASSESSOR:
        return Left(Role(membership.role), membership.account_id)
    seats = open_seats(membership)
    if seats and not reason.strip():
        raise ReasonMissing()
    for seat_id in seats:
        free_seat(seat_id=seat_id, reason=reason, actor=actor, now=now)
    return Left(Role.ASSESSOR, membership.account_id, len(seats))


def open_seats(membership: Membership) -> list[str]:
    """Return the ids of an assessor's unsealed live seats in their cycle, in the order in which cases are locked."""
    return list(
        db.session.execute(
            select(Seat.id)
            .join(Case, Case.id == Seat.case_id)
            .where(Seat.cycle_id == membership.cycle_id, Seat.assessor_id == membership.account_id)
            .where(Seat.ended_at.is_(None), Seat.sealed_at.is_(None))
            .where(time_to_rate())
            .order_by(Case.id)
        ).scalars()
    )


def _has_case(cycle_id: str, account_id: str) -> bool:
    running = select(func.count()).where(
        Case.cycle_id == cycle_id, Case.candidate_id == account_id, Case.state != State.WITHDRAWN
    )
    return db.session.execute(running).scalar_one() > 0
