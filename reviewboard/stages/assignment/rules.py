"""Who may assess whom. Every bar that holds is named, so that "why not her" has an answer, and so has a shortage.

Source: the product's stage "Assignment", hard conditions.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

SEATS = 2
"""Assessors on one case."""


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
    NEVER_TOGETHER = "never_together"
    UNIT = "unit"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Person:
    """A person, as far as conflicts and seats go.

    `above`: ids of all who stand above them in the organisation. `own_language` is the one the person works in;
    `experience` counts ratings sealed of the case's competency.
    `capacity` and `load` count seats at one time; `trained_until` is the last day of current training on the case's
    scale version; away from `away_from` to `away_to`, both days included, None being open; `never_with` the ids of
    those who must not share a case with this person.
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


@dataclass(frozen=True)
class CaseNeed:
    """A case that needs assessors.

    `previous`: ids of all who ever had a seat on it; `seated`: of those who have one now; `conflicts`: pairs of an
    id and the bar that was declared for it (DECLARED, KIN, DISPUTE, or any other). `units`: where the cycle wants raters
    of different units, pairs of an id and the unit, for those who sit or may sit.
    """

    case_id: str
    candidate: Person
    language: str
    confirmer_emails: frozenset[str] = frozenset()
    previous: frozenset[str] = frozenset()
    seated: frozenset[str] = frozenset()
    conflicts: frozenset[tuple[str, Bar]] = frozenset()
    units: frozenset[tuple[str, str]] = frozenset()


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _same_team(one: Person, other: Person) -> bool:
    teams = {(_plain(person.unit), _plain(person.team)) for person in (one, other)}
    return len(teams) == 1 and bool(one.team.strip())


def _supervises(one: Person, other: Person) -> bool:
    return one.account_id in other.above


def unit_of(person: Person) -> str:
    """Return a person's unit as units are compared; empty where it is not known."""
    return _plain(person.unit)


def _unit_is_there(person: Person, need: CaseNeed) -> bool:
    there = {unit for who, unit in need.units if who in need.seated and who != person.account_id}
    return bool(unit_of(person)) and unit_of(person) in there


def _is_trained(person: Person, today: date) -> bool:
    return person.trained_until is not None and person.trained_until >= today


def _is_away(person: Person, today: date) -> bool:
    named = person.away_from or person.away_to
    return named is not None and (person.away_from or today) <= today <= (person.away_to or today)


_FACTS: dict[Bar, Callable[[Person, CaseNeed, date], bool]] = {
    Bar.SELF: lambda person, need, today: person.account_id == need.candidate.account_id,
    Bar.SUPERVISOR: lambda person, need, today: (
        _supervises(person, need.candidate) or _supervises(need.candidate, person)
    ),
    Bar.SAME_TEAM: lambda person, need, today: _same_team(person, need.candidate),
    Bar.CO_SIGNER: lambda person, need, today: (
        bool(_plain(person.email)) and _plain(person.email) in map(_plain, need.confirmer_emails)
    ),
    Bar.LANGUAGE: lambda person, need, today: need.language not in person.languages,
    Bar.TRAINING: lambda person, need, today: not _is_trained(person, today),
    Bar.CAPACITY: lambda person, need, today: person.load >= person.capacity,
    Bar.AWAY: lambda person, need, today: _is_away(person, today),
    Bar.BEEN_SEATED: lambda person, need, today: person.account_id in need.previous,
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


@dataclass(frozen=True)
class Shortage:
    """Cases in these languages need `missing` more places than there are.

    `raise_limit_to` is the smallest common limit that would do with the same people, None if no limit would.
    """

    languages: tuple[str, ...]
    missing: int
    raise_limit_to: int | None


def shortages(needs: Sequence[CaseNeed], people: Sequence[Person], today: date) -> tuple[Shortage, ...]:
    """Return where open seats outnumber places, by language, then by languages that share their people.

    Counted are people trained and not away; the conflicts of single cases are told with each case. Source: each set
    of cases needs as many places as seats (Hall's condition), asked for every set of languages.
    """
    found: list[Shortage] = []
    for languages in _subsets(sorted({need.language for need in needs})):
        if any(set(shortage.languages) < set(languages) for shortage in found):
            continue
        cases = [need for need in needs if need.language in languages]
        ready = (person for person in people if _is_trained(person, today) and not _is_away(person, today))
        able = [person for person in ready if person.languages & set(languages)]
        seats = sum(SEATS - len(need.seated) for need in cases)
        missing = seats - _places(able, 0, len(cases))
        if missing > 0:
            limits = range(1, len(cases) + max((person.load for person in able), default=0) + 1)
            enough = (limit for limit in limits if _places(able, limit, len(cases)) >= seats)
            found.append(Shortage(languages, missing, next(enough, None)))
    return tuple(found)


def _subsets(names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (subset for size in range(1, len(names) + 1) for subset in combinations(names, size))


def _places(people: Sequence[Person], limit: int, cases: int) -> int:
    """Seats these people can still take, at most one on a case, if each one's capacity is at least `limit`."""
    return sum(min(cases, max(0, max(person.capacity, limit) - person.load)) for person in people)
