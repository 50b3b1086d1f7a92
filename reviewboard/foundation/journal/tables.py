"""The journal: one chain of entries. Nothing updates or deletes them; a trigger refuses it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime

Number = BigInteger().with_variant(Integer, "sqlite")


class JournalHead(db.Model):
    """The one row that says where the chain ends. Locked by whoever adds to it."""

    __tablename__ = "journal_head"
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    number: Mapped[int] = mapped_column(Number)
    hash: Mapped[str] = mapped_column(String(64))
    __table_args__ = (CheckConstraint("id = 1", name="journal_has_one_head"),)


class JournalEntry(db.Model):
    """Who did what to which case, from which state to which, why and when. `hash` covers all of it and `previous`."""

    __tablename__ = "journal_entries"
    number: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    actor_id: Mapped[str | None] = mapped_column(Id, index=True)
    action: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[str | None] = mapped_column(Id)
    cycle_id: Mapped[str | None] = mapped_column(Id, index=True)
    subject: Mapped[str | None] = mapped_column(String(96), index=True)
    from_state: Mapped[str | None] = mapped_column(String(32))
    to_state: Mapped[str | None] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    __table_args__ = (Index("ix_journal_entries_case_number", "case_id", "number"),)
