"""The clock of a discussion: a lead may add time; when it runs out the case goes to the lead by itself."""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.foundation.refusals import IllegalStep
from reviewboard.stages.consensus.comparing import dispute, end_discussion
from reviewboard.stages.consensus.queries import open_discussion
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.consensus.refusals import ExtensionOutOfRange
from reviewboard.stages.consensus.rules import MAX_HOURS, DisputeReason
from reviewboard.stages.consensus.tables import Discussion
from reviewboard.stages.facts import case_facts
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.workflow import State


def extend(*, case_id: str, hours: int, reason: str, actor: Principal, now: datetime) -> datetime:
    """Give the two raters more time, counted from the present end, and return the new end."""
    case = lock_case(case_id)
    require(actor, "case.follow", case_facts(case, actor))
    discussion = open_discussion(case.id)
    if discussion is None or case.state != State.DISCUSSION:
        raise IllegalStep()
    if not 1 <= hours <= MAX_HOURS:
        raise ExtensionOutOfRange(most=MAX_HOURS)
    check_reason(reason)
    discussion.due_at = max(discussion.due_at, now) + timedelta(hours=hours)
    take_step(case, "extend", actor=actor, now=now, subject=f"discussion:{discussion.id}", reason=reason,
              details={"hours": hours})  # fmt: skip
    return discussion.due_at


def sweep_discussions(now: datetime, *, limit: int = 100) -> int:
    """Send discussions whose clock ran out to the lead, each in a transaction of its own. Return how many."""
    due = db.session.execute(
        select(Discussion.case_id)
        .where(Discussion.ended_at.is_(None), Discussion.due_at <= now)
        .order_by(Discussion.due_at)
        .limit(limit)
    ).scalars()
    return sum(each_by_itself(partial(_run_out, case_id, now=now) for case_id in list(due)))


def _run_out(case_id: str, *, now: datetime) -> bool:
    with transaction():
        case, discussion = lock_case(case_id), open_discussion(case_id)
        if discussion is None or discussion.due_at > now:
            return False
        if case.state != State.DISCUSSION:
            end_discussion(discussion, "withdrawn", now=now)
            return False
        end_discussion(discussion, "clock", now=now)
        dispute(case, "escalate", DisputeReason.CLOCK, actor=SYSTEM, now=now)
        return True
