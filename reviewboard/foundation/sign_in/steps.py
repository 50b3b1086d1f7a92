"""A sign-in that takes more than one request waits on the board, is found by a token in the cookie, and is taken once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from reviewboard.extensions import db
from reviewboard.foundation.sign_in.tables import SignInStep

LASTS = timedelta(minutes=10)


class Waits(StrEnum):
    """What a step waits for."""

    PROVIDER = "provider"  # the organization's sign-in
    SECOND = "second"  # a code or a passkey, after the right password
    PASSKEY = "passkey"  # the answer of a device to a challenge, at sign-in
    NEW_PASSKEY = "new_passkey"  # the same, when a passkey is added
    CHANGES = "changes"  # nothing: its owner typed the password and may change the second steps for a while


@dataclass(frozen=True)
class Taken:
    """A step that was taken: whose it is, where known, and what was kept with it."""

    account_id: str | None
    about: dict[str, Any]


def new_token() -> str:
    """Return a fresh token by which a browser comes back: 256 bits."""
    return secrets.token_urlsafe(32)


def begin_step(kind: Waits, token: str, *, now: datetime, account_id: str | None = None, **about: Any) -> None:
    """Keep what the browser has to come back with, to be found by token. Part of a transaction."""
    db.session.execute(delete(SignInStep).where(SignInStep.expires_at < now))
    db.session.add(
        SignInStep(id=_digest(token), kind=kind.value, account_id=account_id, about=about, tries=0, expires_at=now + LASTS)
    )


def take_step(kind: Waits, token: str, *, now: datetime) -> Taken | None:
    """Return what was kept, once, or None: unknown, taken or too old. Part of a transaction."""
    found = db.session.execute(
        delete(SignInStep)
        .where(*_waiting(kind, token, now))
        .returning(SignInStep.account_id, SignInStep.about)
    ).one_or_none()
    return Taken(found.account_id, found.about) if found else None


def look_at_step(kind: Waits, token: str, *, now: datetime, account_id: str | None = None) -> Taken | None:
    """Return what is kept, and leave it, or None. With account_id only what is that account's."""
    found = db.session.execute(
        select(SignInStep.account_id, SignInStep.about).where(*_waiting(kind, token, now))
    ).one_or_none()
    if found is None or (account_id is not None and found.account_id != account_id):
        return None
    return Taken(found.account_id, found.about)


def count_try(kind: Waits, token: str, *, most: int, now: datetime) -> bool:
    """Note that somebody tries; whether this try still counts. Part of a transaction of its own, kept whatever comes of it."""
    noted = (
        update(SignInStep)
        .where(*_waiting(kind, token, now), SignInStep.tries < most)
        .values(tries=SignInStep.tries + 1)
        .returning(SignInStep.id)
    )
    return db.session.execute(noted).first() is not None


def _waiting(kind: Waits, token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (SignInStep.id == _digest(token), SignInStep.kind == kind.value, SignInStep.expires_at > now)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
