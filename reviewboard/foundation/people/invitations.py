"""A person sets their own password through a link that works once and not for ever. The board never knows the password.

The link's token is made from the invitation's id with the board's key, so the courier can write it into a mail
although the database holds only its digest.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, insert, select, update

from reviewboard.extensions import db
from reviewboard.foundation.database import new_id
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.notices.actions import notify_each
from reviewboard.foundation.people.actions import set_password
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.tables import Account, Invitation
from reviewboard.foundation.people.telling import Change, tell_owner
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in.second_step import Entered, begin_or_ask

INVITE_FOR = timedelta(days=14)
RESET_FOR = timedelta(days=1)
AT_A_TIME = 500  # accounts in one statement


class LinkExpired(Refusal):
    """The link is unknown, was used, is too old, or a newer one was sent: all the same to whoever holds it."""

    status = 410
    message = _("This link does not work any more. Links work once and expire: ask your coordinator for a new one.")


def invite(account: Account, *, actor: Principal, now: datetime, reset: bool = False) -> str:
    """Owe account a mail with a link to set a password; earlier links end. Part of a transaction.

    `reset`: the account has a password, which stays until the link is used. Return the invitation's id.
    """
    return invite_each([account], actor=actor, now=now, reset=reset)[0]


def invite_each(accounts: Sequence[Account], *, actor: Principal, now: datetime, reset: bool = False) -> list[str]:
    """Invite many accounts as `invite` does one, in a few statements for every AT_A_TIME of them."""
    kind, lasts = ("account.reset", RESET_FOR) if reset else ("account.invite", INVITE_FOR)
    made: list[str] = []
    for start in range(0, len(accounts), AT_A_TIME):
        invited = {account.id: new_id() for account in accounts[start : start + AT_A_TIME]}
        end_links(invited, now=now)
        shared = {"made_at": now, "expires_at": now + lasts}
        db.session.execute(
            insert(Invitation),
            [
                {"id": invitation_id, "account_id": account_id, "token_hash": _hash(token_of(invitation_id)), **shared}
                for account_id, invitation_id in invited.items()
            ],
        )
        about = {account_id: {"invitation": id, "days": lasts.days} for account_id, id in invited.items()}
        notify_each(kind, about, once="invitation", now=now)
        for account_id in invited:
            enter(kind, actor=actor, now=now, subject=f"account:{account_id}")
        made += invited.values()
    return made


def end_links(account_ids: Iterable[str], *, now: datetime) -> None:
    """Let no link of these accounts work any more. One statement; part of a transaction."""
    db.session.execute(
        update(Invitation)
        .where(Invitation.account_id.in_(list(account_ids)), Invitation.used_at.is_(None), Invitation.expires_at > now)
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


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


def accept_invitation(*, token: str, password_hash: str, now: datetime, browser: str = "") -> Entered:
    """Keep the hash of the new password, use the link up, begin a session or ask for the second step. Part of a transaction.

    Raises LinkExpired.
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
    if account.password_hash is not None:
        tell_owner(account.id, Change.PASSWORD, now=now)
    set_password(account, password_hash, now=now, actor=Principal(account.id))
    return begin_or_ask(account, now=now, browser=browser, entered=False)


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
