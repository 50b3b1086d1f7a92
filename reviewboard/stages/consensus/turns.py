"""When discussions end and whose word came last in each: what both raters read in the room, for a list of rooms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.stages.consensus.tables import Discussion, Message, Move


@dataclass(frozen=True)
class Turn:
    """When the open discussion of a case ends, and the account of who spoke or moved last; None: nobody did yet."""

    due_at: datetime
    last: str | None


def turns_of(case_ids: Sequence[str]) -> dict[str, Turn]:
    """Return the turn of each open discussion of these cases, by case. One statement."""
    said, moved = _last(Message, Message.said_at), _last(Move, Move.moved_at)
    rows = db.session.execute(
        select(Discussion.case_id, Discussion.due_at, *said, *moved).where(
            Discussion.case_id.in_(case_ids), Discussion.ended_at.is_(None)
        )
    )
    return {case_id: Turn(due_at, _later(*entries)) for case_id, due_at, *entries in rows}


def _last(table: Any, at: Any) -> tuple[Any, Any]:
    """Return as columns when the newest entry of the row's discussion was made, and by whom."""
    newest = [
        select(column).where(table.discussion_id == Discussion.id).order_by(at.desc(), table.id.desc()).limit(1)
        for column in (at, table.author_id)
    ]
    return newest[0].scalar_subquery(), newest[1].scalar_subquery()


def _later(said_at: datetime | None, by: str | None, moved_at: datetime | None, mover: str | None) -> str | None:
    if said_at is None or moved_at is None:
        return by or mover
    return by if said_at > moved_at else mover
