"""Whom the organization vouches for is signed in by a subject kept before, else by a verified address. Never by any other."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.actions import find_account
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.sessions import begin_session
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.people.telling import Change, tell_owner
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in.group_roles import follow_groups
from reviewboard.foundation.sign_in.provider import Somebody
from reviewboard.foundation.sign_in.tables import Identity
from reviewboard.oidc_settings import Provider


class NotKnownHere(Refusal):
    """The organization vouches for somebody who has no account here, or none by a verified address."""

    status = 403
    message = _(
        "Your organization knows you, and this board does not: no account has the verified e-mail address you signed in "
        "with. Ask your coordinator or an administrator to add you."
    )


class SignInOff(Refusal):
    """The account is disabled."""

    status = 403
    message = _("Your account on this board is disabled. Ask an administrator.")


@dataclass(frozen=True)
class LetIn:
    """The token of a new session, and why the groups changed no role, where they should have."""

    token: str
    said: Refusal | None


def let_in(*, provider: Provider, somebody: Somebody, now: datetime, browser: str = "") -> LetIn:
    """Sign somebody in whom the provider vouches for; their groups give and take board-wide roles. Part of a transaction.

    Raises NotKnownHere, SignInOff.
    """
    account = _known(provider.issuer, somebody) or _linked(provider.issuer, somebody, now)
    if account.disabled_at is not None:
        raise SignInOff()
    said = follow_groups(account, somebody.groups, provider.groups, now=now)
    enter("account.sign_in", actor=Principal(account.id), now=now, subject=f"account:{account.id}",
          details={"by": "provider"})  # fmt: skip
    return LetIn(begin_session(account, now=now, browser=browser), said)


def _known(issuer: str, somebody: Somebody) -> Account | None:
    return db.session.execute(
        select(Account)
        .join(Identity, Identity.account_id == Account.id)
        .where(Identity.issuer == issuer, Identity.subject == somebody.subject)
        .with_for_update(of=Account)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def _linked(issuer: str, somebody: Somebody, now: datetime) -> Account:
    """Tie the account of a verified address to its owner's subject: from now on the subject counts, not the address."""
    found = find_account(somebody.email) if somebody.email else None
    if found is None:
        raise NotKnownHere()
    account = db.session.get_one(Account, found.id, with_for_update=True, populate_existing=True)
    taken = select(Identity).where(Identity.issuer == issuer, Identity.account_id == account.id)
    if db.session.execute(taken).first():  # another person of that organization, whose address went to this one
        raise NotKnownHere()
    if account.disabled_at is not None:
        raise SignInOff()
    db.session.add(Identity(issuer=issuer, subject=somebody.subject, account_id=account.id, linked_at=now))
    db.session.flush()
    enter("account.link", actor=Principal(account.id), now=now, subject=f"account:{account.id}")
    tell_owner(account.id, Change.LINKED, now=now)
    return account
