"""People, what they are in a cycle, what they are trained on, and where they are signed in."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import Id, UTCDateTime, new_id


def team_key(unit: str, team: str) -> str | None:
    """Return what two people of one team share, however unit and team are written; None where no team is named."""
    unit, team = (" ".join(name.casefold().split()) for name in (unit, team))
    return f"{unit}/{team}" if team else None


def _team_key_of_row(context: DefaultExecutionContext) -> str | None:
    row = context.get_current_parameters()
    return team_key(row.get("unit") or "", row.get("team") or "")


class Account(db.Model):
    """A person. `email` is kept in lower case; `password_hash` is argon2id, or empty until one is set.

    `team_key` is the same for people of one team; it follows `unit` and `team` by itself.
    """

    __tablename__ = "accounts"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    timezone: Mapped[str] = mapped_column(String(64), default="America/Toronto")
    unit: Mapped[str] = mapped_column(String(200), default="")
    team: Mapped[str] = mapped_column(String(200), default="")
    team_key: Mapped[str | None] = mapped_column(String(800), default=_team_key_of_row, index=True)
    supervisor_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_auditor: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    __table_args__ = (
        CheckConstraint("language IN ('fr', 'en')", name="account_language_is_fr_or_en"),
        CheckConstraint("email = lower(email)", name="account_email_is_lower_case"),
    )


@event.listens_for(Account, "before_update")
def _follow_team(_mapper: Any, _connection: Any, account: Account) -> None:
    account.team_key = team_key(account.unit, account.team)


class Membership(db.Model):
    """A role in a cycle. For assessors also languages they read ("fr", "en" or "fr,en"), capacity, absence."""

    __tablename__ = "memberships"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycles.id"))
    role: Mapped[str] = mapped_column(String(16))
    languages: Mapped[str] = mapped_column(String(8), default="fr,en")
    capacity: Mapped[int | None]
    away_from: Mapped[date | None]
    away_to: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    __table_args__ = (
        UniqueConstraint("account_id", "cycle_id", "role", name="one_membership_per_role_in_a_cycle"),
        CheckConstraint("role IN ('candidate', 'assessor', 'lead', 'coordinator')", name="membership_role_is_known"),
        CheckConstraint("languages IN ('fr', 'en', 'fr,en')", name="membership_languages_are_known"),
        CheckConstraint("capacity IS NULL OR capacity >= 0", name="membership_capacity_is_not_negative"),
        Index("ix_memberships_cycle_role", "cycle_id", "role"),
    )


class Training(db.Model):
    """An assessor's training on one scale version, current until `expires_on`."""

    __tablename__ = "trainings"
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    scale_version_id: Mapped[str] = mapped_column(ForeignKey("scale_versions.id"), primary_key=True)
    expires_on: Mapped[date]


class SignInSession(db.Model):
    """One signed-in browser. `id` is the SHA-256 of the token in its cookie; the token itself is nowhere.

    `browser` is what it calls itself, in two words.
    """

    __tablename__ = "sign_in_sessions"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    browser: Mapped[str] = mapped_column(String(40), default="")


class Invitation(db.Model):
    """A link with which an account sets a password, once, until it expires. Its token is kept as a SHA-256."""

    __tablename__ = "invitations"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    __table_args__ = (CheckConstraint("expires_at > made_at", name="invitation_expires_after_it_is_made"),)
