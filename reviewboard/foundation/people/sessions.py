"""A signed-in browser holds a random token; the board keeps only its digest, and can end it at any time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.people.tables import Account, Membership, SignInSession

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
NOTE_EVERY = timedelta(minutes=5)


@dataclass(frozen=True)
class SignedIn:
    """A live session: its token and whom it belongs to."""

    token: str
    principal: Principal


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def begin_session(account: Account, *, now: datetime) -> str:
    """Start a session for account and return its token. Part of a transaction."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignInSession(id=_digest(token), account_id=account.id, created_at=now, seen_at=now, expires_at=now + LONGEST)
    )
    db.session.execute(delete(SignInSession).where(SignInSession.expires_at < now))
    return token


def find_session(token: str, *, now: datetime) -> SignedIn | None:
    """Return the live session of token, or None. Two statements; notes every five minutes that it is used."""
    found = db.session.execute(
        select(
            SignInSession.seen_at, Account.id, Account.name, Account.language, Account.timezone,
            Account.is_administrator, Account.is_auditor,
        )
        .join(Account, Account.id == SignInSession.account_id)
        .where(SignInSession.id == _digest(token), SignInSession.expires_at > now, SignInSession.seen_at > now - IDLE)
        .where(Account.disabled_at.is_(None))
    ).one_or_none()  # fmt: skip
    if found is None:
        return None
    memberships = db.session.execute(
        select(Membership.cycle_id, Membership.role).where(Membership.account_id == found.id)
    ).all()
    if found.seen_at < now - NOTE_EVERY:
        with transaction():
            db.session.execute(update(SignInSession).where(SignInSession.id == _digest(token)).values(seen_at=now))
    return SignedIn(
        token,
        Principal(
            account_id=found.id, name=found.name, language=found.language, timezone=found.timezone,
            administrator=found.is_administrator, auditor=found.is_auditor,
            memberships=frozenset((cycle, Role(role)) for cycle, role in memberships),
        ),
    )  # fmt: skip


def end_session(token: str) -> None:
    """End one session. Part of a transaction."""
    db.session.execute(delete(SignInSession).where(SignInSession.id == _digest(token)))


def end_all_sessions(account_id: str) -> None:
    """End every session of an account: after a change of password, roles, or when it is disabled. Part of a transaction."""
    db.session.execute(delete(SignInSession).where(SignInSession.account_id == account_id))
