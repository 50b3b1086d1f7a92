"""The record: one final level per case in force, and when it goes out. Corrections supersede; nothing is overwritten."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime, new_id

_IN_FORCE = text("superseded_at IS NULL")


class Record(db.Model):
    """A final level, or another outcome, with its basis, its deciders and its reasons.

    It rests on an agreement, a resolution, or a decision review that varied the outcome before it (`review_id`).
    `deciders` lists {"account_id", "as"}; `rating_digests` the digests of the sealed ratings it rests on,
    `answer_digest` that of what the candidate added at the panel's request, if anything; `expires_on` the day the result
    ends where the cycle's policy says that it does;
    `dimension_reasons` maps a dimension's key to text. A trigger lets only release and supersession change it.
    """

    __tablename__ = "records"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycles.id"))
    outcome: Mapped[str] = mapped_column(String(24))
    level: Mapped[int | None]
    competency: Mapped[str | None] = mapped_column(String(64))
    method: Mapped[str] = mapped_column(String(32))
    agreement_id: Mapped[str | None] = mapped_column(ForeignKey("agreements.id"))
    resolution_id: Mapped[str | None] = mapped_column(ForeignKey("resolutions.id"))
    review_id: Mapped[str | None] = mapped_column(ForeignKey("recourse_decisions.id"))
    deciders: Mapped[list[Any]] = mapped_column(JSON)
    reasons: Mapped[str] = mapped_column(Text)
    dimension_reasons: Mapped[dict[str, Any]] = mapped_column(JSON)
    next_needed: Mapped[str] = mapped_column(Text, default="")
    scale_version_id: Mapped[str] = mapped_column(ForeignKey("scale_versions.id"))
    policy_hash: Mapped[str] = mapped_column(String(64))
    rating_digests: Mapped[list[Any]] = mapped_column(JSON)
    answer_digest: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_on: Mapped[date | None]
    supersedes_id: Mapped[str | None] = mapped_column(ForeignKey("records.id"), unique=True)
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    released_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    __table_args__ = (
        Index("one_record_in_force", "case_id", unique=True, sqlite_where=_IN_FORCE, postgresql_where=_IN_FORCE),
        CheckConstraint(
            "CASE WHEN agreement_id IS NULL THEN 0 ELSE 1 END + CASE WHEN resolution_id IS NULL THEN 0 ELSE 1 END"
            " + CASE WHEN review_id IS NULL THEN 0 ELSE 1 END = 1",
            name="record_needs_agreement_or_resolution",
        ),
        CheckConstraint("review_id IS NULL OR supersedes_id IS NOT NULL", name="record_of_a_review_supersedes_another"),
        CheckConstraint(
            "outcome IN ('level', 'not_demonstrated', 'other_competency', 'insufficient_evidence')",
            name="record_outcome_is_known",
        ),
        CheckConstraint("(outcome = 'level') = (level IS NOT NULL)", name="record_level_iff_outcome_is_level"),
        CheckConstraint("reasons <> ''", name="record_has_reasons"),
        CheckConstraint("(released_at IS NULL) = (released_by IS NULL)", name="released_by_someone"),
        Index("ix_records_cycle_recorded", "cycle_id", "recorded_at", "id"),
    )


class ReleasePlan(db.Model):
    """When a recorded result is to be released by itself, and whether a lead holds it back. The journal has the history.

    What is held goes out neither by a batch nor by its date, until the hold is lifted. What went out has no date any more.
    """

    __tablename__ = "release_plans"
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"), primary_key=True)
    release_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    planned_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    held_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    held_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    held_why: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (
        CheckConstraint("(release_at IS NULL) = (planned_by IS NULL)", name="release_planned_by_someone"),
        CheckConstraint("(held_at IS NULL) = (held_by IS NULL)", name="release_held_by_someone"),
        CheckConstraint("(held_at IS NULL) = (held_why = '')", name="release_held_for_a_reason"),
        Index("ix_release_plans_due", "release_at"),
    )
