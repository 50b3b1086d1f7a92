"""What two sealed ratings led to: agreement, discussion with its moves, dispute with its resolution."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime, new_id

_OUTCOMES = "IN ('level', 'not_demonstrated', 'other_competency', 'insufficient_evidence')"
_OPEN = text("ended_at IS NULL")
_NOT_REFUSED = text("refused_at IS NULL")
_NOT_DECLINED = text("declined_at IS NULL")


class Agreement(db.Model):
    """Both raters stand at one outcome: at once, or after a discussion. Confirmed by a named lead if the cycle says so."""

    __tablename__ = "agreements"
    FIXED: ClassVar = (
        "id", "case_id", "discussion_id", "outcome", "level", "competency", "agreed_at", "needs_confirmation",
    )  # fmt: skip
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    discussion_id: Mapped[str | None] = mapped_column(ForeignKey("discussions.id"))
    outcome: Mapped[str] = mapped_column(String(24))
    level: Mapped[int | None]
    competency: Mapped[str | None] = mapped_column(String(64))
    agreed_at: Mapped[datetime] = mapped_column(UTCDateTime)
    needs_confirmation: Mapped[bool]
    confirmed_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    refused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    refused_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    __table_args__ = (
        CheckConstraint(f"outcome {_OUTCOMES}", name="agreement_outcome_is_known"),
        CheckConstraint("(outcome = 'level') = (level IS NOT NULL)", name="agreement_level_iff_outcome_is_level"),
        CheckConstraint("(confirmed_by IS NULL) = (confirmed_at IS NULL)", name="agreement_confirmed_by_someone"),
        Index("one_standing_agreement", "case_id", unique=True, sqlite_where=_NOT_REFUSED, postgresql_where=_NOT_REFUSED),
    )


class Discussion(db.Model):
    """The talk between the two raters after both sealed. It ends by agreement, deadlock, the clock, or withdrawal."""

    __tablename__ = "discussions"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_why: Mapped[str | None] = mapped_column(String(16))
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="discussion_ends_with_a_reason"),
        CheckConstraint(
            "ended_why IN ('agreement', 'deadlock', 'clock', 'recused', 'withdrawn')", name="discussion_end_is_known"
        ),
        Index("one_open_discussion", "case_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_discussions_due", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )


class Message(db.Model):
    """Something one rater said to the other."""

    __tablename__ = "messages"
    FIXED: ClassVar = ("id", "discussion_id", "author_id", "body", "said_at")
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    discussion_id: Mapped[str] = mapped_column(ForeignKey("discussions.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    body: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (Index("ix_messages_discussion", "discussion_id", "said_at"),)


class Move(db.Model):
    """A change of mind, or a stand kept: on one dimension or on the outcome, from, to, why, on which passage.

    `topic` is a dimension's key or "outcome". A kept stand has from and to equal. Originals never change.
    """

    __tablename__ = "moves"
    FIXED: ClassVar = (
        "id", "discussion_id", "rating_id", "author_id", "topic", "from_value", "to_value", "reason", "citation_id",
        "moved_at",
    )  # fmt: skip
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    discussion_id: Mapped[str] = mapped_column(ForeignKey("discussions.id"))
    rating_id: Mapped[str] = mapped_column(ForeignKey("ratings.id"))
    author_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    topic: Mapped[str] = mapped_column(String(32))
    from_value: Mapped[dict[str, Any]] = mapped_column(JSON)
    to_value: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    citation_id: Mapped[str | None] = mapped_column(ForeignKey("citations.id"))
    moved_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (
        CheckConstraint("reason <> ''", name="move_has_a_reason"),
        Index("ix_moves_discussion", "discussion_id", "moved_at"),
    )


class Dispute(db.Model):
    """A disagreement that a panel lead resolves. `third_by` is the lead who asked for a third rating, if one did."""

    __tablename__ = "disputes"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    why: Mapped[str] = mapped_column(String(24))
    third_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    __table_args__ = (
        Index("one_open_dispute", "case_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint(
            "why IN ('far_apart', 'different_kind', 'across_required', 'deadlock', 'clock', 'recused', 'unconfirmed')",
            name="dispute_reason_is_known",
        ),
    )


class Question(db.Model):
    """What a lead asks the candidate of a disputed case, and the answer: text here, files in `evidence`.

    The answer belongs to the case and never to the submission, whose digest stays. While it is written, `answer` and
    `version` change; once it ended, nothing does. `digest` stands for an answer that holds something.
    """

    __tablename__ = "questions"
    FIXED: ClassVar = ("id", "case_id", "dispute_id", "lead_id", "question", "asked_at")  # its answer has a digest of its own
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), unique=True)
    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"))
    lead_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    question: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_why: Mapped[str | None] = mapped_column(String(16))
    digest: Mapped[str | None] = mapped_column(String(64))
    __table_args__ = (
        CheckConstraint("question <> ''", name="question_asks_something"),
        CheckConstraint("due_at > asked_at", name="question_leaves_time"),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="question_ends_with_a_reason"),
        CheckConstraint("ended_why IN ('answered', 'nothing', 'clock', 'withdrawn')", name="question_end_is_known"),
        CheckConstraint("ended_why <> 'answered' OR digest IS NOT NULL", name="answer_has_a_digest"),
        CheckConstraint("digest IS NULL OR ended_at IS NOT NULL", name="digest_of_an_ended_question"),
        Index("ix_questions_due", "due_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )


class DecisionDraft(db.Model):
    """What one lead has written so far of a decision: the form's texts and choices by field name."""

    __tablename__ = "decision_drafts"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"))
    lead_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    version: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (UniqueConstraint("dispute_id", "lead_id", name="one_decision_draft_per_lead"),)


