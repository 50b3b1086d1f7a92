"""Sign-in: throttled per account and per source, a new session every time, the same words for every way of being wrong.

Fields: `email`, `password`, `next` (a path on this board).
"""

import hashlib
from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from reviewboard.config import Settings
from reviewboard.extensions import limiter, login
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.actions import NoSuchSignIn, prove_password
from reviewboard.foundation.people.actions import sign_in as begin
from reviewboard.foundation.people.browsers import browser_name
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.sessions import SignedIn, end_session, find_session
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.sign_in.passkeys import site_of
from reviewboard.web.account import blueprint
from reviewboard.web.door import now
from reviewboard.web.navigation import home_of

STEP = "second_step"  # in the session's cookie: the token of what this browser is asked after a right password
PER_ACCOUNT = "10 per 15 minutes"
PER_SOURCE = "60 per 15 minutes"
PER_CROWD = "2000 per 15 minutes"
"""What makes work without proving anything: an office comes from one address at nine o'clock."""
WRONG = frozenset({403, 410, 422})
LOOKED_AT_AGAIN = frozenset({"live", "filed", "made"})  # parts of pages, by their id


class SignedInPerson(UserMixin):
    """What Flask-Login carries: the session's token as id, whom it belongs to, and when it ends."""

    def __init__(self, found: SignedIn) -> None:
        self.id = found.token
        self.principal: Principal = found.principal
        self.idle_at, self.ends_at = found.idle_at, found.ends_at


@login.user_loader
def load(token: str) -> SignedInPerson | None:
    """Return the person of a session's token while that session lives."""
    found = find_session(token, now=now(), used=not _asks_by_itself())
    return SignedInPerson(found) if found else None


def _asks_by_itself() -> bool:
    """Whether a page sent this and not a person: what is looked at again every few seconds keeps nobody signed in."""
    return request.endpoint == "account.time_left" or (
        request.method == "GET" and request.headers.get("HX-Target") in LOOKED_AT_AGAIN
    )


def _account_key() -> str:
    return "account:" + hashlib.sha256(request.form.get("email", "").strip().lower().encode()).hexdigest()


def failed(response: Response) -> bool:
    """Whether what was sent was refused as wrong, as not wanted or as too old."""
    return response.status_code in WRONG


@blueprint.get("/")
def welcome() -> Response | str:
    """Send a person who is signed in to their first place, anyone else to sign-in."""
    if current_user.is_authenticated:
        return redirect(home_of(current_user.principal))
    return redirect(url_for("account.sign_in"))


@blueprint.get("/sign-in")
def sign_in() -> Response | str:
    """Ask who it is; `again` begins a new session before the present one comes to its end."""
    if current_user.is_authenticated and "again" not in request.args:
        return redirect(home_of(current_user.principal))
    onward = local_path(request.args.get("next"))
    return sign_in_page(onward, left=session.pop("left", None))


def sign_in_page(onward: str | None, **shown: Any) -> str:
    """Return the page that asks who it is, with what a try before it left."""
    settings: Settings = current_app.extensions["settings"]
    named = site_of(settings.base_url).name is not None
    told = {"email": "", "problem": None, "left": None} | shown
    return render_template("account/sign_in.html", next=onward, provider=settings.provider is not None, passkeys=named, **told)


@blueprint.post("/sign-in")
@limiter.limit(PER_ACCOUNT, key_func=_account_key, deduct_when=failed)
@limiter.limit(PER_SOURCE, key_func=get_remote_address, deduct_when=failed)
def enter() -> Response | tuple[str, int]:
    """Check the password and begin a new session."""
    email, onward = request.form.get("email", ""), local_path(request.form.get("next"))
    proof = prove_password(email=email, password=request.form.get("password", ""))
    try:
        with transaction():
            entered = begin(proof=proof, now=now(), browser=browser(), onward=onward)
    except Refusal as refusal:
        return sign_in_page(onward, email=email, problem=refusal.text), refusal.status
    if entered.second:
        session[STEP] = entered.token
        return redirect(url_for("account.second_step"))
    person = begin_here(entered.token)
    return redirect(onward or home_of(person.principal))


def browser() -> str:
    """Return what this browser calls itself, in two words."""
    return browser_name(request.headers.get("User-Agent", ""))


def begin_here(token: str) -> SignedInPerson:
    """Let this browser go on in a session that was just begun: what it was before ends, on the board too."""
    if current_user.is_authenticated:
        with transaction():
            end_session(current_user.get_id())
    session.clear()
    person = load(token)
    if person is None:  # the account was disabled this very moment
        raise NoSuchSignIn()
    login_user(person)
    return person


@blueprint.post("/sign-out")
def sign_out() -> Response:
    """End this session, here and on the board."""
    left, language = current_user.principal.account_id, current_user.principal.language
    with transaction():
        end_session(current_user.get_id())
    logout_user()
    session.clear()
    session["language"] = language  # this browser goes on in it
    session["left"] = left  # the next page asks what becomes of texts that this device alone holds
    flash(_("You are signed out."), "done")
    return redirect(url_for("account.sign_in"))


def local_path(path: str | None) -> str | None:
    """Return path when it leads somewhere on this board, else None: never to another host."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or any(ord(sign) < 32 for sign in path):
        return None
    return path
