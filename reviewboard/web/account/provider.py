"""Sign-in with the organization's account: over to its provider and back. Nothing it answers is believed unchecked.

Fields: `next` (a path on this board). The provider comes back with `state` and `code`, or with `error`.
"""

import hmac

from flask import current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reviewboard.config import Settings
from reviewboard.extensions import db, limiter
from reviewboard.foundation.database import transaction
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in.identities import let_in
from reviewboard.foundation.sign_in.provider import ProviderAnsweredWrong, answered, question
from reviewboard.foundation.sign_in.steps import Waits, begin_step, new_token, take_step
from reviewboard.foundation.sign_in.unproven import tell_unproven
from reviewboard.oidc_settings import Provider
from reviewboard.web.account import blueprint
from reviewboard.web.account.signing import PER_CROWD, PER_SOURCE, begin_here, browser, failed, local_path
from reviewboard.web.door import now, refused_by
from reviewboard.web.navigation import home_of
from reviewboard.web.needed_step import VOUCHED

STATE = "provider_state"  # in the session's cookie: this browser asked, and no other


class SignInTooOld(Refusal):
    """The provider came back to a question that this browser did not ask, asked too long ago, or had answered before."""

    status = 410
    message = lazy_gettext(
        "This sign-in was begun too long ago or in another browser, or is done already. Nobody was signed in: begin again."
    )


class SignInCancelled(Refusal):
    """The person, or the organization, said no."""

    status = 403
    message = lazy_gettext("The sign-in was cancelled at your organization. Nobody was signed in here.")


def _provider() -> Provider:
    settings: Settings = current_app.extensions["settings"]
    if settings.provider is None:
        raise NotFound()
    return settings.provider


def _back() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url + url_for("account.from_provider")


def _refused(refusal: Refusal) -> str:
    tell_unproven("organization", None, refusal)
    return render_template("account/not_signed_in.html", problem=refusal.text)


@blueprint.post("/sign-in/organisation")
@limiter.limit(PER_CROWD, key_func=get_remote_address)
@refused_by(_refused)
def to_provider() -> Response:
    """Send the browser to the organization's sign-in, from a page: a form may lead nowhere but to this board."""
    provider, onward = _provider(), local_path(request.form.get("next"))
    state = new_token()
    asked = question(provider, back=_back(), state=state)
    with transaction():
        begin_step(Waits.PROVIDER, state, now=now(), next=onward, nonce=asked.nonce, verifier=asked.verifier)
    session[STATE] = state
    page = make_response(render_template("account/to_provider.html", address=asked.address))
    page.headers["Refresh"] = f"0; url={asked.address}"
    return page


@blueprint.get("/sign-in/organisation")
@limiter.limit(PER_SOURCE, key_func=get_remote_address, deduct_when=failed)
@refused_by(_refused)
def from_provider() -> Response:
    """Take the provider's answer, once, and sign in whom it vouches for."""
    provider, state = _provider(), request.args.get("state", "")
    if not hmac.compare_digest(session.pop(STATE, "").encode(), state.encode()):
        raise SignInTooOld()
    with transaction():
        step = take_step(Waits.PROVIDER, state, now=now())
    if step is None:
        raise SignInTooOld()
    if "error" in request.args:
        raise SignInCancelled() if request.args["error"] == "access_denied" else ProviderAnsweredWrong()
    if request.args.get("iss", provider.issuer) != provider.issuer:  # RFC 9207
        raise ProviderAnsweredWrong()
    db.session.rollback()  # nobody waits for the database while the provider is asked
    somebody = answered(provider, back=_back(), code=request.args.get("code", ""), nonce=step.about["nonce"],
                        verifier=step.about["verifier"])  # fmt: skip
    with transaction():
        entered = let_in(provider=provider, somebody=somebody, now=now(), browser=browser())
    person = begin_here(entered.token)
    session[VOUCHED] = person.principal.account_id
    if entered.said is not None:
        why = entered.said.text
        flash(_("Your groups would change your roles on this board, and they stay as they are. %(why)s", why=why), "due")
    return redirect(step.about["next"] or home_of(person.principal))
