"""A person's own second steps: an authenticator app, passkeys, recovery codes. Each change asks for the password first.

Fields: `present` (the password), `code`, `answer` (what the device said, as JSON), `name`.
"""

import io
from typing import Any

import segno
from flask import current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from reviewboard.extensions import db, limiter
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.actions import WrongPassword, prove_password
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in import changes
from reviewboard.foundation.sign_in.app_codes import WrongCode, begin_app, offered
from reviewboard.foundation.sign_in.passkeys import PasskeyRefused, ask_new_passkey
from reviewboard.foundation.sign_in.steps import Waits, begin_step, look_at_step, new_token, take_step
from reviewboard.web.account import blueprint
from reviewboard.web.account.own import guessed
from reviewboard.web.account.second import CHALLENGE, site
from reviewboard.web.account.signing import PER_ACCOUNT, PER_SOURCE
from reviewboard.web.door import me, now, refused_by
from reviewboard.web.filters import moment
from reviewboard.web.headers import SANDBOX

CHANGES = "changes"  # in the session's cookie: the token of the password that was typed


class PasswordFirst(Refusal):
    """No password was typed in the last ten minutes."""

    status = 422
    message = lazy_gettext("Type your password first. Nothing was changed.")


def _id() -> str:
    return me().account_id or ""


def _open() -> bool:
    """Whether the password was typed in the last ten minutes, in this browser."""
    return look_at_step(Waits.CHANGES, session.get(CHANGES, ""), now=now(), account_id=_id()) is not None


def _require_open() -> None:
    if not _open():
        raise PasswordFirst()


def _page(refusal: Refusal | None = None, **_address: str) -> str:
    g.guessed = isinstance(refusal, WrongPassword)
    ways = changes.ways_of(_id())
    return render_template(
        "account/second.html", problem=refusal.text if refusal else None, open=_open(), app_since=moment(ways.app_since),
        keys=[_key(key) for key in ways.passkeys], codes=ways.codes, possible=site().name is not None,
        has_password=_has_password(),
    )  # fmt: skip


def _key(key: Any) -> dict[str, Any]:
    return {"id": key.id, "name": key.name, "added": moment(key.added_at), "used": moment(key.used_at)}


def _has_password() -> bool:
    return db.session.get_one(Account, _id()).password_hash is not None


@blueprint.get("/account/second")
def own_second() -> str:
    """Show one's own second steps."""
    return _page()


@blueprint.post("/account/second")
@limiter.limit(PER_ACCOUNT, key_func=lambda: f"account:{me().account_id}", deduct_when=guessed)
@limiter.limit(PER_SOURCE, key_func=get_remote_address, deduct_when=guessed)
@refused_by(_page)
def open_second() -> Response:
    """Let the second steps be changed for ten minutes, by the password."""
    if prove_password(actor=me(), password=request.form.get("present", "")) is None:
        raise WrongPassword()
    token = new_token()
    with transaction():
        begin_step(Waits.CHANGES, token, now=now(), account_id=_id())
    session[CHANGES] = token
    return redirect(url_for("account.own_second"))


@blueprint.post("/account/second/app")
@refused_by(_page)
def begin_own_app() -> Response:
    """Make a secret for an app."""
    _require_open()
    with transaction():
        begin_app(_id(), now=now())
    return redirect(url_for("account.own_app"))


def _app_page(refusal: Refusal | None = None) -> str:
    if isinstance(refusal, WrongCode | None):
        secret = offered(_id(), board=_("Review board"), now=now()).secret
        groups = [secret[start : start + 4] for start in range(0, len(secret), 4)]
        return render_template("account/app.html", groups=groups, problem=refusal.text if refusal else None)
    return _page(refusal)


@blueprint.get("/account/second/app")
@refused_by(_page)
def own_app() -> str:
    """Show the secret to put into an app, until it is confirmed."""
    _require_open()
    return _app_page()


@blueprint.get("/account/second/app.svg")
@refused_by(_page)
def own_app_picture() -> Response:
    """Draw the secret to photograph."""
    _require_open()
    drawn, address = io.BytesIO(), offered(_id(), board=_("Review board"), now=now()).address
    segno.make(address, error="m").save(drawn, kind="svg", scale=4, border=4, dark="#000", light="#fff", xmldecl=False)
    answer = current_app.response_class(drawn.getvalue(), mimetype="image/svg+xml")
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


@blueprint.post("/account/second/app/code")
@limiter.limit(PER_ACCOUNT, key_func=lambda: f"app:{me().account_id}")
@refused_by(_app_page)
def add_app() -> Response | str:
    """Take the app into use."""
    _require_open()
    with transaction():
        codes = changes.add_app(code=request.form.get("code", ""), actor=me(), now=now())
    return _added(codes, _("The app is set up. From now on your password alone does not sign you in."))


@blueprint.post("/account/second/app/remove")
@refused_by(_page)
def remove_app() -> Response:
    """Use the app no more."""
    _require_open()
    with transaction():
        changes.remove_app(actor=me(), now=now())
    return _said(_("The app is removed."))


@blueprint.post("/account/second/passkeys/options")
@refused_by(_page)
def new_passkey_options() -> Any:
    """Ask a device for a new passkey: the options for the script of the page."""
    _require_open()
    if site().name is None:
        raise PasskeyRefused()
    asked, token = ask_new_passkey(db.session.get_one(Account, _id()), site=site(), board=_("Review board")), new_token()
    with transaction():
        begin_step(Waits.NEW_PASSKEY, token, now=now(), account_id=_id(), challenge=asked.challenge)
    session[CHALLENGE] = token
    return current_app.response_class(asked.options, mimetype="application/json")


@blueprint.post("/account/second/passkeys")
@refused_by(_page)
def add_passkey() -> Response | str:
    """Keep the passkey that a device made."""
    _require_open()
    with transaction():
        step = take_step(Waits.NEW_PASSKEY, session.pop(CHALLENGE, ""), now=now())
        if step is None or step.account_id != _id():
            raise PasskeyRefused()
        codes = changes.add_passkey(
            answer=request.form.get("answer", ""), challenge=step.about["challenge"],
            name=request.form.get("name", ""), site=site(), actor=me(), now=now(),
        )  # fmt: skip
    return _added(codes, _("The passkey is added. From now on your password alone does not sign you in."))


@blueprint.post("/account/second/passkeys/<passkey_id>/name")
@refused_by(_page)
def rename_passkey(passkey_id: str) -> Response:
    """Call a passkey otherwise."""
    _require_open()
    with transaction():
        changes.rename_passkey(passkey_id=passkey_id, name=request.form.get("name", ""), actor=me())
    return _said(_("The name is changed."))


@blueprint.post("/account/second/passkeys/<passkey_id>/remove")
@refused_by(_page)
def remove_passkey(passkey_id: str) -> Response:
    """Take a passkey off."""
    _require_open()
    with transaction():
        changes.remove_passkey(passkey_id=passkey_id, actor=me(), now=now())
    return _said(_("The passkey is removed. Remove it from your device, too."))


@blueprint.post("/account/second/codes")
@refused_by(_page)
def renew_codes() -> Response | str:
    """Make new recovery codes and show them, once."""
    _require_open()
    with transaction():
        codes = changes.renew_codes(actor=me(), now=now())
    return _added(codes, _("The earlier codes do not work any more."))


def _added(codes: list[str], sentence: str) -> Response | str:
    if not codes:
        return _said(sentence)
    return render_template("account/codes.html", codes=codes, sentence=sentence)


def _said(sentence: str) -> Response:
    flash(sentence, "done")
    return redirect(url_for("account.own_second"))

