"""Whoever answers a recourse and may do so no more: it waits for another lead at once, its clock running on.

A role taken away, an account disabled and a conflict that is noted give it back in the transaction they happen in; a tie
that comes by another way (a team, a supervisor, a conflict declared on another case) is found by the sweep. Who heard it
stays on record. A decision that waits to be signed stays: its lead was free to judge when they made it.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from reviewboard.extensions import db
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.people.administration import disable_account
from reviewboard.foundation.people.roles import SYSTEM, Principal, Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.assignment import conflicts, departing
from reviewboard.stages.assignment.declare import ConflictKind
from reviewboard.stages.assignment.ties import tied
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.consensus.telling import coordinators_of
from reviewboard.stages.recourse.queries import handler_row
from reviewboard.stages.recourse.step import lock_recourse, move
from reviewboard.stages.recourse.steps import HANDLED, Kind, Known, Stand
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.submission.tables import Case

AT_ONCE = 100
IN_HAND = and_(Recourse.stand.in_([stand.value for stand in HANDLED]), Recourse.ended_at.is_(None))


def _leads_still(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.account_id == Recourse.handler_id, Membership.cycle_id == Recourse.cycle_id)
        .where(Membership.role == Role.LEAD.value, Account.disabled_at.is_(None), *more)
        .correlate(Recourse, Case)
        .exists()
    )


LEADS_STILL = _leads_still()
"""A condition on a recourse: whoever answers it leads the panel of its cycle, and may sign in."""
_ANSWERS_STILL = _leads_still(~tied(Membership.account_id, candidate_id=Case.candidate_id, case_id=Case.id))


def held_by(account_id: str, *, cycle_id: str, limit: int) -> Sequence[Any]:
    """Return at most limit recourses of a cycle in somebody's hands, soonest due first. One statement.

    Each has case_id, kind, reference, due_at.
    """
    return db.session.execute(
        select(Recourse.case_id, Recourse.kind, Recourse.due_at, Case.reference)
        .join(Case, Case.id == Recourse.case_id)
        .where(IN_HAND, Recourse.handler_id == account_id, Recourse.cycle_id == cycle_id)
        .order_by(Recourse.due_at, Recourse.id)
        .limit(limit)
    ).all()


def leave_cycle(*, cycle_id: str, membership_id: str, reason: str, actor: Principal, now: datetime) -> int:
    """Take a role in the cycle from a person; what a lead answered waits for another. Return how many that are.

    Part of a transaction. Raises what `assignment.departing.leave_cycle` and, where seats are freed, `check_reason` raise.
    """
    gone = departing.leave_cycle(cycle_id=cycle_id, membership_id=membership_id, reason=reason, actor=actor, now=now)
    if gone.seats:
        check_reason(reason)
    if gone.role is not Role.LEAD:
        return 0
    return _wait(Recourse.handler_id == gone.account_id, now=now)


def disable(*, account_id: str, actor: Principal, now: datetime) -> None:
    """Let an account sign in no more; what its owner answered waits for another lead. Part of a transaction.

    Raises what `administration.disable_account` raises.
    """
    disable_account(account_id=account_id, actor=actor, now=now)
    _wait(Recourse.handler_id == account_id, now=now)


def note_conflict(
    *, cycle_id: str, person_id: str, other_id: str, kind: ConflictKind, note: str, actor: Principal, now: datetime
) -> conflicts.Noted:
    """Note a conflict of interest between two people of a cycle; a recourse between them waits for another lead.

    Part of a transaction. Raises what `assignment.conflicts.note_conflict` raises.
    """
    noted = conflicts.note_conflict(cycle_id=cycle_id, person_id=person_id, other_id=other_id, kind=kind, note=note,
                                    actor=actor, now=now)  # fmt: skip
    return replace(noted, recourses=_wait(Recourse.handler_id.in_((person_id, other_id)), now=now))


def sweep_lost(now: datetime, *, limit: int = AT_ONCE) -> int:
    """Let recourses wait whose handler may answer them no more, each in a transaction of its own. Return how many."""
    found = _lost(limit=limit)
    db.session.rollback()
    return sum(each_by_itself(partial(_wait_by_itself, case_id, Kind(kind), now=now) for case_id, kind in found))


def wait_if_lost(case: Case, recourse: Recourse, *, now: datetime) -> bool:
    """Let a locked recourse wait for another lead where its handler may answer it no more, and tell the coordinators.

    Return whether it does. Part of a transaction.
    """
    if Stand(recourse.stand) not in HANDLED or (because := _why_lost(recourse)) is None:
        return False
    handler = handler_row(recourse.id)
    move(case, recourse, "wait_again", actor=SYSTEM, now=now, known=Known(handler_gone=True), details={"because": because},
         subject=f"account:{recourse.handler_id}", handler_id=None)  # fmt: skip
    if handler is not None:
        handler.until = now
    for account_id in coordinators_of(case.cycle_id):
        notify(account_id, "recourse.returned", once=f"{recourse.id}:{recourse.version}", now=now, case_id=case.id,
               reference=case.reference, cycle=case.cycle_id)  # fmt: skip
    return True


def _why_lost(recourse: Recourse) -> str | None:
    leads, answers = db.session.execute(
        select(LEADS_STILL, _ANSWERS_STILL)
        .select_from(Recourse)
        .join(Case, Case.id == Recourse.case_id)
        .where(Recourse.id == recourse.id)
    ).one()
    return None if answers else "conflict" if leads else "left"


def _lost(*conditions: ColumnElement[bool], limit: int | None = None) -> Sequence[Any]:
    return db.session.execute(
        select(Recourse.case_id, Recourse.kind)
        .join(Case, Case.id == Recourse.case_id)
        .where(IN_HAND, ~_ANSWERS_STILL, *conditions)
        .order_by(Recourse.case_id)
        .limit(limit)
    ).all()


def _wait(*conditions: ColumnElement[bool], now: datetime) -> int:
    return sum(wait_if_lost(*lock_recourse(case_id, Kind(kind)), now=now) for case_id, kind in _lost(*conditions))


def _wait_by_itself(case_id: str, kind: Kind, *, now: datetime) -> bool:
    with transaction():
        return wait_if_lost(*lock_recourse(case_id, kind), now=now)
