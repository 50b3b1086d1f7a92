"""How days and hours are written: “1er avril 2026, 9 h 05” in French, "1 April 2026, 09:05" in English."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import dates
from flask_babel import format_date, format_datetime, get_locale, to_user_timezone

HOURS = {"fr": "H\u00a0'h'\u00a0mm", "en": "HH:mm"}  # French as the federal guide to written French sets it
FIRST = {"fr": "d'er'", "en": "d"}


def written_day(on: date | datetime, *, weekday: bool = False) -> str:
    """Return a day in the reader's language; a moment counts as the day it is in the reader's zone."""
    local = to_user_timezone(on).date() if isinstance(on, datetime) else on
    return format_date(local, f"EEEE {_day(local)}" if weekday else _day(local))


def written_hour(at: datetime) -> str:
    """Return the hour of a moment in the reader's language and zone."""
    return format_datetime(at, HOURS[_language()])


def written_moment(at: datetime, *, zone: str | None = None) -> str:
    """Return the day and the hour of a moment in the reader's zone, or in `zone`, whose name then follows."""
    if zone is None:
        return format_datetime(at, f"{_day(to_user_timezone(at).date())}, {HOURS[_language()]}")
    local = at.astimezone(ZoneInfo(zone))
    pattern = f"{_day(local.date())}, {HOURS[_language()]} z"
    return dates.format_datetime(local, pattern, tzinfo=local.tzinfo, locale=get_locale())


def _day(on: date) -> str:
    return f"{FIRST[_language()] if on.day == 1 else 'd'} MMMM y"


def _language() -> str:
    return get_locale().language
