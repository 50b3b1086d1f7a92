"""The owner of an account adds and removes second steps; each change stands in the journal and is mailed to them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.foundation.people.sessions import end_all_sessions
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.people.telling import Change, tell_owner
from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.sign_in import app_codes, passkeys
from reviewboard.foundation.sign_in.recovery import codes_left, drop_codes, make_codes
from reviewboard.foundation.sign_in.second_step import has_second_step
from reviewboard.foundation.sign_in.tables import AppKey, Passkey


@dataclass(frozen=True)
class Ways:
    """What of a second step an account has. `app_since` None: no app is in use."""

    app_since: datetime | None
    passkeys: list[Any]
    codes: int


def ways_of(account_id: str) -> Ways:
    """Return the second steps of an account."""
    since = select(AppKey.confirmed_at).where(AppKey.account_id == account_id)
    return Ways(db.session.execute(since).scalar_one_or_none(), passkeys.passkeys_of(account_id), codes_left(account_id))


def add_app(*, code: str, actor: Principal, now: datetime) -> list[str]:
    """Take an authenticator app into use; return recovery codes if these are the first. Part of a transaction.

    Raises WrongCode, NothingToConfirm.
    """
    account_id = actor.account_id or ""
    app_codes.confirm_app(account_id, code, now=now)
    _enter("account.second_add", "app", Change.APP_ADDED, actor, now)
    return _first_codes(account_id, now)


def remove_app(*, actor: Principal, now: datetime) -> None:
    """Use the app no more. Part of a transaction."""
    gone = db.session.execute(delete(AppKey).where(AppKey.account_id == actor.account_id).returning(AppKey.account_id))
    if gone.first():
        _enter("account.second_remove", "app", Change.APP_REMOVED, actor, now)
        _forget_codes(actor.account_id or "")


def add_passkey(
    *, answer: str, challenge: str, name: str, site: passkeys.Site, actor: Principal, now: datetime
) -> list[str]:
    """Keep a passkey; return recovery codes if these are the first. Part of a transaction.

    Raises PasskeyRefused, TooManyPasskeys.
    """
    account_id = actor.account_id or ""
    passkeys.keep_passkey(account_id, answer=answer, challenge=challenge, name=name, site=site, now=now)
    _enter("account.second_add", "passkey", Change.PASSKEY_ADDED, actor, now)
    return _first_codes(account_id, now)


def rename_passkey(*, passkey_id: str, name: str, actor: Principal) -> None:
    """Call a passkey otherwise; an empty name changes nothing. Part of a transaction. Raises NotYours."""
    key = _own(passkey_id, actor)
    key.name = name.strip()[: passkeys.NAME_LONGEST] or key.name


def remove_passkey(*, passkey_id: str, actor: Principal, now: datetime) -> None:
    """Take a passkey off. Part of a transaction. Raises NotYours."""
    db.session.delete(_own(passkey_id, actor))
    db.session.flush()
    _enter("account.second_remove", "passkey", Change.PASSKEY_REMOVED, actor, now)
    _forget_codes(actor.account_id or "")


def renew_codes(*, actor: Principal, now: datetime) -> list[str]:
    """Make new recovery codes for an account with a second step; earlier ones end. Part of a transaction. Raises NotYours."""
    account_id = actor.account_id or ""
    if not has_second_step(account_id):
        raise NotYours()
    _enter("account.second_codes", "codes", Change.CODES_MADE, actor, now)
    return make_codes(account_id, now=now)


def take_off(*, account_id: str, actor: Principal, now: datetime) -> None:
    """Take every second step off somebody's account, who lost them, and end its sessions. Part of a transaction.

    Raises NotYours: only an administrator may, and not for themselves, who would need no password so.
    """
    require(actor, "account.manage")
    account = db.session.get(Account, account_id)
    if account is None or account.id == actor.account_id:
        raise NotYours()
    _take_all(account.id, actor, now)


def take_off_by_command(account_id: str, *, now: datetime) -> bool:
    """Do the same for whoever has a shell on the machine. Part of a transaction. Return whether there was one to take off."""
    if not has_second_step(account_id):
        return False
    _take_all(account_id, SYSTEM, now)
    return True


def _take_all(account_id: str, actor: Principal, now: datetime) -> None:
    for table in (AppKey, Passkey):
        db.session.execute(delete(table).where(table.account_id == account_id))
    drop_codes(account_id)
    end_all_sessions(account_id)
    enter("account.second_off", actor=actor, now=now, subject=f"account:{account_id}")
    tell_owner(account_id, Change.TAKEN_OFF, now=now)


def _own(passkey_id: str, actor: Principal) -> Passkey:
    found = db.session.execute(
        select(Passkey).where(Passkey.id == passkey_id, Passkey.account_id == actor.account_id)
    ).scalar_one_or_none()
    if found is None:
        raise NotYours()
    return found


def _first_codes(account_id: str, now: datetime) -> list[str]:
    return [] if codes_left(account_id) else make_codes(account_id, now=now)


def _forget_codes(account_id: str) -> None:
    """Without a second step there is nothing that they stand in for."""
    if not has_second_step(account_id):
        drop_codes(account_id)


def _enter(action: str, kind: str, change: Change, actor: Principal, now: datetime) -> None:
    enter(action, actor=actor, now=now, subject=f"account:{actor.account_id}", details={"kind": kind})
    tell_owner(actor.account_id or "", change, now=now)
