"""Codes of an authenticator app: six digits, new every half minute, each taken once.

Source: RFC 6238, with SHA-1, 30 seconds and one step of tolerance on either side (section 5.2).
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyotp
from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select, update

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in.sealing import seal, unseal
from reviewboard.foundation.sign_in.tables import AppKey

SECONDS, TOLERANCE = 30, 1
CONFIRM_WITHIN = timedelta(minutes=15)


class WrongCode(Refusal):
    """No code of the app or of recovery: wrong, taken before, or too old."""

    status = 422
    message = _("This code is not right, or was used before. Wait for the next code of your app and type it.")


class NothingToConfirm(Refusal):
    """No set-up of an app is under way, or it was begun too long ago."""

    status = 409
    message = _("The set-up of this app was begun too long ago, or is done. Begin again.")


@dataclass(frozen=True)
class Offered:
    """What is typed or photographed into an app: the secret, and the address that holds it with the account's name."""

    secret: str
    address: str


def begin_app(account_id: str, *, now: datetime) -> None:
    """Make a secret to be confirmed; one that was begun before is void. One in use stays. Part of a transaction.

    Raises NothingToConfirm where an app is in use already.
    """
    if (key := db.session.get(AppKey, account_id)) is not None and key.confirmed_at is not None:
        raise NothingToConfirm()
    db.session.execute(delete(AppKey).where(AppKey.account_id == account_id))
    db.session.add(AppKey(account_id=account_id, sealed=seal(pyotp.random_base32()), last_step=0, begun_at=now))


def offered(account_id: str, *, board: str, now: datetime) -> Offered:
    """Return the secret that waits to be confirmed; `board` is what the app calls it. Raises NothingToConfirm."""
    key = _unconfirmed(account_id, now)
    secret = unseal(key.sealed)
    if secret is None:
        raise NothingToConfirm()
    email = db.session.get_one(Account, account_id).email
    return Offered(secret, pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=board))


def confirm_app(account_id: str, code: str, *, now: datetime) -> None:
    """Take the app into use by its first code. Part of a transaction. Raises WrongCode, NothingToConfirm."""
    key = _unconfirmed(account_id, now)
    if not _take(key, code, now):
        raise WrongCode()
    db.session.execute(update(AppKey).where(AppKey.account_id == account_id).values(confirmed_at=now))


def take_app_code(account_id: str, code: str, *, now: datetime) -> bool:
    """Whether code is one of the app in use that was not taken before; it is taken with this. Part of a transaction."""
    key = db.session.get(AppKey, account_id, populate_existing=True)
    return key is not None and key.confirmed_at is not None and _take(key, code, now)


def _unconfirmed(account_id: str, now: datetime) -> AppKey:
    key = db.session.get(AppKey, account_id, populate_existing=True)
    if key is None or key.confirmed_at is not None or key.begun_at < now - CONFIRM_WITHIN:
        raise NothingToConfirm()
    return key


def _take(key: AppKey, code: str, now: datetime) -> bool:
    secret = unseal(key.sealed)
    typed = "".join(code.split())
    if secret is None or not (typed.isascii() and typed.isdigit()):
        return False
    codes, present = pyotp.TOTP(secret, interval=SECONDS), int(now.timestamp()) // SECONDS
    near = range(present - TOLERANCE, present + TOLERANCE + 1)
    fitting = [step for step in near if hmac.compare_digest(codes.generate_otp(step), typed)]
    if not fitting:
        return False
    taken: Any = db.session.execute(
        update(AppKey)
        .where(AppKey.account_id == key.account_id, AppKey.last_step < fitting[0])
        .values(last_step=fitting[0])
        .execution_options(synchronize_session=False)
    )
    return bool(taken.rowcount == 1)


def unreadable_apps() -> int:
    """Return how many apps in use are of no use: their secrets were sealed with another SECRET_KEY than the present one."""
    sealed = db.session.execute(select(AppKey.sealed).where(AppKey.confirmed_at.is_not(None))).scalars()
    return sum(unseal(one) is None for one in sealed)
