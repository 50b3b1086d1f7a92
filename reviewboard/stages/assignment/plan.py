"""Cases with free places and people become a plan: who would sit where, why these, and what every other case lacks.

A plan writes nothing. A case that is still to be opened gets all its places or none: one rater alone would wait
unseen. Oldest cases come first where places run short.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from reviewboard.foundation.digest import digest
from reviewboard.stages.assignment.rules import Bar, CaseNeed, Person, Shortage, bars, shortages
from reviewboard.stages.assignment.solver import Solution, solve

EMPTY = -1
BALANCE = 1.0  # weight of even loads against fit
FIT_OTHER_UNIT = 1.0
FIT_ONE_LANGUAGE = 0.5  # leaves those who read both languages to cases that are short
FIT_REPEAT = -0.25  # for each case the assessor already shares with the one who stays
AGE = 3.0  # for each younger case: more than any fit can differ, so places that run short go to the oldest


@dataclass(frozen=True)
class OpenCase:
    """A case with free places. `whole`: all of them are filled at once or none is."""

    need: CaseNeed
    scale_version_id: str
    free: tuple[int, ...]
    whole: bool


@dataclass(frozen=True)
class Pool:
    """Who could sit: people as each scale version sees their training, seats they hold, and who sat with whom.

    `people` maps a scale version to the same people in the same order; `taken` counts live seats of the cycle, sealed
    or not, by account; `shared` counts the cases two accounts share, by pair in order of id.
    """

    people: Mapping[str, Sequence[Person]]
    taken: Mapping[str, int]
    shared: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Chosen:
    """One seat to be written, with the reasons as data."""

    case_id: str
    place: int
    assessor_id: str
    explanation: dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """What a round would do. `waiting` says, by case, what a case without its places lacks."""

    seats: tuple[Chosen, ...]
    waiting: dict[str, dict[str, Any]]
    shortages: tuple[Shortage, ...]
    seed: int
    input_hash: str
    objective: float

    def outcome(self) -> dict[str, Any]:
        """Return what the round's row keeps: counts, what was short, and the objective."""
        return {
            "seats": len(self.seats),
            "cases": len({seat.case_id for seat in self.seats}),
            "waiting": len(self.waiting),
            "objective": self.objective,
            "shortages": [
                {"languages": list(short.languages), "missing": short.missing, "raise_limit_to": short.raise_limit_to}
                for short in self.shortages
            ],
        }


Barring = list[tuple[Bar, ...]]  # of one case, in the order of the people


