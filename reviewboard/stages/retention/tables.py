"""Holds, which stop disposal; disposals, proposed by one person and carried out by another; the stub that stays."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime, new_id

_STANDING = text("lifted_at IS NULL")
_NOT_SENT_BACK = text("sent_back_at IS NULL")
_WAITS = text("sent_back_at IS NULL AND carried_out_at IS NULL")


class Hold(db.Model):
    """A case is kept, whatever its schedule says, until the hold is lifted. History stays as long as the case does."""

    __tablename__ = "holds"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(Text)
    placed_by: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    placed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    lifted_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lifted_why: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (
        CheckConstraint("kind IN ('legal', 'access_request', 'other')", name="hold_kind_is_known"),
        CheckConstraint("why <> ''", name="hold_has_a_reason"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="hold_lifted_by_someone"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_why = '')", name="hold_lifted_for_a_reason"),
        Index("one_standing_hold", "case_id", unique=True, sqlite_where=_STANDING, postgresql_where=_STANDING),
    )


class Disposal(db.Model):
    """One case proposed for disposal. Carried out, it is the stub: `stub` holds digests and dates, no name and no level.

    It names the case by id and reference without a foreign key: the case is gone then. `batch_id` gathers what was
    proposed together. Triggers keep it: a case's rows may be deleted only while a carried out disposal names it.
    """

    __tablename__ = "disposals"
    FIXED: ClassVar = (
        "id", "batch_id", "case_id", "reference", "cycle_id", "why", "proposed_by", "proposed_at", "carried_out_by",
        "carried_out_at", "stub",
    )  # fmt: skip
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    batch_id: Mapped[str] = mapped_column(Id, index=True)
    case_id: Mapped[str] = mapped_column(Id)
    reference: Mapped[str] = mapped_column(String(16))
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycles.id"))
    why: Mapped[str] = mapped_column(Text)
    proposed_by: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_back_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    sent_back_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sent_back_why: Mapped[str] = mapped_column(Text, default="")
    carried_out_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    carried_out_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    stub: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    digest: Mapped[str | None] = mapped_column(String(64))
    __table_args__ = (
        CheckConstraint("why <> ''", name="disposal_has_a_reason"),
        CheckConstraint("carried_out_by <> proposed_by", name="disposal_is_by_two_people"),
        CheckConstraint("(carried_out_at IS NULL) = (carried_out_by IS NULL)", name="disposal_carried_out_by_someone"),
        CheckConstraint("(carried_out_at IS NULL) = (digest IS NULL)", name="disposal_leaves_a_stub"),
        CheckConstraint("(sent_back_at IS NULL) = (sent_back_by IS NULL)", name="disposal_sent_back_by_someone"),
        CheckConstraint("(sent_back_at IS NULL) = (sent_back_why = '')", name="disposal_sent_back_for_a_reason"),
        CheckConstraint("sent_back_at IS NULL OR carried_out_at IS NULL", name="disposal_ends_in_one_way"),
        Index("one_disposal_of_a_case", "case_id", unique=True, sqlite_where=_NOT_SENT_BACK, postgresql_where=_NOT_SENT_BACK),
        Index("ix_disposals_waiting", "proposed_at", "batch_id", sqlite_where=_WAITS, postgresql_where=_WAITS),
        Index("ix_disposals_cycle", "cycle_id", "carried_out_at", "id"),
    )
