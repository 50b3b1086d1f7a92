"""Answers kept for a day, so that a repeated request repeats nothing but the answer."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import UTCDateTime


class Answer(db.Model):
    """What a person's request with this key was answered. `status` is 0 while the first one is at work.

    `said` is the digest of what the request said; `body` is empty where the answer was too long to keep.
    """

    __tablename__ = "answers"
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    path: Mapped[str] = mapped_column(String(300))
    said: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column(Integer, default=0)
    location: Mapped[str] = mapped_column(String(500), default="")
    body: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
