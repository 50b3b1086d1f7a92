"""A signed-in browser holds a random token; the board keeps only its digest, and can end it at any time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.people.tables import Account, Membership, SignInSession

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
NOTE_EVERY = timedelta(minutes=5)

# Asked by every request: put together once. A row for each membership, or one row without.
_LIVE = (
    select(
        SignInSession.seen_at, Account.id, Account.name, Account.language, Account.timezone,
        Account.is_administrator, Account.is_auditor, Membership.cycle_id, Membership.role,
    )
    .join(Account, Account.id == SignInSession.account_id)
    .outerjoin(Membership, Membership.account_id == Account.id)
    .where(
        SignInSession.id == bindparam("session_id"),
        SignInSession.expires_at > bindparam("now"), SignInSession.seen_at > bindparam("since"),
        Account.disabled_at.is_(None),
    )
)  # fmt: skip


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
    """Return the live session of token, or None. One statement; notes every five minutes that it is used."""
    moments = {"session_id": _digest(token), "now": now, "since": now - IDLE}
    rows = db.session.execute(_LIVE, moments).all()
    if not rows:
        return None
    found = rows[0]
    if found.seen_at < now - NOTE_EVERY:
        with transaction():
            db.session.execute(update(SignInSession).where(SignInSession.id == _digest(token)).values(seen_at=now))
    return SignedIn(
        token,
        Principal(
            account_id=found.id, name=found.name, language=found.language, timezone=found.timezone,
            administrator=found.is_administrator, auditor=found.is_auditor,
            memberships=frozenset((row.cycle_id, Role(row.role)) for row in rows if row.role is not None),
        ),
    )  # fmt: skip


def end_session(token: str) -> None:
    """End one session. Part of a transaction."""
    db.session.execute(delete(SignInSession).where(SignInSession.id == _digest(token)))


def end_all_sessions(account_id: str) -> None:
    """End every session of an account: after a change of password, roles, or when it is disabled. Part of a transaction."""
    db.session.execute(delete(SignInSession).where(SignInSession.account_id == account_id))
