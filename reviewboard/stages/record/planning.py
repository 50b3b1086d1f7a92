"""A result goes out at a chosen moment by itself, unless a lead recalls it or holds it back before. Never the other way."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from flask_babel import format_datetime
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.stages.consensus.queries import ladder_of
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.facts import case_facts
from reviewboard.stages.record.queries import plan_of, record_in_force
from reviewboard.stages.record.refusals import (
    AlreadyReleased,
    HeldAlready,
    MomentPassed,
    NothingPlanned,
    NotReleasable,
    ResultHeld,
    TooEarly,
)
from reviewboard.stages.record.tables import Record, ReleasePlan
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State

AT_ONCE = 100  # results one sweep releases


def plan_one(case_id: str, *, at: datetime, actor: Principal, now: datetime) -> None:
    """Let one result go out at a moment to come, in place of any date before. Part of a transaction.

    Raises MomentPassed, TooEarly, ResultHeld, AlreadyReleased, NotReleasable, NotYours.
    """
    case, record = waiting(case_id, actor)
    if at <= now:
        raise MomentPassed()
    require_released_from(case, at)
    plan = _plan(record)
    if plan.held_at is not None:
        raise ResultHeld(reference=case.reference)
    plan.release_at, plan.planned_by = at, actor.account_id
    db.session.flush()
    take_step(case, "plan_release", actor=actor, now=now, subject=f"record:{record.id}",
              details={"release_at": at.isoformat()})  # fmt: skip


def clear_plan(record: Record) -> None:
    """Let go of the date of a result that went out: the journal keeps it. Part of a transaction."""
    if (plan := plan_of(record.id)) is not None:
        plan.release_at = plan.planned_by = None


def recall(*, case_id: str, reason: str, actor: Principal, now: datetime) -> None:
    """Take a date back before its moment, with a reason. Raises NothingPlanned, and as `hold`."""
    case, record = waiting(case_id, actor)
    check_reason(reason)
    plan = _plan(record)
    if plan.release_at is None:
        raise NothingPlanned(reference=case.reference)
    plan.release_at = plan.planned_by = None
    take_step(case, "recall_release", actor=actor, now=now, subject=f"record:{record.id}", reason=reason)


def hold(*, case_id: str, reason: str, actor: Principal, now: datetime) -> None:
    """Hold a result back, with a reason: neither a batch nor its date releases it.

    Raises HeldAlready, AlreadyReleased, NotReleasable, NotYours, and what `check_reason` raises.
    """
    case, record = waiting(case_id, actor)
    check_reason(reason)
    plan = _plan(record)
    if plan.held_at is not None:
        raise HeldAlready(reference=case.reference)
    plan.held_at, plan.held_by, plan.held_why = now, actor.account_id, reason
    db.session.flush()
    take_step(case, "hold_release", actor=actor, now=now, subject=f"record:{record.id}", reason=reason)


def lift(*, case_id: str, actor: Principal, now: datetime) -> None:
    """Lift a hold. A date that passed meanwhile is gone: nothing goes out the moment a hold is lifted."""
    case, record = waiting(case_id, actor)
    plan = _plan(record)
    if plan.held_at is None:
        raise NothingPlanned(reference=case.reference)
    plan.held_at = plan.held_by = None
    plan.held_why = ""
    if plan.release_at is not None and plan.release_at <= now:
        plan.release_at = plan.planned_by = None
    take_step(case, "lift_hold", actor=actor, now=now, subject=f"record:{record.id}")


def waiting(case_id: str, actor: Principal) -> tuple[Case, Record]:
    """Return a locked case and its recorded result that waits. Raises NotYours, AlreadyReleased, NotReleasable."""
    case = lock_case(case_id)
    require(actor, "case.follow", case_facts(case, actor))
    record = record_in_force(case_id)
    if case.state == State.RELEASED:
        raise AlreadyReleased(reference=case.reference)
    if record is None or record.released_at is not None or case.state != State.RECORDED or case.fresh_of is not None:
        raise NotReleasable(reference=case.reference)
    return case, record


def require_released_from(case: Case, at: datetime) -> None:
    """Raise TooEarly where the cycle's policy lets nothing out at this moment yet."""
    earliest = ladder_of(case.cycle_id).earliest_release
    if earliest is not None and at < earliest:
        raise TooEarly(moment=format_datetime(earliest, "long"))


def require_not_held(case: Case, record: Record) -> None:
    """Raise ResultHeld where a lead holds the result back."""
    plan = plan_of(record.id)
    if plan is not None and plan.held_at is not None:
        raise ResultHeld(reference=case.reference)


def sweep_planned(now: datetime, release: Callable[..., None]) -> int:
    """Release what is due, each by itself and however late; return how many. `release` writes one, see `releasing`."""
    due: Sequence[str] = (
        db.session.execute(
            select(Record.case_id)
            .join(ReleasePlan, ReleasePlan.record_id == Record.id)
            .where(ReleasePlan.release_at <= now, ReleasePlan.held_at.is_(None))
            .where(Record.released_at.is_(None), Record.superseded_at.is_(None))
            .order_by(ReleasePlan.release_at, Record.id)
            .limit(AT_ONCE)
        )
        .scalars()
        .all()
    )
    db.session.rollback()
    return sum(each_by_itself(partial(_go_out, case_id, release, now=now) for case_id in due))


def _go_out(case_id: str, release: Callable[..., None], *, now: datetime) -> bool:
    with transaction():
        case, record = lock_case(case_id), record_in_force(case_id)
        plan = plan_of(record.id) if record else None
        if record is None or plan is None or case.state != State.RECORDED:
            return False
        if plan.release_at is None or plan.release_at > now or plan.held_at is not None:
            return False
        release(case, record, by=plan.planned_by, actor=SYSTEM, now=now)
        return True


def _plan(record: Record) -> ReleasePlan:
    plan = plan_of(record.id)
    if plan is None:
        plan = ReleasePlan(record_id=record.id, held_why="")
        db.session.add(plan)
    return plan
