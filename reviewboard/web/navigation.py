"""The masthead: where this person may go, by what they are."""

from urllib.parse import urlsplit

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user

from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.people.roles import Principal
from reviewboard.web.wording import gettext as _

# permission, endpoint, the blueprint whose pages count as this place
PLACES = (
    ("candidate.home", "candidate.home", "candidate"),
    ("desk.home", "assessor.queue", "assessor"),
    ("panel.home", "panel.board", "panel"),
    ("coordination.home", "coordinator.cycles", "coordinator"),
    ("journal.read", "auditor.journal", "auditor"),
    ("account.manage", "administrator.accounts", "administrator"),
)


def register(app: Flask) -> None:
    """Give every page its navigation."""

    @app.context_processor
    def _masthead() -> dict[str, object]:
        if not request:  # a mail has no masthead
            return {}
        if not current_user.is_authenticated:
            return {"nav": [], "here": _printable(request.path), "home_href": "/"}
        person: Principal = current_user.principal
        return {
            "nav": [_item(endpoint, blueprint) for right, endpoint, blueprint in PLACES if may(person, right)],
            "account": {
                "name": person.name, "key": person.account_id, "zone": person.timezone,
                "href": url_for("account.settings"), "sign_out": url_for("account.sign_out"),
            },
            "here": _here(),
            "again": request.method == "POST" and _opens(request.path),
            "home_href": home_of(person),
        }  # fmt: skip


def _here() -> str:
    """Return the page to come back to: this one, or the board's own page that sent this form."""
    return _printable(request.full_path.rstrip("?")) if request.method == "GET" else page_before() or "/"


def page_before() -> str | None:
    """Return the address of the board's own page that sent this form, or None: not told, not ours, or no page to open."""
    before = urlsplit(request.referrer or "")
    if before.netloc != request.host or before.path.startswith("//") or not _opens(before.path):
        return None
    return _printable(f"{before.path}?{before.query}".rstrip("?"))


def page_above(path: str) -> str | None:
    """Return the nearest address above a form's that opens as a page, or None: where somebody typed the form's own address."""
    while path := path.rpartition("/")[0]:
        if _opens(path):
            return _printable(path)
    return None


def _opens(path: str) -> bool:
    """Whether a page of the board opens at this path without a form being sent there."""
    pages = current_app.create_url_adapter(request)
    return pages is not None and pages.test(path, "GET")


def _printable(address: str) -> str:
    """Return an address as a page may hold it: one with a character that HTML does not allow leads to the start."""
    return address if address.isprintable() else "/"


def _item(endpoint: str, blueprint: str) -> dict[str, object]:
    labels = {
        "candidate": _("My examples"), "assessor": _("My desk"), "panel": _("Panel"),
        "coordinator": _("Cycles"), "auditor": _("Journal"), "administrator": _("Accounts"),
    }  # fmt: skip
    current = request.blueprint == blueprint
    cycle = g.get("led_cycle") if current else None  # a lead of several stays in the one this page shows
    return {"href": url_for(endpoint, cycle=cycle), "label": labels[blueprint], "current": current}


def home_of(person: Principal) -> str:
    """Return the address of the first place this person may go to."""
    return next((url_for(endpoint) for right, endpoint, _place in PLACES if may(person, right)), url_for("account.settings"))
