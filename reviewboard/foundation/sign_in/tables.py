"""How people prove who they are: what a sign-in in several steps waits for, and who they are with their organisation."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import UTCDateTime


class SignInStep(db.Model):
    """What a browser has to come back with. `id` is the SHA-256 of the token in its cookie; `about` is taken once."""

    __tablename__ = "sign_in_steps"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Identity(db.Model):
    """Who a person is with the organisation's sign-in: its issuer and the subject that this issuer never gives anew."""

    __tablename__ = "identities"
    issuer: Mapped[str] = mapped_column(String(400), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    linked_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (UniqueConstraint("account_id", "issuer", name="one_identity_of_an_account_with_an_issuer"),)
