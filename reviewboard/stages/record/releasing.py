"""A panel lead releases recorded results, all that were chosen or none; the candidate hears that one is there."""

from collections.abc import Sequence
from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.facts import case_facts
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.record.refusals import NothingChosen, NotReleasable, TooManyChosen
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.workflow import State

MOST_AT_ONCE = 200  # results in one batch


def release(*, case_ids: Sequence[str], actor: Principal, now: datetime) -> int:
    """Release the results of these cases together and return how many.

    Raises NothingChosen, TooManyChosen, NotYours for a case that is not this lead's to release, NotReleasable for one
    that does not wait any more. Cases are locked in one order, so two batches never wait for each other.
    """
    chosen = sorted(set(case_ids))
    if not chosen:
        raise NothingChosen()
    if len(chosen) > MOST_AT_ONCE:
        raise TooManyChosen(most=MOST_AT_ONCE)
    for case_id in chosen:
        _release_one(case_id, actor=actor, now=now)
    return len(chosen)


def _release_one(case_id: str, *, actor: Principal, now: datetime) -> None:
    case = lock_case(case_id)
    require(actor, "case.follow", case_facts(case, actor))
    record = record_in_force(case_id)
    if record is None or record.released_at is not None or case.state != State.RECORDED or case.fresh_of is not None:
        raise NotReleasable(reference=case.reference)
    with db.session.no_autoflush:  # state and moment change in one statement: the table refuses one without the other
        case.released_at = now
        take_step(case, "release", actor=actor, now=now, subject=f"record:{record.id}")
    record.released_at, record.released_by = now, actor.account_id
    db.session.flush()


def tell(*, case_id: str, now: datetime) -> None:
    """Tell the candidate that a result is there, and nothing else about it."""
    case, record = lock_case(case_id), record_in_force(case_id)
    if record is not None and case.state == State.RELEASED:
        notify(case.candidate_id, "result.ready", once=record.id, now=now, case_id=case.id, reference=case.reference,
               case=case.id)  # fmt: skip
