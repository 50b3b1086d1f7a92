"""Who may assess whom. Every bar that holds is named, so that "why not her" has an answer, and so has a shortage.

Source: the product's stage "Assignment", hard conditions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Bar(StrEnum):
    """Why a person may not take a seat on a case."""

    SELF = "self"
    SUPERVISOR = "supervisor"
    SAME_TEAM = "same_team"
    DECLARED = "declared"
    KIN = "kin"
    DISPUTE = "dispute"
    CO_SIGNER = "co_signer"
    LANGUAGE = "language"
    TRAINING = "training"
    CAPACITY = "capacity"
    AWAY = "away"
    BEEN_SEATED = "been_seated"
    TOOK_PART = "took_part"
    NEVER_TOGETHER = "never_together"
    UNIT = "unit"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Person:
    """A person, as far as conflicts and seats go.

    `above`: ids of all who stand above them in the organization. `own_language` is the one the person works in;
    `experience` counts ratings sealed of the case's competency.
    `capacity` and `load` count seats at one time; `trained_until` is the last day of current training on the case's
    scale version; away from `away_from` to `away_to`, both days included, None being open; `never_with` the ids of
    those who must not share a case with this person. `here`: one of the cycle's assessors now, not only on an old seat.
    """

    account_id: str
    unit: str = ""
    team: str = ""
    above: frozenset[str] = frozenset()
    email: str = ""
    languages: frozenset[str] = frozenset()
    own_language: str = ""
    experience: int = 0
    capacity: int = 0
    load: int = 0
    trained_until: date | None = None
    away_from: date | None = None
    away_to: date | None = None
    never_with: frozenset[str] = frozenset()
    here: bool = True


@dataclass(frozen=True)
class CaseNeed:
    """A case that needs assessors.

    `previous`: ids of all who ever had a seat on it; `barred`: of those kept from it by name; `seated`: of those who have
    one now; `conflicts`: pairs of an id and the bar that was declared for it (DECLARED, KIN, DISPUTE, or any other).
    `units`: where the cycle wants raters of different units, pairs of an id and the unit, for those who sit or may sit.
    `days`: how long a rating may take.
    """

    case_id: str
    candidate: Person
    language: str
    confirmer_emails: frozenset[str] = frozenset()
    previous: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()
    seated: frozenset[str] = frozenset()
    conflicts: frozenset[tuple[str, Bar]] = frozenset()
    units: frozenset[tuple[str, str]] = frozenset()
    days: int = 0


def plain(text: str) -> str:
    """Return a text as names and addresses are compared: case and spacing do not count."""
    return " ".join(text.casefold().split())


def team_of(person: Person) -> str:
    """Return a person's team as teams are compared, within its unit; empty where it is not known."""
    return f"{plain(person.unit)}/{plain(person.team)}" if person.team.strip() else ""


def unit_of(person: Person) -> str:
    """Return a person's unit as units are compared; empty where it is not known."""
    return plain(person.unit)


def is_trained(person: Person, today: date) -> bool:
    """Whether training on the scale version is current on a day."""
    return person.trained_until is not None and person.trained_until >= today


def is_away(person: Person, today: date, days: int = 0) -> bool:
    """Whether leave covers a day, or the day a rating is due that is given out then and has so many days."""
    return any(_covers(person.away_from, person.away_to, day) for day in {today, today + timedelta(days=days)})


def _covers(start: date | None, end: date | None, day: date) -> bool:
    return bool(start or end) and (start or day) <= day <= (end or day)


def _same_team(one: Person, other: Person) -> bool:
    return bool(team_of(one)) and team_of(one) == team_of(other)


def _supervises(one: Person, other: Person) -> bool:
    return one.account_id in other.above


def _unit_is_there(person: Person, need: CaseNeed) -> bool:
    there = {unit for who, unit in need.units if who in need.seated and who != person.account_id}
    return bool(unit_of(person)) and unit_of(person) in there


_FACTS: dict[Bar, Callable[[Person, CaseNeed, date], bool]] = {
    Bar.SELF: lambda person, need, today: person.account_id == need.candidate.account_id,
    Bar.SUPERVISOR: lambda person, need, today: (
        _supervises(person, need.candidate) or _supervises(need.candidate, person)
    ),
    Bar.SAME_TEAM: lambda person, need, today: _same_team(person, need.candidate),
    Bar.CO_SIGNER: lambda person, need, today: (
        bool(plain(person.email)) and plain(person.email) in map(plain, need.confirmer_emails)
    ),
    Bar.LANGUAGE: lambda person, need, today: need.language not in person.languages,
    Bar.TRAINING: lambda person, need, today: not is_trained(person, today),
    Bar.CAPACITY: lambda person, need, today: person.load >= person.capacity,
    Bar.AWAY: lambda person, need, today: is_away(person, today, need.days),
    Bar.BEEN_SEATED: lambda person, need, today: person.account_id in need.previous,
    Bar.TOOK_PART: lambda person, need, today: person.account_id in need.barred,
    Bar.NEVER_TOGETHER: lambda person, need, today: bool(person.never_with & need.seated),
    Bar.UNIT: lambda person, need, today: _unit_is_there(person, need),
}


def bars(person: Person, need: CaseNeed, today: date) -> tuple[Bar, ...]:
    """Return every bar between a person and a seat on a case on this day, known or plain from facts; none: eligible."""
    return tuple(
        bar
        for bar in Bar
        if (person.account_id, bar) in need.conflicts or (bar in _FACTS and _FACTS[bar](person, need, today))
    )
