"""The outbox: the queue of record. A row is work that a committed transaction owes."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime
from reviewboard.foundation.journal.tables import Number
from reviewboard.observation import REQUEST_ID_LENGTH

_UNDONE = text("done_at IS NULL")


class OutboxRow(db.Model):
    """One piece of work: `topic` names the courier's task, `payload` holds ids only.

    `single` makes equal waiting work one row. After five attempts `attention_reason` says why it waits for a person.
    `request_id` is the request that owes it, for the log. While a courier is at what happens outside, nobody else takes the
    row before `taken_until`. `waits_since`: since when it waits for something that the board stands on.
    """

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    topic: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    case_id: Mapped[str | None] = mapped_column(Id)
    cycle_id: Mapped[str | None] = mapped_column(Id)
    single: Mapped[str | None] = mapped_column(String(128))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    send_after: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attention_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attention_reason: Mapped[str] = mapped_column(Text, default="")
    taken_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    waits_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    request_id: Mapped[str | None] = mapped_column(String(REQUEST_ID_LENGTH))
    __table_args__ = (
        Index("one_waiting_row_of_a_kind", "single", unique=True, sqlite_where=_UNDONE, postgresql_where=_UNDONE),
        Index("ix_outbox_undone", "send_after", "id", sqlite_where=_UNDONE, postgresql_where=_UNDONE),
        CheckConstraint("attempts >= 0", name="outbox_attempts_are_counted"),
        {"sqlite_autoincrement": True},
    )


class Heartbeat(db.Model):
    """When a process (worker, relay, beat) was last alive."""

    __tablename__ = "heartbeats"
    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
