"""A recourse with its grounds, who answered it, what was decided; and the candidate's own words beside the record."""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime, new_id

_LAPSING = text("lapses_at IS NOT NULL")
_UNDER_WAY = text("ended_at IS NULL")
_OUTCOMES = "IN ('level', 'not_demonstrated', 'other_competency', 'insufficient_evidence')"


class Recourse(db.Model):
    """What a candidate asks for about a released result. Only `step.py` of this folder assigns `stand`.

    `request`: the candidate's question or wish; `due_at`: when the answer is due; `lapses_at`: when a draft lapses, None
    while its window has no end yet; `ready_at`: the candidate needs no
    more time with the file; `fresh_case_id`: the case that a fresh pair rates.
    """

    __tablename__ = "recourses"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycles.id"))
    kind: Mapped[str] = mapped_column(String(16))
    stand: Mapped[str] = mapped_column(String(16), default="draft")
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)
    request: Mapped[str] = mapped_column(Text, default="")
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime)
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lapses_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    handler_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    disclosed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ready_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    fresh_case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), unique=True)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    __table_args__ = (
        UniqueConstraint("case_id", "kind", name="one_recourse_of_a_kind_per_case"),
        CheckConstraint("kind IN ('feedback', 'decision_review', 'fresh_rating')", name="recourse_kind_is_known"),
        CheckConstraint(
            "stand IN ('draft', 'asked', 'taken', 'disclosed', 'met', 'countersign', 'concluded', 'withdrawn', 'lapsed')",
            name="recourse_stand_is_known",
        ),
        CheckConstraint("(stand IN ('draft', 'lapsed')) = (asked_at IS NULL)", name="recourse_asked_at_iff_asked"),
        CheckConstraint("(asked_at IS NULL) = (due_at IS NULL)", name="recourse_has_a_clock_once_asked"),
        CheckConstraint(
            "(stand IN ('concluded', 'withdrawn', 'lapsed')) = (ended_at IS NOT NULL)", name="recourse_ended_at_iff_over"
        ),
        CheckConstraint(
            "stand NOT IN ('taken', 'disclosed', 'met', 'countersign', 'concluded') OR handler_id IS NOT NULL",
            name="recourse_is_answered_by_somebody",
        ),
        CheckConstraint("fresh_case_id IS NULL OR kind = 'fresh_rating'", name="only_a_fresh_rating_has_a_fresh_case"),
        CheckConstraint("stand <> 'disclosed' OR disclosed_at IS NOT NULL", name="recourse_disclosed_at_once_disclosed"),
        CheckConstraint("lapses_at IS NULL OR stand = 'draft'", name="only_a_draft_lapses"),
        Index("ix_recourses_lapsing", "lapses_at", sqlite_where=_LAPSING, postgresql_where=_LAPSING),
        Index("ix_recourses_due", "due_at", "id", sqlite_where=_UNDER_WAY, postgresql_where=_UNDER_WAY),
        Index("ix_recourses_cycle_stand", "cycle_id", "stand", "due_at", "id"),
        Index("ix_recourses_handler", "handler_id", "stand", "due_at"),
    )


