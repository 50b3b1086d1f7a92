"""Cycles. Policy and limits are frozen, and hashed, when the cycle opens."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime, new_id


class Cycle(db.Model):
    """A round of assessment. `policy` is the consensus ladder, `limits` what a submission may hold.

    `pair_limit` is the most cases the same two assessors are to share, `moves` the most unopened seats that one round of
    assignment may give to somebody else; with `cross_units` no two of one unit rate the same case; with
    `rounds_held` a round runs only when a coordinator says so.
    """

    __tablename__ = "cycles"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    name_fr: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16), default="draft")
    opens_at: Mapped[datetime] = mapped_column(UTCDateTime)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    hear_by: Mapped[date]
    rating_days: Mapped[int] = mapped_column(default=10)
    capacity: Mapped[int] = mapped_column(default=25)
    pair_limit: Mapped[int | None]
    moves: Mapped[int] = mapped_column(default=0)
    cross_units: Mapped[bool] = mapped_column(default=False)
    rounds_held: Mapped[bool] = mapped_column(default=False)
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)
    policy_hash: Mapped[str | None] = mapped_column(String(64))
    limits: Mapped[dict[str, Any]] = mapped_column(JSON)
    notice_version: Mapped[str] = mapped_column(String(32), default="1")
    notice_fr: Mapped[str] = mapped_column(Text, default="")
    notice_en: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'open', 'closed')", name="cycle_state_is_known"),
        CheckConstraint("closes_at > opens_at", name="cycle_closes_after_it_opens"),
        CheckConstraint("(state = 'draft') = (policy_hash IS NULL)", name="policy_is_frozen_iff_cycle_opened"),
        CheckConstraint("pair_limit >= 1", name="cycle_pair_limit_is_possible"),
        CheckConstraint("moves >= 0", name="cycle_moves_are_possible"),
        CheckConstraint("rating_days > 0 AND capacity > 0", name="cycle_numbers_are_positive"),
    )


class CycleScale(db.Model):
    """A competency assessed in a cycle, on one pinned scale version, with the level the post requires, if any."""

    __tablename__ = "cycle_scales"
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    scale_version_id: Mapped[str] = mapped_column(ForeignKey("scale_versions.id"), primary_key=True)
    required_level: Mapped[int | None]


class NeverTogether(db.Model):
    """Two assessors who must not sit on the same case in this cycle."""

    __tablename__ = "never_together"
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycles.id"), primary_key=True)
    first_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    second_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    __table_args__ = (CheckConstraint("first_id < second_id", name="never_together_names_a_pair_once"),)
