"""What is past its schedule, what stands against it, what was proposed, what is gone: each list by page and bounded."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, case, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.database import UTCDateTime
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.recourse.steps import UNDER_WAY
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.retention.rules import Life, Schedule
from reviewboard.stages.retention.tables import Disposal, Hold
from reviewboard.stages.submission.tables import Case

ENDED = case(
    (Case.state == "draft", case((Cycle.state == "closed", Cycle.closes_at))),
    else_=func.coalesce(Case.released_at, Case.withdrawn_at),
)
"""When a case came to its end: released, withdrawn, or a draft that nobody handed in before its cycle closed."""

LAST_USED = (
    select(func.max(JournalEntry.at))
    .where(JournalEntry.case_id == Case.id, JournalEntry.action.not_like("retention.%"))
    .correlate(Case)
    .scalar_subquery()
)
"""When a case was last acted on or read: every act on it counts, but those of retention itself."""


def schedule_of(cycle_id: str) -> Schedule:
    """Return the schedule that the cycle froze when it opened."""
    return Schedule.from_policy(db.session.execute(select(Cycle.policy).where(Cycle.id == cycle_id)).scalar_one())


def _exists(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(literal(1)).where(*conditions).correlate(Case).exists()


LIVES = (
    Case.id, Case.reference, Case.state, ENDED.label("ended_at"),
    func.coalesce(LAST_USED, Case.created_at).label("last_used_at"),
    _exists(Hold.case_id == Case.id, Hold.lifted_at.is_(None)).label("held"),
    _exists(Recourse.case_id == Case.id, Recourse.stand.in_([stand.value for stand in UNDER_WAY])).label("in_recourse"),
    _exists(Disposal.case_id == Case.id, Disposal.sent_back_at.is_(None)).label("proposed"),
)  # fmt: skip


def life_of(row: Any) -> Life:
    """Return what rules look at, of a row of LIVES."""
    return Life(row.ended_at, row.last_used_at, held=row.held, in_recourse=row.in_recourse, proposed=row.proposed)


def ended_cases(cycle_id: str, *, before: datetime, after: tuple[datetime, str] | None, limit: int) -> Sequence[Any]:
    """Return the LIVES of cases of a cycle that ended before a moment, longest ago first, after a cursor. One statement.

    A case that was rated afresh belongs to its original and stands in no list.
    """
    query = (
        select(*LIVES)
        .join(Cycle, Cycle.id == Case.cycle_id)
        .where(Case.cycle_id == cycle_id, Case.fresh_of.is_(None), before >= ENDED)
        .order_by(ENDED, Case.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(ENDED, Case.id) > tuple_(literal(after[0], UTCDateTime()), literal(after[1])))
    return db.session.execute(query).all()


def lives(case_ids: Sequence[str]) -> Sequence[Any]:
    """Return the LIVES of these cases and their `cycle_id`, by reference. One statement."""
    return db.session.execute(
        select(*LIVES, Case.cycle_id)
        .join(Cycle, Cycle.id == Case.cycle_id)
        .where(Case.id.in_(case_ids), Case.fresh_of.is_(None))
        .order_by(Case.reference, Case.id)
    ).all()


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


def proposals(cycle_id: str | None, *, limit: int) -> Sequence[Any]:
    """Return proposals that wait for a second person, oldest first: of one cycle, or of all (None). One statement.

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
