"""Error pages in the reader's language. They say what happened, never what exists."""

from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from reviewboard.extensions import db, htmx, login
from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.foundation.vault.kept import FULL, NoRoom
from reviewboard.observation import request_at_hand
from reviewboard.web.access_list import PUBLIC
from reviewboard.web.navigation import page_above, page_before

PAGES = {400: "422", 403: "404", 404: "404", 405: "404", 409: "409", 413: "413", 422: "422", 429: "429", 503: "503", 507: "503"}
PROOFS = frozenset({"password", "present", "new", "again", "code"})  # fields that no page ever shows again
log = structlog.get_logger()


def register(app: Flask) -> None:
    """Answer refusals, HTTP errors and faults with pages that help."""
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(CSRFError, forged)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(NoConnectionFree, busy)
    app.register_error_handler(OSError, disk_fault)
    app.register_error_handler(Exception, fault)


def refused(refusal: Refusal) -> tuple[str, int]:
    """Answer a refusal that no form took for itself, with whatever was typed beneath it."""
    g.pop("led_cycle", None)  # what is not shown says nothing of where it is
    db.session.rollback()
    if isinstance(refusal, NotYours):
        _tell("not theirs")
    page = PAGES.get(refusal.status, "422")
    return render_template(f"errors/{page}.html", refusal=refusal, typed=typed_words()), refusal.status


def forged(_error: CSRFError) -> tuple[str, int]:
    """Answer a form whose session ended or whose token is wrong. An autosave is told to sign in again."""
    _tell("no token of a form")
    if not current_user.is_authenticated and current_app.extensions["access"].get(request.endpoint) != PUBLIC:
        return signed_out()
    page = render_template("errors/422.html", expired=True, typed=typed_words(), back=_page_before())
    return page, 401 if htmx else 422


def _tell(event: str) -> None:
    """Log that somebody asked for what they hold no right to, or sent what no page of the board made; never about what."""
    account_id = current_user.principal.account_id if current_user.is_authenticated else None
    log.warning(event, route=request.endpoint, account=account_id)


def http_error(error: HTTPException) -> tuple[str, int] | Response:
    """Answer what the framework refused."""
    g.pop("led_cycle", None)
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if code == 405 and request.method == "GET" and (above := page_above(request.path)):
        return redirect(above)
    page = PAGES.get(code, "500")
    status = 404 if page == "404" else code
    return render_template(f"errors/{page}.html", typed=typed_words() if code not in (404, 413) else ()), status


def busy(error: SQLAlchemyError) -> tuple[str, int]:
    """Answer that the database did not take the work: nothing was changed, sending again is safe."""
    return _faulty(error, "503", 503)


def disk_fault(error: OSError) -> tuple[str, int]:
    """Answer a full disk, wherever it was met, as what it is; any other fault of the system as a fault."""
    return refused(NoRoom()) if error.errno in FULL else fault(error)


def fault(error: Exception) -> tuple[str, int]:
    """Answer a fault with a reference that finds it in the log; the answer itself says nothing more."""
    return _faulty(error, "500", 500)


def _faulty(error: Exception, page: str, status: int) -> tuple[str, int]:
    _without_database()
    reference = request_at_hand()
    log.error("fault", endpoint=request.endpoint, kind=type(error).__name__, exc_info=error)
    return render_template(f"errors/{page}.html", reference=reference, typed=typed_words()), status


def _without_database() -> None:
    """Make this answer possible although the database may be what is away: without a person, if none was found yet."""
    try:
        db.session.rollback()
    except SQLAlchemyError:
        db.session.remove()
    if "_login_user" not in g:
        g._login_user = login.anonymous_user()


def signed_out() -> tuple[str, int]:
    """Answer what was sent after its session ended: nothing was done; the way back, and the words that came along."""
    back = {"label": _("Sign in and go back"), "href": url_for("account.sign_in", next=page_before())}
    return render_template("errors/401.html", typed=typed_words(), back=back), 401


def _page_before() -> dict[str, str] | None:
    """Return a link to the board's own page that sent the form: it asks for a sign-in and offers what was typed."""
    before = page_before()
    if before is None or urlsplit(before).path == request.path:
        return None
    return {"label": _("Open the page again"), "href": before}


def typed_words() -> tuple[tuple[str, str], ...]:
    """Return the longer texts that this form sent, by field, so that a page can give them back: nothing that signs in."""
    if (request.content_length or 0) > (request.max_content_length or 0):
        return ()
    if request.method != "POST" or request.mimetype not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return ()
    hidden = {"csrf_token", "_key", "version", "next"} | PROOFS
    said = ((name, text.replace("\x00", "")) for name, text in request.form.items() if name not in hidden)
    return tuple((name, text) for name, text in said if len(text) > 20)
