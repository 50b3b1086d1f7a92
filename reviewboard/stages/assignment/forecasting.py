"""When the queue will be empty: seats that wait, seats still to come, and how fast those who read the language rate.

A projection in days, not a promise: everybody rates at the pace given on each day they are here. Those who read one
language take that language; those who read both help where they are needed, as well as it can be done, so one person more
never makes it later. Source of the last day: work that can be done on a day or later is set against all who are here then,
from the last day backwards (Hall's condition for nested sets).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

LANGUAGES = ("fr", "en")
HORIZON = 366  # days
NOTHING = 1e-6  # ratings; less is none


@dataclass(frozen=True)
class Reader:
    """An assessor as a forecast sees one: what they read, and when they can.

    Away from `away_from` to `away_to`, both days included, None being open; `trained_until` is the last day of training.
    `capacity` and `held` count seats at one time.
    """

    languages: frozenset[str]
    away_from: date | None = None
    away_to: date | None = None
    trained_until: date = date.max
    capacity: int = 1
    held: int = 0

    def rates_on(self, day: date) -> bool:
        """Whether this person rates on a day: here, trained, and with seats or open to some."""
        named = self.away_from is not None or self.away_to is not None
        away = named and (self.away_from or day) <= day <= (self.away_to or day)
        return not away and day <= self.trained_until and (self.capacity > 0 or self.held > 0)


@dataclass(frozen=True)
class Forecast:
    """`left`: seats that wait at the end of each day from today (day 0) on; `empty_on`: the first day without any.

    None where that does not come within a year; `unread` names the languages with seats that nobody ever reads.
    """

    left: tuple[float, ...]
    empty_on: int | None
    unread: tuple[str, ...]


def forecast(
    waiting: Mapping[str, float], readers: Sequence[Reader], pace: float, today: date,
    coming: Mapping[str, float] | None = None, until: int = 0,
) -> Forecast:  # fmt: skip
    """Return how the seats that wait shrink. `pace`: ratings of one reader in a day.

    `coming`: seats by language that arrive evenly on the days before day `until`, or today where there is none.
    """
    arrivals = {language: [0.0] * HORIZON for language in LANGUAGES}
    span = min(max(1, until), HORIZON)
    for language in LANGUAGES:
        share = (coming or {}).get(language, 0) / span
        arrivals[language][:span] = [share] * span
        arrivals[language][0] += waiting.get(language, 0)
    only, both = _paces(readers, pace, today)
    first = span - 1 if any((coming or {}).values()) else 0
    empty_on = _first_day(arrivals, only, both, first)
    last = HORIZON - 1 if empty_on is None else empty_on
    unread = tuple(one for one in LANGUAGES if sum(arrivals[one]) > 0 and not sum(only[one]) + sum(both))
    return Forecast(_shrinking(arrivals, only, both, last), empty_on, unread)


def _paces(readers: Sequence[Reader], pace: float, today: date) -> tuple[dict[str, list[float]], list[float]]:
    """Return, by day, the ratings of those who read one language, by language, and of those who read both."""
    counts = {frozenset(one): [0] * HORIZON for one in (("fr",), ("en",), LANGUAGES)}
    calendar = [today + timedelta(days=day) for day in range(HORIZON)]
    for reader in readers:
        if reader.languages in counts:
            count = counts[reader.languages]
            for day, on in enumerate(calendar):
                count[day] += reader.rates_on(on)
    paces = {languages: [number * pace for number in count] for languages, count in counts.items()}
    return {one: paces[frozenset((one,))] for one in LANGUAGES}, paces[frozenset(LANGUAGES)]


def _first_day(
    arrivals: Mapping[str, Sequence[float]], only: Mapping[str, Sequence[float]], both: Sequence[float], first: int
) -> int | None:
    """Return the first day, from `first` on, by whose end everything can be rated. One more day never does worse."""
    low, high = first, HORIZON
    while low < high:
        middle = (low + high) // 2
        if _can_be_done(arrivals, only, both, middle):
            high = middle
        else:
            low = middle + 1
    return low if low < HORIZON else None


def _can_be_done(
    arrivals: Mapping[str, Sequence[float]], only: Mapping[str, Sequence[float]], both: Sequence[float], last: int
) -> bool:
    spare, shared = dict.fromkeys(LANGUAGES, 0.0), 0.0
    for day in range(last, -1, -1):
        shared += both[day]
        for language in LANGUAGES:
            spare[language] += only[language][day] - arrivals[language][day]
            shared += min(spare[language], 0.0)
            spare[language] = max(spare[language], 0.0)
        if shared < -NOTHING:
            return False
    return True


def _shrinking(
    arrivals: Mapping[str, Sequence[float]], only: Mapping[str, Sequence[float]], both: Sequence[float], last: int
) -> tuple[float, ...]:
    """Return what is left each day up to `last`: who reads both goes first where the others cannot finish by then."""
    needed = {language: _needed_later(arrivals[language], only[language], last) for language in LANGUAGES}
    left, days = dict.fromkeys(LANGUAGES, 0.0), []
    for day in range(last + 1):
        need = {}
        for language in LANGUAGES:
            left[language] = max(0.0, left[language] + arrivals[language][day] - only[language][day])
            most, net = needed[language][day + 1]
            need[language] = min(left[language], max(most, left[language] + net))
        spare = both[day]
        for wanted in (need, left):
            for language in sorted(LANGUAGES, key=lambda one: -left[one]):
                taken = min(spare, left[language], wanted[language])
                left[language], spare = left[language] - taken, spare - taken
        total = sum(left.values())
        days.append(0.0 if total < NOTHING else round(total, 6))
    return tuple(days)


def _needed_later(arriving: Sequence[float], only: Sequence[float], last: int) -> list[tuple[float, float]]:
    """Return, for each day, what the others must do of what arrives from it on, and what arrives less what is done."""
    found = [(0.0, 0.0)] * (last + 2)
    for day in range(last, -1, -1):
        most, net = found[day + 1]
        net += arriving[day] - only[day]
        found[day] = (max(most, net, 0.0), net)
    return found
