"""Cases and people become arrays for the solver, and its answer cases and people again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

import numpy as np

from reviewboard.stages.assignment.fitting import WIDEST, fit
from reviewboard.stages.assignment.rules import Bar, Person, unit_of
from reviewboard.stages.assignment.shapes import Bounds, OpenCase, PairOfIds, Pool, Wishes, pair
from reviewboard.stages.assignment.solver import Solution, solve

EMPTY = -1
APART = 0.5  # how much harder the last of all unopened seats is held than the first, so that one moves and not all
BALANCE = 1.0  # weight of even loads against fit
AGE = WIDEST + 1.0  # for each younger case: more than any fit can differ, so places that run short go to the oldest
Barring = list[tuple[Bar, ...]]  # of one case, in the order of the people


@dataclass(frozen=True)
class Arranged:
    """An answer: who newly takes places of each case (in places that were free or movable), and what it was worth."""

    new: dict[str, list[str]]
    first: Solution
    solution: Solution
    over_limit: tuple[tuple[str, str, int], ...]

    def moved(self, cases: Sequence[OpenCase]) -> int:
        """Return how many movable seats would change hands."""
        return sum(len(set(case.movable.values()) - set(self.new.get(case.need.case_id, ()))) for case in cases)

    def robs(self, cases: Sequence[OpenCase]) -> bool:
        """Whether a case would have fewer people than it has now."""
        return any(len(self.new.get(case.need.case_id, ())) < len(case.movable) for case in cases)


def arrange(
    cases: Sequence[OpenCase], pool: Pool, barring: Mapping[str, Barring], *,
    wishes: Wishes, bounds: Bounds, stay: float, today: date, seed: int,
) -> Arranged:  # fmt: skip
    """Return the best seats for these cases, oldest first. `stay` is what it is worth that an unopened seat stays.

    Cases that want all their places get them or none: as long as one gets some, the younger half of such cases is
    left out and everything is solved again.
    """
    asked = tuple(cases)
    first = solution = _solve(asked, pool, barring, wishes, bounds, stay, today, seed)
    new = _new(asked, pool, solution)
    while halves := [case for case in asked if case.whole and 0 < len(new[case.need.case_id]) < len(case.free)]:
        dropped = {case.need.case_id for case in halves[len(halves) // 2 :]}
        asked = tuple(case for case in asked if case.need.case_id not in dropped)
        solution = _solve(asked, pool, barring, wishes, bounds, stay, today, seed)
        new = _new(asked, pool, solution)
    people = everybody(pool)
    over = tuple((people[one].account_id, people[other].account_id, times) for one, other, times in solution.over_limit)
    return Arranged(new, first, solution, over)


def everybody(pool: Pool) -> Sequence[Person]:
    """Return the people in their order, as one of the scale versions sees them."""
    return next(iter(pool.people.values()), ())


def _solve(
    cases: Sequence[OpenCase], pool: Pool, barring: Mapping[str, Barring], wishes: Wishes, bounds: Bounds,
    stay: float, today: date, seed: int,
) -> Solution:  # fmt: skip
    people = everybody(pool)
    index = {person.account_id: number for number, person in enumerate(people)}
    rows_fixed = [[index[who] for who in (*sorted(case.need.seated), *pinned(case, wishes))] for case in cases]
    places = max((case.places for case in cases), default=0)
    fixed = np.full((len(cases), places), EMPTY)
    for row, held in enumerate(rows_fixed):
        fixed[row, : len(held)] = held
    seated = np.array([index[who] for case in cases for who in case.need.seated], dtype=np.int64)
    here = np.bincount(seated, minlength=len(people))
    taken = np.array([pool.taken.get(person.account_id, 0) for person in people], dtype=np.int64)
    room = np.array([max(0, person.capacity - person.load) for person in people], dtype=np.int64)
    pairs = [
        (row, who, _worth(case, person, pool, today, stay, row / len(cases)) + AGE * (len(cases) - row))
        for row, case in enumerate(cases)
        for who, (person, found) in enumerate(zip(pool.people[case.scale_version_id], barring[case.need.case_id], strict=True))
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
        rows, whos, fits, n_cases=len(cases), n_assessors=len(people), seats=places, capacity=taken + room,
        fixed=fixed, load=taken - here, never_together=never, balance=BALANCE, pair_limit=bounds.pair_limit,
        met=_met_elsewhere(cases, pool, index) if bounds.pair_limit else None, seed=seed,
        groups=_units(people), cross_group=bounds.cross_units,
    )  # fmt: skip


def _units(people: Sequence[Person]) -> list[int]:
    """Return a number for each person's unit; whose unit is not known has one alone."""
    keys = [unit_of(person) or f"?{person.account_id}" for person in people]
    return [keys.index(key) for key in keys]


def _worth(case: OpenCase, person: Person, pool: Pool, today: date, stay: float, rank: float) -> float:
    worth = sum(fit(case, person, pool, today).values())
    for nth, who in enumerate(case.movable.values()):
        if who == person.account_id:
            worth += stay * (1 + APART * (rank + nth / 4))
    return worth


def pinned(case: OpenCase, wishes: Wishes) -> list[str]:
    """Return who is wished onto the case, in order of id."""
    return sorted(who for case_id, who in wishes.pinned if case_id == case.need.case_id)


def _new(cases: Sequence[OpenCase], pool: Pool, solution: Solution) -> dict[str, list[str]]:
    """Return, by case, who takes its free and movable places: those wished for first."""
    people = everybody(pool)
    return {
        case.need.case_id: [people[who].account_id for who in row[len(case.need.seated) :] if who != EMPTY]
        for case, row in zip(cases, solution.chosen.tolist(), strict=True)
    }


def _met_elsewhere(cases: Sequence[OpenCase], pool: Pool, index: Mapping[str, int]) -> list[tuple[int, int, int]]:
    """Return how often each two of the people share a case that is not one of these."""
    here = Counter(
        found for case in cases for found in map(_ordered, combinations({*case.need.seated, *case.movable.values()}, 2))
    )
    return [
        (index[one], index[other], met.times - here[one, other])
        for (one, other), met in sorted(pool.met.items())
        if one in index and other in index and met.times > here[one, other]
    ]


def _ordered(two: tuple[str, str]) -> PairOfIds:
    return pair(*two)
