"""Who has a second step gets in by it alone: a password then opens nothing but the question for it."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import exists, select

from reviewboard.extensions import db
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.sessions import begin_session
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.people.telling import Change, tell_owner
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in.app_codes import WrongCode, take_app_code
from reviewboard.foundation.sign_in.passkeys import PasskeyRefused, Site, proven_by_passkey
from reviewboard.foundation.sign_in.recovery import take_recovery_code
from reviewboard.foundation.sign_in.steps import Waits, begin_step, new_token, take_step
from reviewboard.foundation.sign_in.tables import AppKey, Passkey
from reviewboard.foundation.sign_in.unproven import tell_unproven

MOST_TRIES = 5  # codes for one right password


class SecondStepOver(Refusal):
    """The password was typed too long ago, or too many codes were wrong since."""

    status = 410
    message = _("Too much time has passed since your password, or too many codes were wrong. Sign in again from the start.")


@dataclass(frozen=True)
class Entered:
    """A token: of a new session or, with `second`, of the question for the second step."""

    token: str
    second: bool = False


@dataclass(frozen=True)
class Done:
    """The token of a new session, and the page its owner wanted."""

    token: str
    onward: str | None


def begin_or_ask(
    account: Account, *, now: datetime, browser: str = "", onward: str | None = None, entered: bool = True
) -> Entered:
    """Begin a session of whoever proved the password, or ask for the second step. Part of a transaction.

    `entered`: the sign-in stands in the journal; not where the act that led here stands there already.
    """
    if has_second_step(account.id):
        token = new_token()
        begin_step(Waits.SECOND, token, now=now, account_id=account.id, next=onward)
        return Entered(token, second=True)
    if entered:
        _note_entry(account.id, now, "password")
    return Entered(begin_session(account, now=now, browser=browser))


def has_second_step(account_id: str) -> bool:
    """Whether an account has an authenticator app in use or a passkey. One statement."""
    app = exists().where(AppKey.account_id == account_id, AppKey.confirmed_at.is_not(None))
    return bool(db.session.execute(select(app | exists().where(Passkey.account_id == account_id))).scalar_one())


def finish_by_code(*, token: str, code: str, now: datetime, browser: str = "") -> Done:
    """Begin a session by a code of the app, or a recovery code. Part of a transaction. Raises WrongCode, SecondStepOver."""
    step = take_step(Waits.SECOND, token, now=now)
    account = _enabled(step.account_id if step else None)
    if step is None or account is None:
        raise SecondStepOver()
    if take_app_code(account.id, code, now=now):
        _note_entry(account.id, now, "app")
    elif take_recovery_code(account.id, code, now=now):
        _note_entry(account.id, now, "recovery_code")
        tell_owner(account.id, Change.CODE_USED, now=now)
    else:
        tell_unproven("code", account.id)
        raise WrongCode()
    return Done(begin_session(account, now=now, browser=browser), step.about["next"])


def finish_by_passkey(*, token: str, answer: str, site: Site, now: datetime, browser: str = "") -> Done:
    """Begin a session by a passkey, with or without a password before. Part of a transaction. Raises PasskeyRefused."""
    step = take_step(Waits.PASSKEY, token, now=now)
    if step is None:
        raise PasskeyRefused()
    account = _enabled(proven_by_passkey(answer=answer, challenge=step.about["challenge"], site=site, now=now))
    if account is None:
        raise PasskeyRefused()
    _note_entry(account.id, now, "passkey")
    return Done(begin_session(account, now=now, browser=browser), step.about["next"])


def _enabled(account_id: str | None) -> Account | None:
    if account_id is None:
        return None
    account = db.session.get(Account, account_id, with_for_update=True, populate_existing=True)
    return account if account is not None and account.disabled_at is None else None


def _note_entry(account_id: str, now: datetime, by: str) -> None:
    enter("account.sign_in", actor=Principal(account_id), now=now, subject=f"account:{account_id}", details={"by": by})
