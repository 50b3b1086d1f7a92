"""Leave: a seat that nobody opened and that falls due before its assessor is back goes to somebody else.

Whatever was opened stays with its author, draft and all, and so does what can still be done after the return.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from reviewboard.extensions import db
from reviewboard.foundation.database import each_by_itself
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Membership
from reviewboard.stages.assignment.asked import time_to_rate
from reviewboard.stages.assignment.late import free_by_board, on_seat, seats_where
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.submission.tables import Case


def sweep_leave(now: datetime) -> None:
    """Free the seats of who is away that must go to others. Each in a transaction of its own."""
    found = seats_where(_must_go(now.date()))
    each_by_itself(partial(on_seat, seat_id, partial(free_by_board, "away", now=now)) for seat_id in found)


def seats_that_go(membership: Membership, today: date) -> int:
    """Return how many seats of an assessor go to others because of leave that has begun. One statement."""
    return db.session.execute(
        select(func.count(Seat.id))
        .join(Case, Case.id == Seat.case_id)
        .where(Seat.cycle_id == membership.cycle_id, Seat.assessor_id == membership.account_id)
        .where(Seat.ended_at.is_(None), Seat.sealed_at.is_(None), time_to_rate(), _must_go(today))
    ).scalar_one()


def seats_that_stay(membership: Membership, today: date) -> Sequence[Any]:
    """Return an assessor's seats that were opened, and so stay theirs, and fall due before they are back from leave.

    Each has reference and due_at, soonest first. At most one statement.
    """
    start, end = membership.away_from, membership.away_to
    if (start is None and end is None) or (end is not None and end < today):
        return []
    due_on = func.date(Seat.due_at)
    meanwhile = [due_on <= end] if end is not None else []
    if start is not None and start > today:
        meanwhile.append(due_on >= start)
    return db.session.execute(
        select(Case.reference, Seat.due_at)
        .join(Case, Case.id == Seat.case_id)
        .where(Seat.cycle_id == membership.cycle_id, Seat.assessor_id == membership.account_id)
        .where(Seat.ended_at.is_(None), Seat.sealed_at.is_(None), time_to_rate(), *meanwhile)
        .where(or_(Seat.cleared_at.is_not(None), Seat.opened_at.is_not(None)))
        .order_by(Seat.due_at, Seat.id)
    ).all()


def _must_go(today: date) -> ColumnElement[bool]:
    """A condition on a seat: nobody opened it, and its assessor is away today and until after it is due."""
    named = or_(Membership.away_from.is_not(None), Membership.away_to.is_not(None))
    begun = or_(Membership.away_from.is_(None), Membership.away_from <= today)
    back_too_late = and_(Membership.away_to >= today, Membership.away_to >= func.date(Seat.due_at))
    away = (
        select(Membership.id)
        .where(Membership.account_id == Seat.assessor_id, Membership.cycle_id == Seat.cycle_id)
        .where(Membership.role == Role.ASSESSOR, named, begun, or_(Membership.away_to.is_(None), back_too_late))
        .exists()
    )
    return and_(Seat.cleared_at.is_(None), Seat.opened_at.is_(None), away)
