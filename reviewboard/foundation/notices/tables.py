"""Notices: what a person was told, when, and whether the mail went out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime, new_id


class Notice(db.Model):
    """One message. `kind` names its words; `about` holds a case's reference and dates, never a level or a name.

    `once` keeps the same message from being written twice. `address` is where it goes in the place of its reader's account,
    until it went: an address that the account had before.
    """

    __tablename__ = "notices"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[str | None] = mapped_column(Id)
    address: Mapped[str | None] = mapped_column(String(254))
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
