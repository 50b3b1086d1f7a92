"""A case is one candidate on one competency in one cycle; it holds the submission and the state of its way."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime, new_id

_ORIGINAL = text("fresh_of IS NULL")
_FRESH = text("fresh_of IS NOT NULL")
_RELEASED = text("released_at IS NOT NULL")
_WITHDRAWN = text("withdrawn_at IS NOT NULL")
_DRAFT = text("state = 'draft'")


class Case(db.Model):
    """The case. `reference` is its coded name for assessors; only `step.py` assigns `state`.

    `fresh_of`: the case that this one has rated afresh by another pair. Its candidate never sees a fresh case as a case.
    """

    __tablename__ = "cases"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycles.id"))
    candidate_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    fresh_of: Mapped[str | None] = mapped_column(ForeignKey("cases.id"), unique=True)
    scale_version_id: Mapped[str] = mapped_column(ForeignKey("scale_versions.id"))
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[str] = mapped_column(String(16), default="draft")
    state_since: Mapped[datetime] = mapped_column(UTCDateTime)
    version: Mapped[int] = mapped_column(default=1)
    required_level: Mapped[int | None]
    notice_version: Mapped[str | None] = mapped_column(String(32))
    notice_acknowledged_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    extended_to: Mapped[datetime | None] = mapped_column(UTCDateTime)
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    digest: Mapped[str | None] = mapped_column(String(64))
    words: Mapped[int] = mapped_column(default=0)
    example_count: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    both_sealed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    disputed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    recorded_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    waiting: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (
        Index(
            "one_case_per_candidate_and_competency", "cycle_id", "candidate_id", "scale_version_id", unique=True,
            sqlite_where=_ORIGINAL, postgresql_where=_ORIGINAL,
        ),
        CheckConstraint("fresh_of <> id", name="case_is_not_its_own_fresh_case"),
        CheckConstraint("fresh_of IS NULL OR state <> 'released'", name="fresh_case_is_never_released"),
        CheckConstraint("language IN ('fr', 'en')", name="case_language_is_fr_or_en"),
        CheckConstraint(
            "state IN ('draft', 'submitted', 'rating', 'discussion', 'confirmation', 'dispute', 'asked',"
            " 'third_rating', 'countersign', 'decided', 'recorded', 'released', 'withdrawn')",
            name="case_state_is_known",
        ),
        CheckConstraint("(submitted_at IS NULL) = (digest IS NULL)", name="digest_iff_submitted"),
        CheckConstraint(
            "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL", name="submitted_before_assessed"
        ),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at_iff_withdrawn"),
        CheckConstraint("(state = 'released') = (released_at IS NOT NULL)", name="released_at_iff_released"),
        CheckConstraint(
            "state NOT IN ('recorded', 'released') OR recorded_at IS NOT NULL", name="recorded_at_when_recorded"
        ),
        Index("ix_cases_cycle_state_since", "cycle_id", "state", "state_since", "id"),
        Index("ix_cases_released", "cycle_id", "released_at", "id", sqlite_where=_RELEASED, postgresql_where=_RELEASED),
        Index("ix_cases_withdrawn", "cycle_id", "withdrawn_at", "id", sqlite_where=_WITHDRAWN,
              postgresql_where=_WITHDRAWN),
        Index("ix_cases_fresh", "fresh_of", sqlite_where=_FRESH, postgresql_where=_FRESH),
        Index("ix_cases_drafts", "cycle_id", "id", sqlite_where=_DRAFT, postgresql_where=_DRAFT),
    )  # fmt: skip


class Example(db.Model):
    """One behavioural example: structured text, written by the candidate, frozen at submission.

    `kept_places`: marks of the places the candidate keeps although they may tell who somebody is (`discretion.py`).
    """

    __tablename__ = "examples"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(300), default="")
    when_from: Mapped[date | None]
    when_to: Mapped[date | None]
    context: Mapped[str] = mapped_column(Text, default="")
    contacts: Mapped[str] = mapped_column(Text, default="")
    why_not_clients: Mapped[str] = mapped_column(Text, default="")
    actions: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(Text, default="")
    benefit: Mapped[str] = mapped_column(Text, default="")
    confirmer_name: Mapped[str] = mapped_column(String(200), default="")
    confirmer_email: Mapped[str] = mapped_column(String(254), default="")
    kept_places: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (
        UniqueConstraint("case_id", "position", name="examples_have_distinct_positions"),
        CheckConstraint("position >= 1", name="example_positions_count_from_one"),
    )


class Evidence(db.Model):
    """One uploaded file of an example, or of the answer to a question of the panel; never of both.

    Its bytes lie in the vault under `vault_key`; `removed_at` hides it. What is read as the submission names examples
    only: an answer is no part of what was handed in.
    """

    __tablename__ = "evidence"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    example_id: Mapped[str | None] = mapped_column(ForeignKey("examples.id"), index=True)
    question_id: Mapped[str | None] = mapped_column(ForeignKey("questions.id"), index=True)
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    vault_key: Mapped[str] = mapped_column(String(80), unique=True)
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    __table_args__ = (
        CheckConstraint("size > 0", name="evidence_is_not_empty"),
        CheckConstraint("(example_id IS NULL) <> (question_id IS NULL)", name="evidence_of_an_example_or_an_answer"),
    )


class EvidenceCheck(db.Model):
    """How far the check of one file is, apart from its evidence, which nobody edits once it is handed in.

    `reason` (a `Reason` of the program that looks into files) says why a file is refused, `found` what is not shown of
    an accepted one, `pages` how many pages it has where it has pages. `tries` counts how often it was looked into.
    `waits_for` names what is away that the check needs (scanner), `signature` what the virus scanner found.
    """

    __tablename__ = "evidence_checks"
    evidence_id: Mapped[str] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), default="received")
    reason: Mapped[str | None] = mapped_column(String(32))
    found: Mapped[list[str]] = mapped_column(JSON, default=list)
    pages: Mapped[int | None]
    tries: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime] = mapped_column(UTCDateTime)
    waits_for: Mapped[str | None] = mapped_column(String(16))
    signature: Mapped[str | None] = mapped_column(String(100))
    __table_args__ = (
        CheckConstraint(
            "state IN ('received', 'checking', 'accepted', 'refused')", name="evidence_check_state_is_known"
        ),
        CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name="reason_iff_evidence_refused"),
        CheckConstraint("tries >= 0", name="evidence_check_tries_are_counted"),
    )


class EvidencePreview(db.Model):
    """One piece of a file as the board shows it: a page as a picture, a part of its text, or its small first picture.

    Its bytes lie in the vault under `vault_key`. `excerpt` holds the first words of a text; sizes are in points.
    """

    __tablename__ = "evidence_previews"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    evidence_id: Mapped[str] = mapped_column(ForeignKey("evidence.id"))
    kind: Mapped[str] = mapped_column(String(16))
    number: Mapped[int]
    vault_key: Mapped[str] = mapped_column(String(80), unique=True)
    width: Mapped[int | None]
    height: Mapped[int | None]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    excerpt: Mapped[str] = mapped_column(String(300), default="")
    __table_args__ = (
        UniqueConstraint("evidence_id", "kind", "number", name="previews_are_numbered_once"),
        CheckConstraint("kind IN ('image', 'text', 'thumbnail')", name="preview_kind_is_known"),
        CheckConstraint("(kind = 'text') = (width IS NULL)", name="pictures_have_a_width"),
        CheckConstraint("(width IS NULL) = (height IS NULL)", name="pictures_have_width_and_height"),
        CheckConstraint("number >= 1 AND size > 0", name="previews_count_from_one_and_hold_something"),
    )


class Upload(db.Model):
    """A file on its way to an example, piece by piece: its first `received` bytes are on disk for good.

    `fingerprint` tells the same file chosen again. In the end it is kept as evidence, or `refused` for a reason; what
    it became is remembered for a while, so that whoever asks again hears the same.
    """

    __tablename__ = "uploads"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    example_id: Mapped[str] = mapped_column(ForeignKey("examples.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(255))
    size: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger, default=0)
    vault_key: Mapped[str] = mapped_column(String(80), unique=True)
    touched_at: Mapped[datetime] = mapped_column(UTCDateTime)
    evidence_id: Mapped[str | None] = mapped_column(ForeignKey("evidence.id"), index=True)
    refused: Mapped[str | None] = mapped_column(String(20))
    settled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    __table_args__ = (
        CheckConstraint("size > 0", name="upload_is_not_empty"),
        CheckConstraint("received >= 0 AND received <= size", name="upload_receives_no_more_than_its_size"),
        CheckConstraint("evidence_id IS NULL OR refused IS NULL", name="upload_is_kept_or_refused"),
        CheckConstraint(
            "(settled_at IS NULL) = (evidence_id IS NULL AND refused IS NULL)", name="upload_settled_at_iff_settled"
        ),
        Index(
            "one_upload_of_a_file_at_a_time", "example_id", "fingerprint", unique=True,
            sqlite_where=text("settled_at IS NULL"), postgresql_where=text("settled_at IS NULL"),
        ),
    )  # fmt: skip


class EvidenceCopy(db.Model):
    """A copy of a file, or of what was drawn of it, that lies in the vault for another case until rows of that case name it.

    `case_id`: the case that is copied. No row tells of which case a copy is once that case is there.
    """

    __tablename__ = "evidence_copies"
    original_key: Mapped[str] = mapped_column(String(80), primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    vault_key: Mapped[str] = mapped_column(String(80), unique=True)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Accommodation(db.Model):
    """A candidate's request for an adjustment: for the coordinator only. Its effect is the case's `extended_to`."""

    __tablename__ = "accommodations"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), unique=True)
    request: Mapped[str] = mapped_column(Text)
    requested_at: Mapped[datetime] = mapped_column(UTCDateTime)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    answered_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