class RecourseGround(db.Model):
    """One ground of a recourse, in the candidate's words. Only a draft holds one that is not chosen: it is never sent."""

    __tablename__ = "recourse_grounds"
    recourse_id: Mapped[str] = mapped_column(ForeignKey("recourses.id"), primary_key=True)
    ground: Mapped[str] = mapped_column(String(32), primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    chosen: Mapped[bool] = mapped_column(default=True, server_default=true())


class RecourseHandler(db.Model):
    """Who answered a recourse, from when until when, and why they gave it to somebody else. History stays."""

    __tablename__ = "recourse_handlers"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    recourse_id: Mapped[str] = mapped_column(ForeignKey("recourses.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    named_by: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    why: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (CheckConstraint("until IS NOT NULL OR why = ''", name="recourse_handler_leaves_with_a_reason"),)


class Meeting(db.Model):
    """How one handler of a review heard the candidate: the meeting, or that none was wanted. Written once, for good.

    `id` is that of the handler's row: whoever answers next hears anew, and what was said before stays. `met_on`: the day of
    the meeting, None where it was waived.
    """

    __tablename__ = "recourse_meetings"
    FIXED: ClassVar = ("id", "recourse_id", "met_on", "attended", "notes", "noted_at")
    id: Mapped[str] = mapped_column(ForeignKey("recourse_handlers.id"), primary_key=True)
    recourse_id: Mapped[str] = mapped_column(ForeignKey("recourses.id"), index=True)
    met_on: Mapped[date | None]
    attended: Mapped[str] = mapped_column(Text, default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (
        CheckConstraint("(met_on IS NULL) = (attended = '')", name="meeting_says_who_was_there"),
        CheckConstraint("(met_on IS NULL) = (notes = '')", name="meeting_says_what_was_said"),
    )


class RecourseDecision(db.Model):
    """What a handler decided: a verdict with reasons per ground. One that varies a level counts once countersigned.

    `ground_reasons` maps each ground to its reasons. `outcome`, `level`, `competency`, `dimension_reasons` and
    `next_needed` say the outcome of one that varies it; of a fresh rating that outcome stands in the fresh case.
    """

    __tablename__ = "recourse_decisions"
    FIXED: ClassVar = (
        "id", "recourse_id", "decided_by", "verdict", "outcome", "level", "competency", "reasons", "ground_reasons",
        "dimension_reasons", "next_needed", "needs_countersign", "decided_at",
    )  # fmt: skip
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    recourse_id: Mapped[str] = mapped_column(ForeignKey("recourses.id"), index=True)
    decided_by: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    verdict: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str | None] = mapped_column(String(24))
    level: Mapped[int | None]
    competency: Mapped[str | None] = mapped_column(String(64))
    reasons: Mapped[str] = mapped_column(Text)
    ground_reasons: Mapped[dict[str, Any]] = mapped_column(JSON)
    dimension_reasons: Mapped[dict[str, Any]] = mapped_column(JSON)
    next_needed: Mapped[str] = mapped_column(Text, default="")
    needs_countersign: Mapped[bool]
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime)
    countersigned_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    countersigned_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    declined_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    declined_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    declined_why: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (
        CheckConstraint("verdict IN ('given', 'upheld', 'varied', 'returned')", name="recourse_verdict_is_known"),
        CheckConstraint(f"outcome IS NULL OR outcome {_OUTCOMES}", name="recourse_outcome_is_known"),
        CheckConstraint("outcome IS NULL OR (outcome = 'level') = (level IS NOT NULL)", name="recourse_level_iff_a_level"),
        CheckConstraint("reasons <> ''", name="recourse_decision_has_reasons"),
        CheckConstraint("countersigned_by <> decided_by", name="recourse_countersigned_by_a_second_lead"),
        CheckConstraint("(countersigned_by IS NULL) = (countersigned_at IS NULL)", name="recourse_countersigned_by_someone"),
    )


class CheckOpening(db.Model):
    """A lead opened the sealed check of a case, which is no part of its candidate's file: they answer no recourse of it.

    Only `quality` writes it; it stands here because recourse asks for it, and no stage reads what lies above the stages.
    """

    __tablename__ = "check_openings"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    lead_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)


class RecourseDraft(db.Model):
    """What one lead has written so far of an answer: the form's texts and choices by field name."""

    __tablename__ = "recourse_drafts"
    recourse_id: Mapped[str] = mapped_column(ForeignKey("recourses.id"), primary_key=True)
    lead_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    version: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Statement(db.Model):
    """What a candidate wants read beside the record: once, in their own words, for good."""

    __tablename__ = "statements"
    FIXED: ClassVar = ("id", "case_id", "record_id", "text", "made_at")
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), unique=True)
    record_id: Mapped[str] = mapped_column(ForeignKey("records.id"))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (CheckConstraint("text <> ''", name="statement_says_something"),)
