"""Ratings: written alone, sealed once. A trigger refuses any change to a sealed one or to its parts."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime, new_id


class Rating(db.Model):
    """One assessor's rating of one case. `dimensions` maps a dimension's key to {"level": int|null, "reasons": str}."""

    __tablename__ = "ratings"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    seat_id: Mapped[str] = mapped_column(ForeignKey("seats.id"), unique=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    assessor_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    scale_version_id: Mapped[str] = mapped_column(ForeignKey("scale_versions.id"))
    state: Mapped[str] = mapped_column(String(8), default="draft")
    version: Mapped[int] = mapped_column(default=1)
    in_scope: Mapped[bool | None]
    dimensions: Mapped[dict[str, Any]] = mapped_column(JSON)
    outcome: Mapped[str | None] = mapped_column(String(24))
    level: Mapped[int | None]
    competency: Mapped[str | None] = mapped_column(String(64))
    reasons: Mapped[str] = mapped_column(Text, default="")
    why_not_above: Mapped[str] = mapped_column(Text, default="")
    evidence_rule_noted: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sealed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    digest: Mapped[str | None] = mapped_column(String(64))
    __table_args__ = (
        UniqueConstraint("case_id", "assessor_id", name="one_rating_per_assessor_and_case"),
        CheckConstraint("state IN ('draft', 'sealed')", name="rating_state_is_known"),
        CheckConstraint("(state = 'sealed') = (sealed_at IS NOT NULL)", name="sealed_at_iff_sealed"),
        CheckConstraint("(state = 'sealed') = (digest IS NOT NULL)", name="digest_iff_sealed"),
        CheckConstraint("state = 'draft' OR (outcome IS NOT NULL AND reasons <> '')", name="sealed_rating_has_reasons"),
        CheckConstraint(
            "outcome IN ('level', 'not_demonstrated', 'other_competency', 'insufficient_evidence')",
            name="rating_outcome_is_known",
        ),
        CheckConstraint(
            "state = 'draft' OR (outcome = 'level') = (level IS NOT NULL)", name="sealed_level_iff_outcome_is_level"
        ),
    )


class Citation(db.Model):
    """A marked passage: code-point offsets in one field of one example, tied to a dimension and perhaps a level."""

    __tablename__ = "citations"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    rating_id: Mapped[str] = mapped_column(ForeignKey("ratings.id"))
    example_id: Mapped[str] = mapped_column(ForeignKey("examples.id"))
    field: Mapped[str] = mapped_column(String(24))
    start: Mapped[int]
    end: Mapped[int]
    quote: Mapped[str] = mapped_column(Text)
    dimension: Mapped[str | None] = mapped_column(String(32))
    level: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (
        CheckConstraint('start >= 0 AND "end" > start', name="citation_is_a_passage"),
        Index("ix_citations_rating", "rating_id", "created_at"),
    )
