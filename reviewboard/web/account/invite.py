"""The page behind an invitation's link: choose a password, once, and be signed in.

Fields: `new`, `again`. The answer is the same for a link that is unknown, used or too old.
"""

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from reviewboard.extensions import db, limiter
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.easy_passwords import require_hard_to_guess
from reviewboard.foundation.people.invitations import LinkExpired, accept_invitation, invited_account, token_of
from reviewboard.foundation.people.passwords import hash_password
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in.unproven import tell_unproven
from reviewboard.web.account import blueprint
from reviewboard.web.account.own import NotTheSame
from reviewboard.web.account.signing import PER_SOURCE, STEP, begin_here, browser, failed
from reviewboard.web.door import now, refused_by

blueprint.app_template_filter("invitation_token")(token_of)


def _refused(refusal: Refusal, token: str) -> str:
    if isinstance(refusal, LinkExpired):
        tell_unproven("link", None, refusal)
        return render_template("account/link_expired.html", problem=refusal.text)
    return render_template(
        "account/invited.html", token=token, name=invited_account(token, now=now()).name, problem=refusal.text
    )


@blueprint.get("/welcome/<token>")
@limiter.limit(PER_SOURCE, key_func=get_remote_address, deduct_when=failed)
@refused_by(_refused)
def invited(token: str) -> str:
    """Ask for a password."""
    name = invited_account(token, now=now()).name
    return render_template("account/invited.html", token=token, name=name, problem=None)


@blueprint.post("/welcome/<token>")
@limiter.limit(PER_SOURCE, key_func=get_remote_address, deduct_when=failed)
@refused_by(_refused)
def accept(token: str) -> Response:
    """Keep the password and sign in."""
    if request.form.get("new") != request.form.get("again"):
        raise NotTheSame()
    account = invited_account(token, now=now())
    require_hard_to_guess(request.form.get("new", ""), email=account.email, name=account.name)
    db.session.rollback()
    password_hash = hash_password(request.form.get("new", ""))
    with transaction():
        entered = accept_invitation(token=token, password_hash=password_hash, now=now(), browser=browser())
    if entered.second:
        session[STEP] = entered.token
        flash(_("Your new password is set. Your second step is still asked for."), "done")
        return redirect(url_for("account.second_step"))
    begin_here(entered.token)
    flash(_("Your password is set, and you are signed in."), "done")
    return redirect(url_for("account.welcome"))
