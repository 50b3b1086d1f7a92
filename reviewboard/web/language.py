"""French or English: kept per person, else per browser, else asked of the browser, else French."""

from zoneinfo import ZoneInfo

from flask import Flask, g, request, session
from flask_babel import get_locale
from flask_login import current_user

LANGUAGES = {"fr": "Français", "en": "English"}


def locale() -> str:
    """Return the language of this request's pages: "fr" or "en"."""
    if not request:
        return "fr"
    if current_user.is_authenticated:
        language: str = current_user.principal.language
        return language
    chosen = session.get("language")
    return chosen if chosen in LANGUAGES else request.accept_languages.best_match(LANGUAGES, "fr")


def timezone() -> str:
    """Return the zone in which this request's times are shown."""
    if request and current_user.is_authenticated:
        zone: str = current_user.principal.timezone
        return zone
    return "America/Toronto"


def spoken() -> str:
    """Return the language of the words that are said now: this request's, or the one a mail is written in; "" in neither.

    A page asks hundreds of times, so Flask-Babel's answer is read where it keeps it.
    """
    try:
        kept = g.get("_flask_babel")
    except RuntimeError:
        return ""
    found = getattr(kept, "babel_locale", None) or get_locale()
    return str(found.language) if found else ""


def zone() -> ZoneInfo:
    """Return the zone in which this request's times are shown, looked up once."""
    if "zone" not in g:
        g.zone = ZoneInfo(timezone())
    found: ZoneInfo = g.zone
    return found


def register(app: Flask) -> None:
    """Tell every template its language and the other one."""

    @app.context_processor
    def _languages() -> dict[str, object]:
        language = locale()
        return {
            "ui_lang": language,
            "languages": [{"code": code, "label": name, "current": code == language} for code, name in LANGUAGES.items()],
        }
