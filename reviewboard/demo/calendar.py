"""When things happened in the demo: so many working days ago, at a time of day as a clock in Toronto shows it."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Toronto")
SATURDAY = 5


def moment(now: datetime, days: int, clock: str) -> datetime:
    """Return the moment `days` working days before today (at least one) at `clock` ("09:30"), in UTC."""
    day = now.astimezone(ZONE).date()
    for _ in range(days):
        day -= timedelta(days=1)
        while day.weekday() >= SATURDAY:
            day -= timedelta(days=1)
    return datetime.combine(day, time.fromisoformat(clock), ZONE).astimezone(UTC)


SEASONS = {"fr": ("Hiver", "Printemps", "Été", "Automne"), "en": ("Winter", "Spring", "Summer", "Autumn")}


def season(now: datetime, language: str, *, later: int = 0) -> str:
    """Return the season of a moment with its year ("Automne 2026"), or of so many seasons later."""
    local = now.astimezone(ZONE)
    number = local.year * 4 + (local.month % 12) // 3 + (local.month == 12) * 4 + later  # a winter begins in December
    return f"{SEASONS[language][number % 4]} {number // 4}"
