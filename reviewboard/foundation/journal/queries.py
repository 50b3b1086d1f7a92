"""Reading the journal: whole for the verifier, by page for people."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, exists, or_, select

from reviewboard.extensions import db
from reviewboard.foundation.journal.chain import FIELDS, Anchor
from reviewboard.foundation.journal.tables import JournalEntry, JournalHead

_COLUMNS = [getattr(JournalEntry, name) for name in (*FIELDS, "hash")]


def all_entries() -> Iterator[dict[str, Any]]:
    """Yield every entry as a mapping, in number order, a thousand at a time."""
    rows = db.session.execute(select(*_COLUMNS).order_by(JournalEntry.number).execution_options(yield_per=1000))
    for row in rows:
        yield dict(row._mapping)


def anchor() -> Anchor:
    """Return the chain's present end."""
    head = db.session.execute(select(JournalHead.number, JournalHead.hash)).one()
    return Anchor(head.number, head.hash)


def last_entries(limit: int) -> list[dict[str, Any]]:
    """Return the last entries as mappings, at most limit of them, in number order. One statement."""
    rows = db.session.execute(select(*_COLUMNS).order_by(JournalEntry.number.desc()).limit(limit)).all()
    return [dict(row._mapping) for row in reversed(rows)]


def entries_before(number: int | None, *where: ColumnElement[bool], limit: int, **equal: str) -> list[Row[Any]]:
    """Return at most limit entries below number (or the newest), newest first, of which `where` and the equal columns hold."""
    query = select(JournalEntry.__table__).where(*where).order_by(JournalEntry.number.desc()).limit(limit)
    if number is not None:
        query = query.where(JournalEntry.number < number)
    for name, value in equal.items():
        query = query.where(getattr(JournalEntry, name) == value)
    return list(db.session.execute(query))


def concerns(account_id: str) -> ColumnElement[bool]:
    """A condition on an entry: somebody did it, or it was done to them."""
    return or_(JournalEntry.actor_id == account_id, JournalEntry.subject == f"account:{account_id}")


def entered_between(start: datetime | None, end: datetime | None) -> list[ColumnElement[bool]]:
    """Return the conditions on an entry that it was entered from start on and before end; None: without that bound."""
    bounds = [] if start is None else [JournalEntry.at >= start]
    return bounds if end is None else [*bounds, JournalEntry.at < end]


def was_entered(*, action: str, case_id: str, subject: str, actor_id: str | None, since: datetime) -> bool:
    """Whether an act of somebody on a subject of a case was entered after a moment. One statement."""
    entered = exists().where(
        JournalEntry.case_id == case_id, JournalEntry.action == action, JournalEntry.actor_id == actor_id,
        JournalEntry.subject == subject, JournalEntry.at > since,
    )  # fmt: skip
    return bool(db.session.execute(select(entered)).scalar())
