"""French or English: kept per person, else per browser, else asked of the browser, else French."""

from flask import Flask, request, session
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


def register(app: Flask) -> None:
    """Tell every template its language and the other one."""

    @app.context_processor
    def _languages() -> dict[str, object]:
        language = locale()
        return {
            "ui_lang": language,
            "languages": [{"code": code, "label": name, "current": code == language} for code, name in LANGUAGES.items()],
        }