class OwnLevel(db.Model):
    """The level that a lead saw in the text alone, noted once, before the ratings of the dispute opened to them.

    Of another competency it does not say which.
    """

    __tablename__ = "own_levels"
    FIXED: ClassVar = ("id", "case_id", "lead_id", "outcome", "level", "reason", "noted_at")
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    lead_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    outcome: Mapped[str] = mapped_column(String(24))
    level: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (
        UniqueConstraint("case_id", "lead_id", name="one_own_level_per_lead"),
        CheckConstraint(f"outcome {_OUTCOMES}", name="own_level_outcome_is_known"),
        CheckConstraint("(outcome = 'level') = (level IS NOT NULL)", name="own_level_iff_outcome_is_level"),
        CheckConstraint("reason <> ''", name="own_level_has_a_reason"),
    )


class Resolution(db.Model):
    """A lead's decision of a dispute, with reasons per dimension.

    One that equals neither rating needs a second lead: it counts only when `countersigned_by` is set;
    `declined_at` sends it back.
    """

    __tablename__ = "resolutions"
    FIXED: ClassVar = (
        "id", "dispute_id", "case_id", "lead_id", "outcome", "level", "competency", "reasons", "dimension_reasons",
        "next_needed", "needs_countersign", "decided_at",
    )  # fmt: skip
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    dispute_id: Mapped[str] = mapped_column(ForeignKey("disputes.id"))
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    lead_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    outcome: Mapped[str] = mapped_column(String(24))
    level: Mapped[int | None]
    competency: Mapped[str | None] = mapped_column(String(64))
    reasons: Mapped[str] = mapped_column(Text)
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
        CheckConstraint(f"outcome {_OUTCOMES}", name="resolution_outcome_is_known"),
        CheckConstraint("(outcome = 'level') = (level IS NOT NULL)", name="resolution_level_iff_outcome_is_level"),
        CheckConstraint("reasons <> ''", name="resolution_has_reasons"),
        CheckConstraint("countersigned_by <> lead_id", name="countersigned_by_a_second_lead"),
        CheckConstraint("(countersigned_by IS NULL) = (countersigned_at IS NULL)", name="countersigned_by_someone"),
        Index("one_standing_resolution", "case_id", unique=True, sqlite_where=_NOT_DECLINED, postgresql_where=_NOT_DECLINED),
    )
