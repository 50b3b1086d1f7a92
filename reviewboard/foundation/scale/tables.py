"""Scale versions: a draft may change, a published one never does, a superseded one stays readable."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime, new_id


class ScaleVersion(db.Model):
    """One version of a competency's scale. `content` is its canonical form, `content_hash` that form's digest."""

    __tablename__ = "scale_versions"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(16), default="draft")
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_by: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    __table_args__ = (
        UniqueConstraint("code", "number", name="scale_version_number_is_unique"),
        CheckConstraint("state IN ('draft', 'published', 'superseded')", name="scale_state_is_known"),
        CheckConstraint("(state = 'draft') = (published_at IS NULL)", name="scale_published_at_iff_published"),
        Index("one_published_scale_version", "code", unique=True,
              sqlite_where=text("state = 'published'"), postgresql_where=text("state = 'published'")),
    )
