"""Accounts: made by administrators and imports, used by their owners."""

import re
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.passwords import hash_password, password_fits
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.foundation.people.sessions import begin_session, end_all_sessions
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.refusals import Refusal

LONGEST_EMAIL = 254  # characters
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,189}")


class NoSuchSignIn(Refusal):
    """The e-mail and password do not go together, whichever of them is wrong."""

    status = 422
    message = _("This e-mail address and password do not go together. Check both and try again.")


class EmailNotUsable(Refusal):
    """The address is malformed or belongs to another account."""

    status = 422
    message = _("The address %(email)s cannot be used: it is malformed, or another account has it.")


class WrongPassword(Refusal):
    """The present password, asked before a change, is wrong."""

    status = 422
    message = _("The present password is not right. Nothing was changed.")


def create_account(
    *,
    email: str,
    name: str,
    actor: Principal,
    now: datetime,
    password: str | None = None,
    language: str = "fr",
    unit: str = "",
    team: str = "",
    supervisor_id: str | None = None,
    administrator: bool = False,
    auditor: bool = False,
) -> Account:
    """Make an account. Raises EmailNotUsable, PasswordTooShort. Part of a transaction."""
    address = email.strip().lower()
    if not EMAIL.fullmatch(address) or find_account(address):
        raise EmailNotUsable(email=address[:254])
    account = Account(
        email=address, name=name.strip()[:200] or address, password_hash=hash_password(password) if password else None,
        language=language, unit=unit, team=team, supervisor_id=supervisor_id, is_administrator=administrator,
        is_auditor=auditor, created_at=now,
    )  # fmt: skip
    db.session.add(account)
    db.session.flush()
    enter("account.create", actor=actor, now=now, subject=f"account:{account.id}")
    return account


def find_account(email: str) -> Account | None:
    """Return the account with this address (any case), or None. An address is never cut: two texts are two addresses."""
    address = email.strip().lower()
    if len(address) > LONGEST_EMAIL:
        return None
    return db.session.execute(select(Account).where(Account.email == address)).scalar_one_or_none()


def sign_in(*, email: str, password: str, now: datetime) -> str:
    """Return the token of a new session. Raises NoSuchSignIn, the same for every way of being wrong."""
    account = find_account(email)
    fits = password_fits(account.password_hash if account else None, password)
    if account is None or not fits or account.disabled_at is not None:
        raise NoSuchSignIn()
    enter("account.sign_in", actor=Principal(account.id), now=now, subject=f"account:{account.id}")
    return begin_session(account, now=now)


def change_password(*, actor: Principal, present: str, new: str, now: datetime) -> str:
    """Change the actor's own password, end every session, return a new token. Raises WrongPassword, PasswordTooShort."""
    account = db.session.get_one(Account, actor.account_id)
    if not password_fits(account.password_hash, present):
        raise WrongPassword()
    account.password_hash = hash_password(new)
    end_all_sessions(account.id)
    enter("account.password", actor=actor, now=now, subject=f"account:{account.id}")
    return begin_session(account, now=now)


def set_password(account: Account, password: str, *, now: datetime, actor: Principal = SYSTEM) -> None:
    """Set an account's password by command, and end its sessions. Part of a transaction."""
    account.password_hash = hash_password(password)
    end_all_sessions(account.id)
    enter("account.password", actor=actor, now=now, subject=f"account:{account.id}")


def choose_language(*, actor: Principal, language: str) -> None:
    """Keep the actor's language ("fr" or "en"). Part of a transaction."""
    db.session.get_one(Account, actor.account_id).language = language