def make_plan(cases: Sequence[OpenCase], pool: Pool, *, today: date, seed: int) -> Plan:
    """Return the plan for these cases (oldest first; all with the same number of places) and this pool."""
    barring = {case.need.case_id: [bars(person, case.need, today) for person in _people(case, pool)] for case in cases}
    asked = tuple(cases)
    first = solution = _solve(asked, pool, barring, seed)
    while halves := [case for case, new in _filled(asked, solution) if case.whole and 0 < len(new) < len(case.free)]:
        dropped = {case.need.case_id for case in halves[len(halves) // 2 :]}
        asked = tuple(case for case in asked if case.need.case_id not in dropped)
        solution = _solve(asked, pool, barring, seed)
    filled = {case.need.case_id: new for case, new in _filled(asked, solution)}
    return Plan(
        seats=tuple(
            Chosen(case.need.case_id, place, _people(case, pool)[who].account_id,
                   _explanation(case, who, pool, barring[case.need.case_id]))
            for case in asked
            for place, who in zip(case.free, filled[case.need.case_id], strict=False)
        ),
        waiting={
            case.need.case_id: lack(case, barring[case.need.case_id], len(filled.get(case.need.case_id, [])))
            for case in cases
            if len(filled.get(case.need.case_id, [])) < len(case.free)
        },
        shortages=_shortages(cases, pool, today),
        seed=seed,
        input_hash=_input_hash(cases, pool, first),
        objective=solution.objective,
    )  # fmt: skip


def _people(case: OpenCase, pool: Pool) -> Sequence[Person]:
    return pool.people[case.scale_version_id]


def _solve(cases: Sequence[OpenCase], pool: Pool, barring: Mapping[str, Barring], seed: int) -> Solution:
    people = next(iter(pool.people.values()), ())
    index = {person.account_id: number for number, person in enumerate(people)}
    seats = max((len(case.need.seated) + len(case.free) for case in cases), default=0)
    fixed = np.full((len(cases), seats), EMPTY)
    for row, case in enumerate(cases):
        fixed[row, : len(case.need.seated)] = sorted(index[who] for who in case.need.seated)
    here = np.bincount(fixed[fixed != EMPTY], minlength=len(people))
    taken = np.array([pool.taken.get(person.account_id, 0) for person in people], dtype=np.int64)
    room = np.array([max(0, person.capacity - person.load) for person in people], dtype=np.int64)
    pairs = [
        (row, who, sum(fit(case, who, pool).values()) + AGE * (len(cases) - row))
        for row, case in enumerate(cases)
        for who, found in enumerate(barring[case.need.case_id])
        if not found
    ]
    rows, whos, fits = zip(*pairs, strict=True) if pairs else ((), (), ())
    never = [
        (index[person.account_id], index[other])
        for person in people
        for other in sorted(person.never_with)
        if other in index and person.account_id < other
    ]
    return solve(
        rows, whos, fits, n_cases=len(cases), n_assessors=len(people), seats=seats, capacity=taken + room,
        fixed=fixed, load=taken - here, never_together=never, balance=BALANCE, seed=seed,
    )  # fmt: skip


def _filled(cases: Sequence[OpenCase], solution: Solution) -> list[tuple[OpenCase, list[int]]]:
    """Return each case with the indices of those who newly take its places."""
    rows = solution.chosen.tolist()
    return [
        (case, [who for who in row[len(case.need.seated) :] if who != EMPTY])
        for case, row in zip(cases, rows, strict=True)
    ]


def fit(case: OpenCase, who: int, pool: Pool) -> dict[str, float]:
    """Return the parts of how well the person at index `who` fits the case; their sum is higher where better."""
    person, candidate = _people(case, pool)[who], case.need.candidate
    together = sum(pool.shared.get(_pair(person.account_id, other), 0) for other in case.need.seated)
    return {
        "other_unit": FIT_OTHER_UNIT if person.unit.casefold() != candidate.unit.casefold() else 0.0,
        "one_language": FIT_ONE_LANGUAGE if len(person.languages) == 1 else 0.0,
        "repeats": FIT_REPEAT * together,
    }


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _explanation(case: OpenCase, who: int, pool: Pool, barring: Barring) -> dict[str, Any]:
    return {
        "fit": fit(case, who, pool),
        "seats_before": pool.taken.get(_people(case, pool)[who].account_id, 0),
        "eligible": barring.count(()),
        "barred": _counts(barring),
    }


def _counts(barring: Barring) -> dict[str, int]:
    found = Counter(bar for each in barring for bar in each)
    return {bar.value: found[bar] for bar in Bar if found[bar]}


def lack(case: OpenCase, barring: Barring, filled: int) -> dict[str, Any]:
    """Return why places of a case stay empty, as data: the bar that alone keeps most people out, and the counts.

    Where enough people could sit but all their places went to older cases, the bar is capacity.
    """
    short = len(case.free) - filled
    eligible = barring.count(())
    alone = Counter(each[0] for each in barring if len(each) == 1) or Counter(bar for each in barring for bar in each)
    crowded = eligible >= len(case.free) or not alone
    bar = Bar.CAPACITY if crowded else max(Bar, key=lambda bar: alone[bar])
    return {
        "bar": bar.value, "language": case.need.language, "short": short,
        "eligible": eligible, "barred": _counts(barring),
    }  # fmt: skip


def _shortages(cases: Sequence[OpenCase], pool: Pool, today: date) -> tuple[Shortage, ...]:
    found: list[Shortage] = []
    for version in sorted({case.scale_version_id for case in cases}):
        needs = [case.need for case in cases if case.scale_version_id == version]
        found += shortages(needs, pool.people[version], today)
    return tuple(found)


def _input_hash(cases: Sequence[OpenCase], pool: Pool, solution: Solution) -> str:
    """The solver's digest speaks of indices; this one also says which case and person each index was."""
    people = next(iter(pool.people.values()), ())
    return digest(
        {
            "arrays": solution.input_hash,
            "cases": [case.need.case_id for case in cases],
            "people": [person.account_id for person in people],
        }
    )
