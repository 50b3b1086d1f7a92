"""A panel lead releases recorded results, now or at a moment to come, all that were chosen or none.

The candidate hears that a result is there. After that nothing is taken back.
"""

from collections.abc import Sequence
from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.consensus.drafting import forget_drafts
from reviewboard.stages.record.planning import (
    clear_plan,
    plan_one,
    require_not_held,
    require_released_from,
    sweep_planned,
    waiting,
)
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.record.refusals import NothingChosen, TooManyChosen
from reviewboard.stages.record.tables import Record
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State

MOST_AT_ONCE = 200  # results in one batch


def release(*, case_ids: Sequence[str], actor: Principal, now: datetime, at: datetime | None = None) -> int:
    """Release the results of these cases together, now or `at` a moment to come, and return how many.

    Raises NothingChosen, TooManyChosen, NotYours for a case that is not this lead's to release, NotReleasable or
    AlreadyReleased for one that does not wait any more, ResultHeld, TooEarly, MomentPassed. Cases are locked in one
    order, so two batches never wait for each other.
    """
    chosen = sorted(set(case_ids))
    if not chosen:
        raise NothingChosen()
    if len(chosen) > MOST_AT_ONCE:
        raise TooManyChosen(most=MOST_AT_ONCE)
    for case_id in chosen:
        if at is not None:
            plan_one(case_id, at=at, actor=actor, now=now)
        else:
            _release_now(case_id, actor=actor, now=now)
    return len(chosen)


def _release_now(case_id: str, *, actor: Principal, now: datetime) -> None:
    case, record = waiting(case_id, actor)
    require_released_from(case, now)
    require_not_held(case, record)
    _release(case, record, by=actor.account_id, actor=actor, now=now)


def _release(case: Case, record: Record, *, by: str | None, actor: Principal, now: datetime) -> None:
    with db.session.no_autoflush:  # state and moment change in one statement: the table refuses one without the other
        case.released_at = now
        take_step(case, "release", actor=actor, now=now, subject=f"record:{record.id}",
                  details=None if by == actor.account_id else {"planned_by": by})  # fmt: skip
    record.released_at, record.released_by = now, by
    clear_plan(record)
    forget_drafts(case.id)
    db.session.flush()


def sweep_releases(now: datetime) -> int:
    """Release the results whose moment has come, also those of a time in which the board stood still. Return how many."""
    return sweep_planned(now, _release)


def tell(*, case_id: str, now: datetime) -> None:
    """Tell the candidate that a result is there, and nothing else about it."""
    case, record = lock_case(case_id), record_in_force(case_id)
    if record is not None and case.state == State.RELEASED:
        notify(case.candidate_id, "result.ready", once=record.id, now=now, case_id=case.id, reference=case.reference,
               case=case.id)  # fmt: skip
