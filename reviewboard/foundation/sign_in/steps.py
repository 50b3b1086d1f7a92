"""A sign-in that takes more than one request waits on the board, is found by a token in the cookie, and is taken once."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete

from reviewboard.extensions import db
from reviewboard.foundation.sign_in.tables import SignInStep

LASTS = timedelta(minutes=10)


class Waits(StrEnum):
    """What a step waits for."""

    PROVIDER = "provider"  # the organisation's sign-in


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
        .where(SignInStep.id == _digest(token), SignInStep.kind == kind.value, SignInStep.expires_at > now)
        .returning(SignInStep.account_id, SignInStep.about)
    ).one_or_none()
    return Taken(found.account_id, found.about) if found else None


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
