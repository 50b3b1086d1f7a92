"""Who reads now: the language of the words that are said, and the zone of the hours that are written."""

from zoneinfo import ZoneInfo

from flask import g
from flask_babel import get_locale, get_timezone


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
        g.zone = ZoneInfo(str(get_timezone()))
    found: ZoneInfo = g.zone
    return found
