"""Cases and people become arrays once, and every question to the solver takes some of them."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from reviewboard.stages.assignment.barring import Barring
from reviewboard.stages.assignment.exclusions import Ints
from reviewboard.stages.assignment.fitting import WIDEST, Fitting
from reviewboard.stages.assignment.instance import EMPTY
from reviewboard.stages.assignment.rules import Person, unit_of
from reviewboard.stages.assignment.shapes import Bounds, OpenCase, PairOfIds, Pool, Wishes, pair
from reviewboard.stages.assignment.solver import Solution, solve

APART = 0.5  # how much harder the last of all unopened seats is held than the first, so that one moves and not all
BALANCE = 1.0  # weight of even loads against fit
AGE = WIDEST + 1.0  # for each younger case: more than any fit can differ, so places that run short go to the oldest


@dataclass(frozen=True, eq=False)
class Answer:
    """What the solver said of some cases (their numbers, ascending), and who newly takes places of each, in order."""

    some: Ints
    solution: Solution
    new: Mapping[int, Sequence[int]]
    fit: float

    @property
    def objective(self) -> float:
        """What the answer is worth without what holds seats and prefers old cases: smaller is better."""
        return self.solution.load_cost - self.fit


class Asking:
    """The eligible pairs of cases (oldest first, all with the same number of places) and the people of a pool."""

    def __init__(
        self, cases: Sequence[OpenCase], pool: Pool, barring: Barring, fitting: Fitting, wishes: Wishes, bounds: Bounds,
        seed: int,
    ) -> None:  # fmt: skip
        self.cases, self.pool, self.bounds, self.seed = cases, pool, bounds, seed
        self.people = everybody(pool)
        self.index = {person.account_id: at for at, person in enumerate(self.people)}
        self.places = max((case.places for case in cases), default=0)
        able = [np.flatnonzero(barring.able(case)) for case in cases]
        self.able = np.array([len(found) for found in able], np.int64)
        self.row = np.repeat(np.arange(len(cases)), self.able)
        self.who = np.concatenate([np.empty(0, np.int64), *able])
        self.worth = np.concatenate([np.empty(0), *(fitting.worth(case)[who] for case, who in zip(cases, able, strict=True))])
        self.sits = [[self.index[who] for who in (*sorted(case.need.seated), *pinned(case, wishes))] for case in cases]
        self.taken = np.array([pool.taken.get(person.account_id, 0) for person in self.people], np.int64)
        self.room = np.array([max(0, person.capacity - person.load) for person in self.people], np.int64)
        self.never = [
            (at, self.index[other])
            for at, person in enumerate(self.people)
            for other in sorted(person.never_with)
            if other in self.index and person.account_id < other
        ]
        self._holds = self._holding()

    def ask(self, some: Ints, stay: float = 0.0) -> Answer:
        """Return the best seats for the cases with these numbers. `stay`: what it is worth that an unopened seat stays."""
        at = np.full(len(self.cases), EMPTY)
        at[some] = np.arange(len(some))
        inside = at[self.row] != EMPTY
        row, who, worth = at[self.row[inside]], self.who[inside], self.worth[inside]
        fits = worth + AGE * (len(some) - row)
        nth = self._holds[inside]
        holds = nth >= 0
        fits[holds] += stay * (1 + APART * (row[holds] / max(1, len(some)) + nth[holds] / 4))
        fixed = np.full((len(some), self.places), EMPTY)
        for number, case in enumerate(some.tolist()):
            fixed[number, : len(self.sits[case])] = self.sits[case]
        here = np.array([self.index[who] for case in some.tolist() for who in self.cases[case].need.seated], np.int64)
        load = self.taken - np.bincount(here, minlength=len(self.people))
        solution = solve(
            row, who, fits, n_cases=len(some), n_assessors=len(self.people), seats=self.places,
            capacity=self.taken + self.room, fixed=fixed, load=load, never_together=self.never, balance=BALANCE,
            pair_limit=self.bounds.pair_limit, met=self._met_elsewhere(some) if self.bounds.pair_limit else None,
            groups=_units(self.people), cross_group=self.bounds.cross_units, seed=self.seed,
        )  # fmt: skip
        new = {
            case: [one for one in seats[len(self.cases[case].need.seated) :] if one != EMPTY]
            for case, seats in zip(some.tolist(), solution.chosen.tolist(), strict=True)
        }
        return Answer(some, solution, new, self._fit(new))

    def digest(self) -> str:
        """Return the SHA-256 (hex) of the arrays: the same cases and people on the same day have the same."""
        taken = hashlib.sha256()
        kept = (self.row, self.who, self.worth, self._holds, self.taken, self.room)
        for array in kept:
            taken.update(f"{array.dtype.kind} {array.shape} ".encode())
            taken.update(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).tobytes())
        taken.update(repr((self.places, self.sits, self.never)).encode())
        return taken.hexdigest()

    def _holding(self) -> Ints:
        """Return for each pair which of the case's unopened seats the person holds, counted from 0; -1 for none."""
        starts = np.searchsorted(self.row, np.arange(len(self.cases) + 1))
        found = np.full(len(self.row), EMPTY)
        for number, case in enumerate(self.cases):
            here = self.who[starts[number] : starts[number + 1]]
            for nth, who in enumerate(case.movable.values()):
                found[starts[number] : starts[number + 1]][here == self.index[who]] = nth
        return found

    def _fit(self, new: Mapping[int, Sequence[int]]) -> float:
        n = max(1, len(self.people))
        wanted = np.array([case * n + who for case, taken in new.items() for who in taken], np.int64)
        key = self.row * n + self.who
        at = np.minimum(np.searchsorted(key, wanted), max(0, len(key) - 1))
        found = key[at] == wanted if len(key) else np.zeros(len(wanted), bool)
        return float(self.worth[at[found]].sum())

    def _met_elsewhere(self, some: Ints) -> list[tuple[int, int, int]]:
        """Return how often each two of the people share a case that is not one of these."""
        sitting = ({*self.cases[one].need.seated, *self.cases[one].movable.values()} for one in some.tolist())
        here: Counter[PairOfIds] = Counter(pair(*two) for people in sitting for two in combinations(people, 2))
        return [
            (self.index[one], self.index[other], met.times - here[one, other])
            for (one, other), met in sorted(self.pool.met.items())
            if one in self.index and other in self.index and met.times > here[one, other]
        ]


def everybody(pool: Pool) -> Sequence[Person]:
    """Return the people in their order, as one of the scale versions sees them."""
    return next(iter(pool.people.values()), ())


def pinned(case: OpenCase, wishes: Wishes) -> list[str]:
    """Return who is wished onto the case, in order of id."""
    return sorted(who for case_id, who in wishes.pinned if case_id == case.need.case_id)


def _units(people: Sequence[Person]) -> list[int]:
    """Return a number for each person's unit; whose unit is not known has one alone."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(unit_of(person) or f"?{person.account_id}", len(numbers)) for person in people]
