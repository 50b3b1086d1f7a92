"""What came in a form becomes a day or a moment, or None: nothing is guessed and nothing raises."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def a_day(text: str | None) -> date | None:
    """Return the day in text (2027-03-31), or None."""
    plain = (text or "").strip()
    try:
        return date.fromisoformat(plain) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", plain, re.ASCII) else None
    except ValueError:
        return None


def local_moment(text: str | None, zone: str) -> datetime | None:
    """Return the moment that text (2027-03-31T12:00) is in zone, in UTC, or None."""
    plain = (text or "").strip()
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", plain, re.ASCII):
        return None
    try:
        return datetime.fromisoformat(plain).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def as_local(moment: datetime, zone: str) -> str:
    """Return a moment as a form's field holds it, in zone."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def paragraphs(text: str | None) -> str:
    """Return written text with plain line ends and without characters that cannot be kept."""
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()
