"""When the queue will be empty: seats that wait, seats still to come, and how fast those who read the language rate.

A projection in days, not a promise: everybody rates at the pace given, those who read one language take that language,
those who read both help where more waits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LANGUAGES = ("fr", "en")
HORIZON = 366  # days


@dataclass(frozen=True)
class Readers:
    """How many people read just French, just English, or both, and the ratings one of them seals in a day."""

    only: Mapping[str, int]
    both: int
    pace: float


@dataclass(frozen=True)
class Forecast:
    """`left`: seats that wait at the end of each day from today (day 0) on; `empty_on`: the first day without any.

    None where that does not come within a year; `unread` names the languages with seats that nobody reads.
    """

    left: tuple[float, ...]
    empty_on: int | None
    unread: tuple[str, ...]


def forecast(
    waiting: Mapping[str, float], readers: Readers, coming: Mapping[str, float] | None = None, until: int = 0
) -> Forecast:
    """Return how the seats that wait shrink. `coming`: seats by language that arrive evenly up to day `until`."""
    left = {language: float(waiting.get(language, 0)) for language in LANGUAGES}
    daily = {language: (coming or {}).get(language, 0) / max(1, until) for language in LANGUAGES}
    days: list[float] = []
    empty_on = None
    for day in range(HORIZON):
        for language in LANGUAGES:
            left[language] += daily[language] if day < max(1, until) else 0.0
        _rate(left, readers)
        days.append(round(sum(left.values()), 6))
        if days[-1] == 0 and day + 1 >= (until if any(daily.values()) else 0):
            empty_on = day
            break
    return Forecast(tuple(days), empty_on, _unread(left, readers))


def _rate(left: dict[str, float], readers: Readers) -> None:
    for language in LANGUAGES:
        left[language] = max(0.0, left[language] - readers.only.get(language, 0) * readers.pace)
    spare = readers.both * readers.pace
    for language in sorted(LANGUAGES, key=lambda language: -left[language]):
        taken = min(left[language], spare if left[language] >= spare else left[language])
        left[language] -= taken
        spare -= taken


def _unread(left: Mapping[str, float], readers: Readers) -> tuple[str, ...]:
    able: Sequence[str] = [one for one in LANGUAGES if (readers.only.get(one, 0) + readers.both) * readers.pace > 0]
    return tuple(language for language in LANGUAGES if left[language] > 0 and language not in able)
