"""What holds a case, what was proposed, what is gone: each list by page and bounded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Subquery, func, or_, select
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.retention.rules import Schedule
from reviewboard.stages.retention.tables import Disposal, Hold


def schedule_of(cycle_id: str) -> Schedule:
    """Return the schedule that the cycle froze when it opened."""
    return Schedule.from_policy(db.session.execute(select(Cycle.policy).where(Cycle.id == cycle_id)).scalar_one())


def holds_of(case_id: str) -> Sequence[Any]:
    """Return every hold of a case with the names of who placed and lifted it, newest first. One statement."""
    placer, lifter = aliased(Account), aliased(Account)
    return db.session.execute(
        select(Hold, placer.name.label("placed_by_name"), lifter.name.label("lifted_by_name"))
        .join(placer, placer.id == Hold.placed_by)
        .outerjoin(lifter, lifter.id == Hold.lifted_by)
        .where(Hold.case_id == case_id)
        .order_by(Hold.placed_at.desc(), Hold.id)
    ).all()


def standing_hold(case_id: str) -> Hold | None:
    """Return the hold that keeps a case, or None."""
    return db.session.execute(select(Hold).where(Hold.case_id == case_id, Hold.lifted_at.is_(None))).scalar_one_or_none()


def _open_batches() -> Subquery:
    return (
        select(
            Disposal.batch_id, Disposal.cycle_id, Disposal.why, Disposal.proposed_by, Disposal.proposed_at,
            func.count().label("number"),
        )
        .where(Disposal.sent_back_at.is_(None), Disposal.carried_out_at.is_(None))
        .group_by(Disposal.batch_id, Disposal.cycle_id, Disposal.why, Disposal.proposed_by, Disposal.proposed_at)
        .subquery()
    )  # fmt: skip


def proposals(cycle_id: str | None, *, limit: int, after: tuple[datetime, str] | None = None) -> Sequence[Any]:
    """Return proposals that wait for a second person, oldest first: of one cycle, or of all (None). One statement.

    `after`: the (proposed_at, batch_id) of the last one seen.

    Each has batch_id, cycle_id, name_fr, name_en, why, proposed_by, proposed_at, `by` (a name), `number` of cases.
    """
    waiting = _open_batches()
    query = (
        select(waiting, Cycle.name_fr, Cycle.name_en, Account.name.label("by"))
        .join(Cycle, Cycle.id == waiting.c.cycle_id)
        .join(Account, Account.id == waiting.c.proposed_by)
        .order_by(waiting.c.proposed_at, waiting.c.batch_id)
        .limit(limit)
    )
    if cycle_id is not None:
        query = query.where(waiting.c.cycle_id == cycle_id)
    if after is not None:
        at, batch_id = after
        query = query.where(or_(waiting.c.proposed_at > at, (waiting.c.proposed_at == at) & (waiting.c.batch_id > batch_id)))
    return db.session.execute(query).all()


def batch(batch_id: str) -> list[Disposal]:
    """Return the disposals of one proposal, by reference."""
    return list(
        db.session.execute(
            select(Disposal).where(Disposal.batch_id == batch_id).order_by(Disposal.reference, Disposal.id)
        ).scalars()
    )


def carried_out(cycle_id: str, *, after: str | None, limit: int) -> Sequence[Any]:
    """Return the stubs of a cycle, newest first, after the id of the last one seen. One statement."""
    query = (
        select(Disposal)
        .where(Disposal.cycle_id == cycle_id, Disposal.carried_out_at.is_not(None))
        .order_by(Disposal.carried_out_at.desc(), Disposal.id.desc())
        .limit(limit)
    )
    if after is not None:
        last = select(Disposal.carried_out_at).where(Disposal.id == after).scalar_subquery()
        query = query.where(or_(Disposal.carried_out_at < last, (Disposal.carried_out_at == last) & (Disposal.id < after)))
    return db.session.execute(query).scalars().all()
