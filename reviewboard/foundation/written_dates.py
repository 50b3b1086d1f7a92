"""How days and hours are written: “1er avril 2026, 9 h 05” in French, "1 April 2026, 09:05" in English."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import dates

from reviewboard.reader import spoken
from reviewboard.reader import zone as zone_here

HOURS = {"fr": "H\u00a0'h'\u00a0mm", "en": "HH:mm"}  # French as the federal guide to written French sets it
FIRST = {"fr": "d'er'", "en": "d"}
WEEKDAY = "EEEE "
DAYS_COUNT = 60  # weeks; up to so many a distance is told in days
REMEMBERED = 20_000  # a list says the same few days over and over


def local(at: datetime) -> datetime:
    """Return a moment as the reader's clock shows it."""
    return at.astimezone(zone_here())


def written_day(on: date | datetime, *, weekday: bool = False) -> str:
    """Return a day in the reader's language; a moment counts as the day it is in the reader's zone."""
    day = local(on).date() if isinstance(on, datetime) else on
    return _day(day, spoken(), WEEKDAY if weekday else "")


def written_hour(at: datetime) -> str:
    """Return the hour of a moment in the reader's language and zone."""
    there = local(at)
    return _hour(there.hour, there.minute, spoken())


def written_moment(at: datetime, *, zone: str | None = None) -> str:
    """Return the day and the hour of a moment in the reader's zone, or in `zone`, whose name then follows."""
    there = local(at) if zone is None else at.astimezone(ZoneInfo(zone))
    language = spoken()
    written = f"{_day(there.date(), language, '')}, {_hour(there.hour, there.minute, language)}"
    return written if zone is None else written + dates.format_datetime(there, " z", tzinfo=there.tzinfo, locale=spoken())


def written_zone(at: datetime) -> str:
    """Return the short name of the reader's zone at a moment, such as EST or HNE."""
    there = local(at)
    return _zone(str(there.tzinfo), there.utcoffset(), there.replace(minute=0, second=0, microsecond=0), spoken())


@lru_cache(REMEMBERED)
def _zone(_name: str, _offset: timedelta | None, there: datetime, language: str) -> str:
    return dates.format_datetime(there, "z", tzinfo=there.tzinfo, locale=language)


def written_days(days: int) -> str:
    """Return a distance in days as "in 3 days" or "2 weeks ago"."""
    return _distance(timedelta(days=days), spoken(), "day", DAYS_COUNT)


def written_minutes(minutes: int) -> str:
    """Return a distance in minutes as "in 3 hours" or "20 minutes ago"."""
    return _distance(timedelta(minutes=minutes), spoken(), "minute", 1.2)


def written_span(span: timedelta) -> str:
    """Return how long a span is, in days, or in hours and minutes below one, as in "late by 10 hours"."""
    days = span >= timedelta(days=1)
    return _distance(span, spoken(), "day" if days else "minute", DAYS_COUNT if days else 1.2, direction=False)


@lru_cache(REMEMBERED)
def _distance(
    distance: timedelta, language: str, finest: Literal["day", "minute"], threshold: float, *, direction: bool = True
) -> str:
    return dates.format_timedelta(distance, finest, threshold, add_direction=direction, locale=language)


@lru_cache(REMEMBERED)
def _day(on: date, language: str, before: str) -> str:
    pattern = f"{before}{FIRST[language] if on.day == 1 else 'd'} MMMM y"
    return dates.format_date(on, pattern, locale=language)


@lru_cache(REMEMBERED)
def _hour(hour: int, minute: int, language: str) -> str:
    return dates.format_time(time(hour, minute), HOURS[language], locale=language)
