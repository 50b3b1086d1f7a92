"""Accounts: made by administrators and imports, used by their owners."""

import re
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.passwords import hash_password, hashed_anew, password_fits
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.foundation.people.sessions import begin_session, end_all_sessions
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.people.telling import Change, tell_owner
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in.second_step import Entered, begin_or_ask
from reviewboard.foundation.sign_in.unproven import tell_unproven

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
    return db.session.execute(select(Account).where(Account.email == _address(email))).scalar_one_or_none()


def _address(email: str) -> str | None:
    address = email.strip().lower()
    return address if len(address) <= LONGEST_EMAIL else None


@dataclass(frozen=True)
class Proof:
    """That somebody knew the password of an account when `password_hash` was its hash; `anew`: the hash to keep from now on."""

    account_id: str
    password_hash: str
    anew: str | None = None


def prove_password(*, password: str, email: str | None = None, actor: Principal | None = None) -> Proof | None:
    """Return the proof that password is the one of an account, by its address or its owner, or None.

    Looking takes long, on purpose, so it comes before the transaction that rests on it: nobody waits for it meanwhile.
    """
    query = select(Account.id, Account.password_hash)
    if actor is not None:
        query = query.where(Account.id == actor.account_id)
    else:
        query = query.where(Account.email == _address(email or ""))
    known = db.session.execute(query).one_or_none()
    db.session.rollback()
    if password_fits(known.password_hash if known else None, password) and known:
        return Proof(known.id, known.password_hash, hashed_anew(known.password_hash, password))
    tell_unproven("password", known.id if known else None)
    return None


def sign_in(*, proof: Proof | None, now: datetime, browser: str = "", onward: str | None = None) -> Entered:
    """Begin a session in a browser (its name), or ask for the second step; `onward` is the page wanted after it.

    Raises NoSuchSignIn, the same for every way of being wrong.
    """
    account = _proven(proof)
    if account is None:
        raise NoSuchSignIn()
    if account.disabled_at is not None:
        tell_unproven("password of a disabled account", account.id)
        raise NoSuchSignIn()
    if proof is not None and proof.anew is not None:
        account.password_hash = proof.anew
    return begin_or_ask(account, now=now, browser=browser, onward=onward)


def change_password(*, actor: Principal, proof: Proof | None, new_hash: str, now: datetime, browser: str = "") -> str:
    """Change the actor's own password, end every session, return a new token. Raises WrongPassword."""
    account = _proven(proof)
    if account is None or account.id != actor.account_id:
        raise WrongPassword()
    set_password(account, new_hash, now=now, actor=actor)
    tell_owner(account.id, Change.PASSWORD, now=now)
    return begin_session(account, now=now, browser=browser)


def _proven(proof: Proof | None) -> Account | None:
    """Return the account of a proof, locked, while its password is still the one that was proven."""
    if proof is None:
        return None
    account = db.session.get(Account, proof.account_id, with_for_update=True, populate_existing=True)
    return account if account is not None and account.password_hash == proof.password_hash else None


def set_password(account: Account, password_hash: str, *, now: datetime, actor: Principal = SYSTEM) -> None:
    """Keep the hash of an account's new password, and end its sessions. Part of a transaction."""
    account.password_hash = password_hash
    end_all_sessions(account.id)
    enter("account.password", actor=actor, now=now, subject=f"account:{account.id}")


def choose_language(*, actor: Principal, language: str) -> None:
    """Keep the actor's language ("fr" or "en"). Part of a transaction."""
    db.session.get_one(Account, actor.account_id).language = language
