"""A person sets their own password through a link that works once and not for ever. The board never knows the password.

The link's token is made from the invitation's id with the board's key, so the courier can write it into a mail
although the database holds only its digest.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, select, update

from reviewboard.extensions import db
from reviewboard.foundation.database import new_id
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.people.actions import set_password
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.sessions import begin_session
from reviewboard.foundation.people.tables import Account, Invitation
from reviewboard.foundation.refusals import Refusal

INVITE_FOR = timedelta(days=14)
RESET_FOR = timedelta(days=1)


class LinkExpired(Refusal):
    """The link is unknown, was used, is too old, or a newer one was sent: all the same to whoever holds it."""

    status = 410
    message = _("This link does not work any more. Links work once and expire: ask your coordinator for a new one.")


def invite(account: Account, *, actor: Principal, now: datetime, reset: bool = False) -> Invitation:
    """Owe account a mail with a link to set a password; earlier links end. Part of a transaction.

    `reset`: the account has a password, which stays until the link is used.
    """
    db.session.execute(
        update(Invitation)
        .where(Invitation.account_id == account.id, Invitation.used_at.is_(None), Invitation.expires_at > now)
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    invitation_id, lasts = new_id(), RESET_FOR if reset else INVITE_FOR
    invitation = Invitation(
        id=invitation_id, account_id=account.id, token_hash=_hash(token_of(invitation_id)), made_at=now,
        expires_at=now + lasts,
    )  # fmt: skip
    db.session.add(invitation)
    db.session.flush()
    kind = "account.reset" if reset else "account.invite"
    notify(account.id, kind, once=invitation_id, now=now, invitation=invitation_id, days=lasts.days)
    enter(kind, actor=actor, now=now, subject=f"account:{account.id}")
    return invitation


def token_of(invitation_id: str) -> str:
    """Return the secret part of an invitation's link: HMAC-SHA256 of its id under the board's key, 43 characters."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    made = hmac.new(key, f"invitation:{invitation_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def invited_account(token: str, *, now: datetime) -> Account:
    """Return whose link this is. Raises LinkExpired."""
    account = db.session.execute(
        select(Account).join(Invitation, Invitation.account_id == Account.id).where(*_live(token, now))
    ).scalar_one_or_none()
    if account is None:
        raise LinkExpired()
    return account


def accept_invitation(*, token: str, password: str, now: datetime) -> str:
    """Set the password, use the link up, return the token of a new session. Part of a transaction.

    Raises LinkExpired, PasswordTooShort.
    """
    account = invited_account(token, now=now)
    used: Any = db.session.execute(
        update(Invitation)
        .where(Invitation.token_hash == _hash(token), Invitation.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )
    if used.rowcount != 1:  # somebody else used the same link in the meantime
        raise LinkExpired()
    set_password(account, password, now=now, actor=Principal(account.id))
    return begin_session(account, now=now)


def ever_invited(account_ids: Sequence[str]) -> frozenset[str]:
    """Return those of account_ids that were invited before, whatever came of it. One statement."""
    return frozenset(
        db.session.execute(select(Invitation.account_id).where(Invitation.account_id.in_(account_ids))).scalars()
    )


def _live(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Invitation.token_hash == _hash(token),
        Invitation.used_at.is_(None),
        Invitation.expires_at > now,
        Account.disabled_at.is_(None),
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
