"""Moments and texts as people read them: in their language, in their zone, with the distance beside the date."""

from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask, g, url_for

from reviewboard.foundation.written_dates import (
    local,
    written_day,
    written_days,
    written_hour,
    written_minutes,
    written_moment,
    written_span,
    written_zone,
)
from reviewboard.stages.submission.check_words import what_to_do, why_refused
from reviewboard.web.door import now
from reviewboard.web.wording import gettext

VENDOR = {"htmx": "vendor/htmx.min.js", "sse": "vendor/hx-sse.min.js", "preload": "vendor/hx-preload.min.js"}
SOON, HALF_A_DAY, NONE = timedelta(days=2), timedelta(hours=12), timedelta(0)


def register(app: Flask) -> None:
    """Give templates the filters moment, day, zone, in_full, why_refused, what_to_do, and the address of a vendored script."""
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["zone"] = zone
    app.jinja_env.filters["in_full"] = in_full
    app.jinja_env.filters["why_refused"] = why_refused
    app.jinja_env.filters["what_to_do"] = what_to_do
    app.jinja_env.globals["vendor_asset"] = lambda name: url_for("static", filename=VENDOR[name])


def moment(at: datetime | None) -> dict[str, Any] | None:
    """Return a moment as the date components take it: {iso, full, relative, late, late_by, soon}; None stays None."""
    if at is None:
        return None
    there = local(at)
    return _prepared(at.isoformat(), written_moment(there), at - now(), there.date())


def zone(prepared: dict[str, Any]) -> str:
    """Return the name of the reader's zone at a prepared moment, for what ends at an hour."""
    return written_zone(datetime.fromisoformat(prepared["iso"]))


def days_since(at: datetime) -> int:
    """Return how many days of the calendar lie behind a moment in the reader's zone, as its distance is told."""
    return (today() - local(at).date()).days


def saved_moment(at: datetime) -> dict[str, Any]:
    """Return when a draft was saved: the hour alone on the day itself."""
    same_day = local(at).date() == today()
    return {**(moment(at) or {}), "relative": written_hour(at) if same_day else None}


def day(on: date | datetime | None) -> dict[str, Any] | None:
    """Return a day as the date components take it; a moment counts as the day it is in the reader's zone."""
    if on is None:
        return None
    if isinstance(on, datetime):
        return _prepared(on.isoformat(), written_day(on, weekday=True), on - now(), local(on).date())
    return _prepared(on.isoformat(), written_day(on, weekday=True), on - today(), on)


def in_full(at: datetime | str, zone: str) -> str:
    """Return a moment (or its ISO text, as notices keep it) in a zone as one text that names the zone, for mails."""
    return written_moment(datetime.fromisoformat(at) if isinstance(at, str) else at, zone=zone)


def _prepared(iso: str, full: str, distance: timedelta, on: date) -> dict[str, Any]:
    return {
        "iso": iso,
        "full": full,
        "relative": _relative(distance, on),
        "late": distance < NONE,
        "late_by": _late_by(distance, (today() - on).days) if distance < NONE else None,
        "soon": NONE <= distance <= SOON,
    }


def _late_by(distance: timedelta, days: int) -> str:
    """Return how late it is: in days of the calendar, as the distance is told, or in whole minutes on the day itself."""
    return written_span(timedelta(days=days) if days else timedelta(minutes=max(round(-distance / timedelta(minutes=1)), 1)))


def _relative(distance: timedelta, on: date) -> str:
    days = (on - today()).days
    if days == 0 and abs(distance) >= HALF_A_DAY:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days == -1:
        return gettext("yesterday")
    if abs(days) > 1:
        return written_days(days)
    if abs(distance) < timedelta(minutes=1):
        return gettext("now")
    return written_minutes(round(distance / timedelta(minutes=1)))


def today() -> date:
    """Return the day it is in the reader's zone, looked up once."""
    if "today" not in g:
        g.today = local(now()).date()
    found: date = g.today
    return found
