"""One account: its board-wide roles, whether it can sign in, a link for a password.

Fields: `administrator`, `auditor` (ticked: yes); the other forms have none.
"""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.people import administration
from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.foundation.sign_in import changes
from reviewboard.foundation.sign_in.second_step import has_second_step
from reviewboard.stages.recourse import actions as recourse
from reviewboard.web.administrator import blueprint
from reviewboard.web.administrator.accounts import state_word
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment


def _page(refusal: Refusal | None, account_id: str, *, ticked: bool = False) -> str:
    found = administration.find_by_id(account_id)
    if found is None:
        raise NotYours()
    return render_template(
        "administrator/account.html",
        account_id=account_id,
        name=found.name,
        facts=[
            {"label": _("E-mail address"), "value": found.email},
            {"label": _("Unit"), "value": found.unit or "–"},
            {"label": _("Team"), "value": found.team or "–"},
            {"label": _("State"), "value": state_word(found)},
            {"label": _("Made"), "value": (moment(found.created_at) or {})["full"]},
        ],
        **(_ticked() if ticked else {"administrator": found.is_administrator, "auditor": found.is_auditor}),
        disabled=found.disabled_at is not None,
        has_password=found.has_password,
        own=account_id == me().account_id,
        second=account_id != me().account_id and has_second_step(account_id),
        problem=refusal.text if refusal else None,
        key=fresh_key(),
    )


@blueprint.get("/admin/accounts/<account_id>")
def account(account_id: str) -> str:
    """Show one account."""
    return _page(None, account_id)


def _ticked() -> dict[str, bool]:
    return {role: request.form.get(role) == "yes" for role in ("administrator", "auditor")}


@blueprint.post("/admin/accounts/<account_id>/roles")
@refused_by(partial(_page, ticked=True))
@writes
def change_roles(account_id: str) -> Response:
    """Keep the board-wide roles."""
    administration.change_roles(account_id=account_id, **_ticked(), actor=me(), now=now())
    return _done(account_id, _("Saved. A change takes effect at once: the person signs in anew."))


@blueprint.post("/admin/accounts/<account_id>/disable")
@refused_by(_page)
@writes
def disable_account(account_id: str) -> Response:
    """Let the account sign in no more."""
    recourse.disable(account_id=account_id, actor=me(), now=now())
    return _done(account_id, _("The account is disabled and signed out everywhere."))


@blueprint.post("/admin/accounts/<account_id>/enable")
@refused_by(_page)
@writes
def enable_account(account_id: str) -> Response:
    """Let the account sign in again."""
    administration.enable_account(account_id=account_id, actor=me(), now=now())
    return _done(account_id, _("The account can sign in again."))


@blueprint.post("/admin/accounts/<account_id>/link")
@refused_by(_page)
@writes
def send_link(account_id: str) -> Response:
    """Send a link to choose a password."""
    administration.send_link(account_id=account_id, actor=me(), now=now())
    return _done(account_id, _("The link is on its way. Earlier links do not work any more."))


@blueprint.post("/admin/accounts/<account_id>/second")
@refused_by(_page)
@writes
def take_off_second(account_id: str) -> Response:
    """Take the second steps off the account of somebody who lost them."""
    changes.take_off(account_id=account_id, actor=me(), now=now())
    said = _("The second steps are taken off, and the account is signed out everywhere. Its owner is told by e-mail.")
    return _done(account_id, said)


@blueprint.post("/admin/accounts/<account_id>/sessions")
@refused_by(_page)
@writes
def end_sessions(account_id: str) -> Response:
    """Sign the account out everywhere."""
    administration.sign_out_everywhere(account_id=account_id, actor=me(), now=now())
    return _done(account_id, _("The account is signed out everywhere."))


def _done(account_id: str, sentence: str) -> Response:
    flash(sentence, "done")
    return redirect(url_for("administrator.account", account_id=account_id))
