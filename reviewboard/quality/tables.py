"""Draws, strata, findings and notes. All are written once; what a check finds stands beside the record, never in it."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import ID_LENGTH, Id, UTCDateTime, new_id


class StratumRow(db.Model):
    """One stratum of a cycle (see `sampling.Stratum`) and its start, which nobody is told."""

    __tablename__ = "quality_strata"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycles.id"))
    outcome: Mapped[str] = mapped_column(String(24))
    pair: Mapped[str] = mapped_column(String(2 * ID_LENGTH + 1))
    unit: Mapped[str] = mapped_column(Text)
    start: Mapped[int]
    __table_args__ = (
        UniqueConstraint("cycle_id", "outcome", "pair", "unit", name="one_start_per_stratum"),
        CheckConstraint("start >= 0 AND start < 1000000", name="start_lies_in_one_interval"),
    )


class Draw(db.Model):
    """One agreed case, counted in its stratum: `number` from 1, drawn or not. A case is drawn from once."""

    __tablename__ = "quality_draws"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    stratum_id: Mapped[str] = mapped_column(ForeignKey("quality_strata.id"))
    number: Mapped[int]
    drawn: Mapped[bool]
    drawn_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (
        UniqueConstraint("stratum_id", "number", name="one_case_per_number"),
        CheckConstraint("number >= 1", name="numbers_begin_at_one"),
    )


class Finding(db.Model):
    """How far a sealed check is from the record that was in force when it was sealed."""

    FIXED: ClassVar = ("id", "case_id", "cycle_id", "rating_id", "record_id", "gap", "found_at")
    __tablename__ = "quality_findings"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("quality_draws.case_id"), unique=True)
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycles.id"))
    rating_id: Mapped[str] = mapped_column(ForeignKey("ratings.id"), unique=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"))
    gap: Mapped[str] = mapped_column(String(16))
    found_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (
        CheckConstraint("gap IN ('same', 'one_apart', 'further', 'other_kind')", name="gap_is_known"),
        Index("ix_quality_findings_cycle", "cycle_id", "found_at", "id"),
    )


class FindingNote(db.Model):
    """What a lead who took no part says follows from a check that differs, once and with reasons."""

    FIXED: ClassVar = ("id", "finding_id", "lead_id", "follows", "reasons", "noted_at")
    __tablename__ = "quality_notes"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    finding_id: Mapped[str] = mapped_column(ForeignKey("quality_findings.id"), unique=True)
    lead_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    follows: Mapped[str] = mapped_column(String(16))
    reasons: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (
        CheckConstraint("follows IN ('nothing', 'training', 'anchor', 'told')", name="what_follows_is_known"),
        CheckConstraint("reasons <> ''", name="note_has_reasons"),
    )
