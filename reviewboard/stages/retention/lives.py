"""What stands for and against keeping cases: their end, last use, holds, recourse, proposals, and who took part. In bulk.

The number of statements does not grow with the number of cases.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, case, func, literal, literal_column, select, tuple_, union_all

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.database import UTCDateTime
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.recourse.part import took_part_in
from reviewboard.stages.recourse.queries import terms_of
from reviewboard.stages.recourse.rules import Past, may_be_asked
from reviewboard.stages.recourse.steps import UNDER_WAY, Kind, Stand
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.retention.rules import Life
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


def _exists(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(literal(1)).where(*conditions).correlate(Case).exists()


LIVES = (
    Case.id, Case.reference, Case.released_at, ENDED.label("ended_at"),
    func.coalesce(LAST_USED, Case.created_at).label("last_used_at"),
    _exists(Hold.case_id == Case.id, Hold.lifted_at.is_(None)).label("held"),
    _exists(Disposal.case_id == Case.id, Disposal.sent_back_at.is_(None)).label("proposed"),
)  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """One case and what rules look at of it."""

    id: str
    reference: str
    life: Life


def kept_cases(cycle_id: str, case_ids: Sequence[str], *, person: Principal, now: datetime) -> list[Kept]:
    """Return those of these cases that are of the cycle, as they bear on person, by reference. Four statements.

    A case that was rated afresh belongs to its original and stands in no list.
    """
    query = (
        select(*LIVES)
        .join(Cycle, Cycle.id == Case.cycle_id)
        .where(Case.id.in_(case_ids), Case.cycle_id == cycle_id, Case.fresh_of.is_(None))
        .order_by(Case.reference, Case.id)
    )
    return _kept(cycle_id, db.session.execute(query).all(), person, now)


def ended_cases(
    cycle_id: str, *, person: Principal, now: datetime, after: tuple[datetime, str] | None, limit: int
) -> list[Kept]:
    """Return cases of a cycle that ended by now, longest ago first, after a cursor (end and id). Five statements.

    A case of which the person is the candidate is left out: they learn nothing here of how it is kept.
    """
    ends = _ends(cycle_id, now, after, limit, person).subquery()
    query = (
        select(*LIVES)
        .join(ends, ends.c.id == Case.id)
        .join(Cycle, Cycle.id == Case.cycle_id)
        .order_by(ends.c.ended_at, Case.id)
        .limit(limit)
    )
    return _kept(cycle_id, db.session.execute(query).all(), person, now)


def _ends(
    cycle_id: str, now: datetime, after: tuple[datetime, str] | None, limit: int, person: Principal
) -> CompoundSelect[Any]:
    """Return the first of each kind of end, each read from its own index: released, withdrawn, never handed in."""
    here = Case.cycle_id == cycle_id, Case.fresh_of.is_(None), Case.candidate_id != person.account_id
    branches = []
    for at in (Case.released_at, Case.withdrawn_at):
        query = select(Case.id, at.label("ended_at")).where(*here, at <= now).order_by(at, Case.id).limit(limit)
        if after is not None:
            ended_at, case_id = literal(after[0], UTCDateTime()), literal(after[1])
            query = query.where(at >= ended_at, tuple_(at, Case.id) > tuple_(ended_at, case_id))
        branches.append(query)
    closed_at = db.session.execute(
        select(Cycle.closes_at).where(Cycle.id == cycle_id, Cycle.state == "closed", Cycle.closes_at <= now)
    ).scalar_one_or_none()
    if closed_at is not None and (after is None or after[0] <= closed_at):  # all drafts of a cycle end at one moment
        drafts = select(Case.id, literal(closed_at, UTCDateTime()).label("ended_at"))
        drafts = drafts.where(*here, Case.state == literal_column("'draft'")).order_by(Case.id).limit(limit)
        branches.append(drafts.where(Case.id > after[1]) if after is not None and after[0] == closed_at else drafts)
    return union_all(*(select(branch.subquery()) for branch in branches))


def _kept(cycle_id: str, rows: Sequence[Any], person: Principal, now: datetime) -> list[Kept]:
    ids, terms = [row.id for row in rows], terms_of(cycle_id)
    part, past = took_part_in(person.account_id, ids), _recourses(ids)
    return [
        Kept(row.id, row.reference, Life(
            row.ended_at, row.last_used_at, held=row.held, proposed=row.proposed, took_part=row.id in part,
            in_recourse=any(one.stand in UNDER_WAY for one in past[row.id].values()),
            askable=row.released_at is not None
            and may_be_asked(released_at=row.released_at, past=past[row.id], terms=terms, now=now),
        ))
        for row in rows
    ]  # fmt: skip


def _recourses(case_ids: Sequence[str]) -> dict[str, dict[Kind, Past]]:
    """Return what became of the recourses of these cases, by case and kind. One statement."""
    found: dict[str, dict[Kind, Past]] = defaultdict(dict)
    columns = (Recourse.case_id, Recourse.kind, Recourse.stand, Recourse.ended_at)
    for row in db.session.execute(select(*columns).where(Recourse.case_id.in_(case_ids))):
        found[row.case_id][Kind(row.kind)] = Past(Stand(row.stand), row.ended_at)
    return found
