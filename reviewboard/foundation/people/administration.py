"""Administrators look after accounts: they open and disable them, name auditors, and send links. Never a password."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import or_, select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.cycle.pool import require_not_last
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.actions import create_account
from reviewboard.foundation.people.invitations import invite
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.sessions import end_all_sessions
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.foundation.refusals import NotYours, Refusal

_SHOWN = (
    Account.id, Account.email, Account.name, Account.is_administrator, Account.is_auditor, Account.disabled_at,
    Account.created_at, Account.unit, Account.team, Account.password_hash.is_not(None).label("has_password"),
)  # fmt: skip


class LastAdministrator(Refusal):
    """Without this account nobody could look after accounts."""

    message = _("This is the last account that looks after accounts. Name another administrator first.")


class TakesPart(Refusal):
    """An auditor has no role in a cycle: they would read through one what the other must not know."""

    message = _("This person has a role in a cycle, so they cannot be an auditor. Nothing was changed.")


class AuditsAlone(Refusal):
    """An auditor reads cases, which an administrator must not."""

    message = _("Nobody is administrator and auditor at once: an auditor reads cases, an administrator does not.")


class OwnAudit(Refusal):
    """Who looks after accounts does not open cases to themselves."""

    message = _("You cannot make yourself an auditor. Ask another administrator.")


class AccountDisabled(Refusal):
    """A disabled account gets no link."""

    message = _("This account is disabled. Enable it first.")


def open_account(
    *, email: str, name: str, language: str, administrator: bool, auditor: bool, actor: Principal, now: datetime
) -> Account:
    """Make an account and send its owner a link to choose a password. Part of a transaction.

    Raises AuditsAlone, EmailNotUsable, NotYours.
    """
    require(actor, "account.manage")
    if administrator and auditor:
        raise AuditsAlone()
    account = create_account(email=email, name=name, language=language, administrator=administrator, auditor=auditor,
                             actor=actor, now=now)  # fmt: skip
    invite(account, actor=actor, now=now)
    return account


def change_roles(*, account_id: str, administrator: bool, auditor: bool, actor: Principal, now: datetime) -> Account:
    """Make an account administrator, auditor or neither, and end its sessions. Part of a transaction.

    Raises AuditsAlone, OwnAudit, LastAdministrator, TakesPart, NotYours.
    """
    account = account_to_change(account_id, actor)
    if auditor and not account.is_auditor and account.id == actor.account_id:
        raise AuditsAlone() if administrator else OwnAudit()
    set_roles(account, {"is_administrator": administrator, "is_auditor": auditor}, actor=actor, now=now)
    return account


def set_roles(account: Account, wanted: Mapping[str, bool], *, actor: Principal, now: datetime) -> None:
    """Give and take the board-wide roles of wanted (by their columns), and end the account's sessions. Part of a transaction.

    Raises AuditsAlone, LastAdministrator, TakesPart.
    """
    changed = {name: value for name, value in wanted.items() if getattr(account, name) != value}
    if not changed:
        return
    held = {"is_administrator": account.is_administrator, "is_auditor": account.is_auditor} | changed
    if all(held.values()):
        raise AuditsAlone()
    if changed.get("is_administrator") is False:
        _require_another(account)
    if changed.get("is_auditor") and _takes_part(account.id):
        raise TakesPart()
    for name, value in changed.items():
        setattr(account, name, value)
    db.session.flush()
    if account.id != actor.account_id:
        end_all_sessions(account.id)
    enter("account.roles", actor=actor, now=now, subject=f"account:{account.id}", details=changed)


def disable_account(*, account_id: str, actor: Principal, now: datetime) -> Account:
    """Let an account sign in no more, and end its sessions. Part of a transaction.

    What its owner had to rate is freed by the clocks. Raises LastAdministrator, LastInOpenCycle, NotYours.
    """
    account = account_to_change(account_id, actor)
    if account.disabled_at is not None:
        return account
    if account.is_administrator:
        _require_another(account)
    require_not_last(account.id)
    account.disabled_at = now
    db.session.flush()
    end_all_sessions(account.id)
    enter("account.disable", actor=actor, now=now, subject=f"account:{account.id}")
    return account


def enable_account(*, account_id: str, actor: Principal, now: datetime) -> Account:
    """Let a disabled account sign in again. Part of a transaction. Raises NotYours."""
    account = account_to_change(account_id, actor)
    if account.disabled_at is None:
        return account
    account.disabled_at = None
    db.session.flush()
    enter("account.enable", actor=actor, now=now, subject=f"account:{account.id}")
    return account


def send_link(*, account_id: str, actor: Principal, now: datetime) -> Account:
    """Send an account's owner a link to choose a password, the first or a new one. Part of a transaction.

    Raises AccountDisabled, NotYours.
    """
    account = account_to_change(account_id, actor)
    if account.disabled_at is not None:
        raise AccountDisabled()
    invite(account, actor=actor, now=now, reset=account.password_hash is not None)
    return account


def sign_out_everywhere(*, account_id: str, actor: Principal, now: datetime) -> None:
    """End every session of an account. Part of a transaction. Raises NotYours."""
    account = account_to_change(account_id, actor)
    end_all_sessions(account.id)
    enter("account.end_sessions", actor=actor, now=now, subject=f"account:{account.id}")


def accounts(prefix: str, *, after: str | None, limit: int) -> Sequence[Any]:
    """Return at most limit accounts whose address begins with prefix, by address; `after` is the last one seen.

    Each has id, email, name, is_administrator, is_auditor, disabled_at, has_password. One statement.
    """
    query = (
        select(*_SHOWN)
        .where(Account.email.startswith(prefix.strip().lower(), autoescape=True))
        .order_by(Account.email)
        .limit(limit)
    )
    if after is not None:
        query = query.where(Account.email > after)
    return db.session.execute(query).all()


def find_by_id(account_id: str) -> Any | None:
    """Return an account as `accounts` lists it, with created_at, unit and team, or None. One statement."""
    return db.session.execute(select(*_SHOWN).where(Account.id == account_id)).one_or_none()


def account_to_change(account_id: str, actor: Principal) -> Account:
    """Return the account, locked with all administrators in one order: two of them cannot each remove the other.

    Part of a transaction. Raises NotYours.
    """
    require(actor, "account.manage")
    locked = db.session.execute(
        select(Account)
        .where(or_(Account.id == account_id, Account.is_administrator))
        .order_by(Account.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalars()
    account = next((one for one in locked.all() if one.id == account_id), None)
    if account is None:
        raise NotYours()
    return account


def _takes_part(account_id: str) -> bool:
    held = select(Membership.id).where(Membership.account_id == account_id).limit(1)
    return db.session.execute(held).first() is not None


def _require_another(account: Account) -> None:
    administrators = db.session.execute(
        select(Account.id)
        .where(Account.is_administrator, Account.disabled_at.is_(None))
        .order_by(Account.id)
        .with_for_update(key_share=True)
    ).scalars()
    if set(administrators) <= {account.id}:
        raise LastAdministrator()
