"""Case files that were asked for: for whom, which variant, how far, and where the made PDF lies."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime, new_id

_FRESH = text("state IN ('asked', 'making', 'ready')")


class CaseFile(db.Model):
    """One PDF of one case, made for one person in one capacity.

    `input_digest` says what of the case it tells: asked for again while that is the same, it is the same file.
    `progress` is a percentage. `sha256`, `size` and `vault_key` are there exactly while the file is.
    """

    __tablename__ = "case_files"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    reader: Mapped[str] = mapped_column(String(16))
    variant: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2))
    input_digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8), default="asked")
    progress: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    made_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sha256: Mapped[str | None] = mapped_column(String(64))
    size: Mapped[int | None] = mapped_column(BigInteger)
    vault_key: Mapped[str | None] = mapped_column(String(80))
    __table_args__ = (
        UniqueConstraint("vault_key", name="case_files_lie_apart"),
        CheckConstraint("reader IN ('candidate', 'lead', 'auditor')", name="case_file_reader_is_known"),
        CheckConstraint("variant IN ('whole', 'redacted')", name="case_file_variant_is_known"),
        CheckConstraint("language IN ('fr', 'en')", name="case_file_language_is_fr_or_en"),
        CheckConstraint("state IN ('asked', 'making', 'ready', 'failed', 'gone')", name="case_file_state_is_known"),
        CheckConstraint("progress >= 0 AND progress <= 100", name="case_file_progress_is_a_percentage"),
        CheckConstraint("(state = 'ready') = (vault_key IS NOT NULL)", name="case_file_lies_in_the_vault_iff_ready"),
        CheckConstraint(
            "state <> 'ready' OR (sha256 IS NOT NULL AND size > 0 AND made_at IS NOT NULL AND expires_at IS NOT NULL)",
            name="ready_case_file_is_described",
        ),
        Index(
            "one_case_file_of_a_kind", "case_id", "account_id", "reader", "variant", "language", "input_digest",
            unique=True, sqlite_where=_FRESH, postgresql_where=_FRESH,
        ),
        Index("ix_case_files_expiring", "expires_at", sqlite_where=text("state = 'ready'"),
              postgresql_where=text("state = 'ready'")),
    )  # fmt: skip
