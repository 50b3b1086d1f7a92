"""A person's own settings: language, password, and what the board holds about them.

Fields: `language` (fr, en), `next`; `present`, `new`, `again`.
"""

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, refresh
from flask_limiter.util import get_remote_address
from flask_login import current_user
from werkzeug.wrappers import Response

from reviewboard.extensions import db, limiter
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.actions import WrongPassword, change_password, prove_password
from reviewboard.foundation.people.actions import choose_language as keep_language
from reviewboard.foundation.people.easy_passwords import require_hard_to_guess
from reviewboard.foundation.people.own_data import own_account
from reviewboard.foundation.people.passwords import hash_password
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.refusals import Refusal
from reviewboard.web.account import blueprint
from reviewboard.web.account.places import places
from reviewboard.web.account.signing import PER_ACCOUNT, PER_SOURCE, begin_here, browser, local_path
from reviewboard.web.door import fresh_key, me, now, refused_by
from reviewboard.web.language import LANGUAGES


class NotTheSame(Refusal):
    """The new password was typed in two different ways."""

    status = 422
    message = lazy_gettext("The two new passwords differ. Nothing was changed.")


@blueprint.post("/language")
def choose_language() -> Response:
    """Keep the language: with the account when somebody is signed in, else in this browser."""
    language = request.form.get("language", "")
    if language in LANGUAGES:
        session["language"] = language
        if current_user.is_authenticated:
            with transaction():
                keep_language(actor=me(), language=language)
        refresh()
    return redirect(local_path(request.form.get("next")) or "/")


@blueprint.get("/account")
def settings() -> str:
    """Show one's own settings."""
    return _page()


def _page(refusal: Refusal | None = None) -> str:
    g.guessed = isinstance(refusal, WrongPassword)
    return render_template(
        "account/settings.html", problem=refusal.text if refusal else None, key=fresh_key(), places=places(), held=_held()
    )  # fmt: skip


def _held() -> list[dict[str, str]]:
    account = own_account(me())
    return [
        {"label": _("Name"), "value": account.name},
        {"label": _("E-mail address"), "value": account.email},
        {"label": _("Unit"), "value": account.unit or "–"},
        {"label": _("Team"), "value": account.team or "–"},
        {"label": _("Supervisor"), "value": account.supervisor or "–"},
    ]


def guessed(_response: Response) -> bool:
    """Whether a wrong password was typed."""
    return bool(g.get("guessed"))


@blueprint.post("/account/password")
@limiter.limit(PER_ACCOUNT, key_func=lambda: f"account:{me().account_id}", deduct_when=guessed)
@limiter.limit(PER_SOURCE, key_func=get_remote_address, deduct_when=guessed)
@refused_by(_page)
def password() -> Response:
    """Change one's own password; every other browser is signed out."""
    if request.form.get("new") != request.form.get("again"):
        raise NotTheSame()
    proof = prove_password(actor=me(), password=request.form.get("present", ""))
    if proof is None:
        raise WrongPassword()
    account = db.session.get_one(Account, me().account_id)
    require_hard_to_guess(request.form.get("new", ""), email=account.email, name=account.name)
    db.session.rollback()
    new_hash = hash_password(request.form.get("new", ""))
    with transaction():
        token = change_password(actor=me(), proof=proof, new_hash=new_hash, now=now(), browser=browser())
    begin_here(token)
    flash(_("Your password is changed. Every other browser was signed out."), "done")
    return redirect(url_for("account.settings"))
