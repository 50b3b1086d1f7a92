"""The second step of a sign-in, and sign-in by a passkey alone.

Fields: `code` (of the app, or of recovery); `answer` (what the device said, as JSON), `next` (a path on this board).
"""

from typing import Any

from flask import current_app, redirect, render_template, request, session, url_for
from flask_limiter.util import get_remote_address
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from reviewboard.config import Settings
from reviewboard.extensions import limiter
from reviewboard.foundation.database import transaction
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in.passkeys import Site, ask_passkey, site_of
from reviewboard.foundation.sign_in.second_step import (
    MOST_TRIES,
    Done,
    SecondStepOver,
    finish_by_code,
    finish_by_passkey,
)
from reviewboard.foundation.sign_in.steps import Waits, begin_step, count_try, look_at_step, new_token
from reviewboard.foundation.sign_in.unproven import tell_unproven
from reviewboard.web.account import blueprint
from reviewboard.web.account.signing import (
    PER_ACCOUNT,
    PER_CROWD,
    PER_SOURCE,
    STEP,
    begin_here,
    browser,
    failed,
    local_path,
    sign_in_page,
)
from reviewboard.web.door import now, refused_by
from reviewboard.web.navigation import home_of

CHALLENGE = "passkey"  # in the session's cookie: the token of what its device is asked


def site() -> Site:
    """Return as whom the board asks for passkeys."""
    settings: Settings = current_app.extensions["settings"]
    return site_of(settings.base_url)


def _account_key() -> str:
    step = look_at_step(Waits.SECOND, session.get(STEP, ""), now=now())
    return f"second:{step.account_id}" if step else f"source:{get_remote_address()}"


def _page(refusal: Refusal | None = None) -> str:
    if isinstance(refusal, SecondStepOver):
        tell_unproven("code", None, refusal)
        session.pop(STEP, None)
        return sign_in_page(None, problem=refusal.text)
    return render_template("account/second_step.html", problem=refusal.text if refusal else None, passkeys=site().name)


@blueprint.get("/sign-in/second")
def second_step() -> Response | str:
    """Ask for the second step."""
    if look_at_step(Waits.SECOND, session.get(STEP, ""), now=now()) is None:
        return redirect(url_for("account.sign_in"))
    return _page()


@blueprint.post("/sign-in/second")
@limiter.limit(PER_ACCOUNT, key_func=_account_key, deduct_when=failed)
@limiter.limit(PER_SOURCE, key_func=get_remote_address, deduct_when=failed)
@refused_by(_page)
def finish() -> Response:
    """Check the code and begin the session."""
    token = session.get(STEP, "")
    with transaction():
        counts = count_try(Waits.SECOND, token, most=MOST_TRIES, now=now())
    if not counts:
        raise SecondStepOver()
    with transaction():
        done = finish_by_code(token=token, code=request.form.get("code", "")[:100], now=now(), browser=browser())
    return _arrived(done)


def _arrived(done: Done) -> Response:
    person = begin_here(done.token)
    return redirect(done.onward or home_of(person.principal))


@blueprint.post("/sign-in/passkey/options")
@limiter.limit(PER_CROWD, key_func=get_remote_address)
def passkey_options() -> Any:
    """Ask for a passkey: the options for the script of the page."""
    if site().name is None:
        raise NotFound()
    asked, token, onward = ask_passkey(site()), new_token(), local_path(request.form.get("next"))
    with transaction():
        if onward is None and (step := look_at_step(Waits.SECOND, session.get(STEP, ""), now=now())):
            onward = step.about["next"]
        begin_step(Waits.PASSKEY, token, now=now(), challenge=asked.challenge, next=onward)
    session[CHALLENGE] = token
    return current_app.response_class(asked.options, mimetype="application/json")


def _not_taken(refusal: Refusal) -> str:
    tell_unproven("passkey", None, refusal)
    return sign_in_page(local_path(request.form.get("next")), problem=refusal.text)


@blueprint.post("/sign-in/passkey")
@limiter.limit(PER_SOURCE, key_func=get_remote_address, deduct_when=failed)
@refused_by(_not_taken)
def enter_by_passkey() -> Response:
    """Check what the device answered and begin the session."""
    token, answer = session.pop(CHALLENGE, ""), request.form.get("answer", "")
    with transaction():
        done = finish_by_passkey(token=token, answer=answer, site=site(), now=now(), browser=browser())
    return _arrived(done)
