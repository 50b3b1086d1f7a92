"""Passkeys: a key on a device that its owner opens with a finger, a face or a PIN. It proves both that and the device.

Source: Web Authentication level 2. The board's name (the host of BASE_URL) binds every key to it: no other site gets an answer.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _
from sqlalchemy import select
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in.tables import Passkey

MOST = 10  # of one account
NAME_LONGEST = 100


class PasskeyRefused(Refusal):
    """What the device answered does not prove anything, or to a question that was not asked now."""

    status = 422
    message = _("The passkey was not taken: it is not known here, or its answer came too late. Try again.")


class TooManyPasskeys(Refusal):
    """An account has as many as it may."""

    status = 422
    message = _("You have ten passkeys already. Remove one first.")


@dataclass(frozen=True)
class Asked:
    """The options for a script, as JSON, and the challenge that its answer must hold (base64url)."""

    options: str
    challenge: str


@dataclass(frozen=True)
class Site:
    """As whom the board asks: its address, and the name in it. `name` None: it has none, and passkeys are not possible."""

    origin: str
    name: str | None


def site_of(base_url: str) -> Site:
    """Return the site of the board's address. A number is no name: browsers make no passkey for it."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        return Site(f"{parts.scheme}://{parts.netloc}", host or None)
    return Site(f"{parts.scheme}://{parts.netloc}", None)


def ask_new_passkey(account: Account, *, site: Site, board: str) -> Asked:
    """Ask a device to make a key that is found without an address and opens for its owner alone. Raises TooManyPasskeys."""
    held = passkeys_of(account.id)
    if len(held) >= MOST:
        raise TooManyPasskeys()
    options = generate_registration_options(
        rp_id=site.name or "", rp_name=board, user_id=account.id.encode(), user_name=account.email,
        user_display_name=account.name,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one.credential_id)) for one in held],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )  # fmt: skip
    return Asked(options_to_json(options), bytes_to_base64url(options.challenge))


def keep_passkey(account_id: str, *, answer: str, challenge: str, name: str, site: Site, now: datetime) -> None:
    """Keep the key that a device made. Part of a transaction. Raises PasskeyRefused, TooManyPasskeys."""
    try:
        made = verify_registration_response(
            credential=answer, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=site.name or "",
            expected_origin=site.origin, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise PasskeyRefused() from problem
    held = passkeys_of(account_id)
    if len(held) >= MOST:
        raise TooManyPasskeys()
    credential_id = bytes_to_base64url(made.credential_id)
    if db.session.execute(select(Passkey.id).where(Passkey.credential_id == credential_id)).first():
        raise PasskeyRefused()
    db.session.add(
        Passkey(account_id=account_id, credential_id=credential_id, name=name.strip()[:NAME_LONGEST] or f"{len(held) + 1}",
                public_key=bytes_to_base64url(made.credential_public_key), sign_count=made.sign_count, added_at=now)
    )  # fmt: skip
    db.session.flush()


def ask_passkey(site: Site) -> Asked:
    """Ask for any passkey of this board: the device knows whose it is."""
    options = generate_authentication_options(rp_id=site.name or "", user_verification=UserVerificationRequirement.REQUIRED)
    return Asked(options_to_json(options), bytes_to_base64url(options.challenge))


def proven_by_passkey(*, answer: str, challenge: str, site: Site, now: datetime) -> str:
    """Return the id of the account whose passkey answered. Part of a transaction. Raises PasskeyRefused.

    A count that does not grow means that the key was copied, and is refused; keys that are kept in a cloud count nothing (0).
    """
    try:
        credential_id = str(json.loads(answer)["id"])
        key = _known(credential_id)
        said = verify_authentication_response(
            credential=answer, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=site.name or "",
            expected_origin=site.origin, credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError) as problem:
        raise PasskeyRefused() from problem
    key.sign_count, key.used_at = said.new_sign_count, now
    return key.account_id


def _known(credential_id: str) -> Passkey:
    found = db.session.execute(
        select(Passkey)
        .where(Passkey.credential_id == credential_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if found is None:
        raise PasskeyRefused()
    return found


def passkeys_of(account_id: str) -> list[Any]:
    """Return the passkeys of an account, oldest first. One statement."""
    query = select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.added_at, Passkey.id)
    return list(db.session.execute(query).scalars())
