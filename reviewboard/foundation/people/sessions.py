"""A signed-in browser holds a random token; the board keeps only its digest, and can end it at any time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, select, update

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.people.tables import Account, Membership, SignInSession

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
NOTE_EVERY = timedelta(minutes=5)

# Asked by every request: put together once. A row for each membership, or one row without.
_LIVE = (
    select(
        SignInSession.seen_at, SignInSession.expires_at, Account.id, Account.name, Account.language, Account.timezone,
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
    """A live session: its token, whom it belongs to, when it ends unless it is used, and when it ends whatever happens."""

    token: str
    principal: Principal
    idle_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Place:
    """A browser in which a person is signed in. `id` is no secret: the token cannot be told from it."""

    id: str
    browser: str
    since: datetime
    seen_at: datetime
    here: bool


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def begin_session(account: Account, *, now: datetime, browser: str = "") -> str:
    """Start a session for account and return its token. Part of a transaction."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignInSession(
            id=_digest(token), account_id=account.id, created_at=now, seen_at=now, expires_at=now + LONGEST, browser=browser
        )
    )  # fmt: skip
    db.session.execute(delete(SignInSession).where(SignInSession.expires_at < now))
    return token


def find_session(token: str, *, now: datetime, used: bool = True) -> SignedIn | None:
    """Return the live session of token, or None. One statement; notes every five minutes that it is used.

    `used` is false for what a page asks by itself while nobody sits before it.
    """
    moments = {"session_id": _digest(token), "now": now, "since": now - IDLE}
    rows = db.session.execute(_LIVE, moments).all()
    if not rows:
        return None
    found = rows[0]
    seen_at: datetime = found.seen_at
    if used and seen_at < now - NOTE_EVERY:
        with transaction():
            note_use(token, now=now)
        seen_at = now
    return SignedIn(
        token,
        Principal(
            account_id=found.id, name=found.name, language=found.language, timezone=found.timezone,
            administrator=found.is_administrator, auditor=found.is_auditor,
            memberships=frozenset((row.cycle_id, Role(row.role)) for row in rows if row.role is not None),
        ),
        idle_at=seen_at + IDLE,
        ends_at=found.expires_at,
    )  # fmt: skip


def note_use(token: str, *, now: datetime) -> None:
    """Note that a session is used now. Part of a transaction."""
    db.session.execute(update(SignInSession).where(SignInSession.id == _digest(token)).values(seen_at=now))


def signed_in_places(*, actor: Principal, token: str, now: datetime) -> list[Place]:
    """Return where the actor is signed in, the browser of token first, then those used last. One statement."""
    rows = db.session.execute(
        select(SignInSession)
        .where(SignInSession.account_id == actor.account_id, *_lives(now))
        .order_by(SignInSession.seen_at.desc())
    ).scalars()
    places = [Place(row.id, row.browser, row.created_at, row.seen_at, row.id == _digest(token)) for row in rows]
    return sorted(places, key=lambda place: not place.here)


def end_places(*, actor: Principal, token: str, place: str | None, now: datetime) -> int:
    """End one of the actor's other sessions, or with no place all of them; return how many. Part of a transaction."""
    others = [SignInSession.account_id == actor.account_id, SignInSession.id != _digest(token)]
    if place is not None:
        others.append(SignInSession.id == place)
    ended = db.session.execute(delete(SignInSession).where(*others).returning(SignInSession.id)).all()
    if ended:
        enter("account.end_sessions", actor=actor, now=now, subject=f"account:{actor.account_id}",
              details={"count": len(ended)})  # fmt: skip
    return len(ended)


def _lives(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (SignInSession.expires_at > now, SignInSession.seen_at > now - IDLE)


def end_session(token: str) -> None:
    """End one session. Part of a transaction."""
    db.session.execute(delete(SignInSession).where(SignInSession.id == _digest(token)))


def end_all_sessions(account_id: str) -> None:
    """End every session of an account: after a change of password, roles, or when it is disabled. Part of a transaction."""
    db.session.execute(delete(SignInSession).where(SignInSession.account_id == account_id))
