"""The same two meet at most so often: where they meet more, one of them gives the seat to another or changes seats.

The flow cannot count who meets whom, so its answer is mended seat by seat: of all seats that could be given to
somebody else, and of all two seats that could be exchanged, the one that costs least and brings nobody over the limit.
What cannot be mended stays as it is and is named.
"""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from reviewboard.stages.assignment.instance import EMPTY, Bools, Floats, Instance, Ints

MOST_COUNTED = 4_000  # assessors: each is counted with each, 9 bytes a pair
TRIES = 8  # times that changes by lot are tried where no change helps at once
HANDED_ON = 12  # changes by lot in one try

Change = tuple[float, list[tuple[int, int, int]]]  # cost, (case, seat, who comes)


class Meetings:
    """How often any two assessors share a case, seat by seat up to date. `apart`: those who must never.

    `met` (k × 3: two assessors, how often) are meetings on other cases, which no change here can undo.
    """

    def __init__(self, given: Instance, chosen: Ints, limit: int, met: Ints) -> None:
        n = len(given.capacity)
        self.given, self.chosen, self.limit = given, chosen, limit
        self.free = given.fixed == EMPTY
        self.elsewhere = np.zeros((n, n), np.int64)
        for one, other in ((0, 1), (1, 0)):
            np.add.at(self.elsewhere, (met[:, one], met[:, other]), met[:, 2])
        self.count = self.elsewhere.copy()
        self.load = given.before + np.bincount(chosen[self.free & (chosen != EMPTY)], minlength=n)
        self.apart = (given.group[:, None] == given.group) & given.gated
        self.apart[tuple(given.never.T)] = self.apart[tuple(given.never.T[::-1])] = True
        np.fill_diagonal(self.apart, True)
        self.key = given.case * n + given.assessor
        for one, other in combinations(chosen.T, 2):
            both = (one != EMPTY) & (other != EMPTY)
            np.add.at(self.count, (one[both], other[both]), 1)
            np.add.at(self.count, (other[both], one[both]), 1)

    def over(self) -> list[tuple[int, int, int]]:
        """Return (assessor, assessor, meetings) for every two who meet here, and more often than the limit."""
        found = np.argwhere(np.triu((self.count > self.limit) & (self.count > self.elsewhere), 1)).tolist()
        return [(one, other, int(self.count[one, other])) for one, other in found]

    def fit(self, case: Ints, who: Ints) -> Floats:
        """Return the fit of these pairs, minus infinity for those not eligible."""
        wanted = case * len(self.load) + who
        at = np.minimum(np.searchsorted(self.key, wanted), max(0, len(self.key) - 1))
        return np.where(self.key[at] == wanted, self.given.fit[at], -np.inf) if len(self.key) else np.full(len(wanted), -np.inf)

    def others(self, case: int, seat: int) -> Ints:
        row = np.delete(self.chosen[case], seat)
        return row[row != EMPTY]

    def excess(self) -> int:
        """Return how many meetings are too many."""
        return sum(min(times - self.limit, times - int(self.elsewhere[one, other])) for one, other, times in self.over())

    def welcome(self, others: Ints, limit: int) -> Bools:
        """Return who may join these people on a case: not apart from them, and not at the limit with any."""
        return ~self.apart[others].any(axis=0) & (self.count[others] < limit).all(axis=0)

    def apply(self, change: Change) -> None:
        """Make a change: its cost, and (case, seat, who comes) for each seat."""
        for case, seat, who in change[1]:
            self.move(case, seat, who)

    def move(self, case: int, seat: int, who: int) -> None:
        """Give a seat to somebody else."""
        others, leaving = self.others(case, seat), self.chosen[case, seat]
        self.count[leaving, others] -= 1
        self.count[others, leaving] -= 1
        self.count[who, others] += 1
        self.count[others, who] += 1
        self.load[leaving] -= 1
        self.load[who] += 1
        self.chosen[case, seat] = who


def limit_repeats(
    given: Instance, chosen: Ints, limit: int, rng: np.random.Generator, met: Ints
) -> tuple[Ints, list[tuple[int, int, int]]]:
    """Return the seats with fewer repeats, and (assessor, assessor, meetings) for those who still meet too often.

    Where no change helps at once, a change by lot hands the meeting on to two others; what that leads to counts only
    if fewer meetings are too many in the end.
    """
    now = Meetings(given, chosen.copy(), limit, met)
    _mend(now)
    for _ in range(TRIES):
        over = now.over()
        if not over:
            break
        trial = Meetings(given, now.chosen.copy(), limit, met)
        for _ in range(HANDED_ON):
            here = trial.over()
            if not here:
                break
            one, other, _ = here[rng.integers(len(here))]
            loose = list(_changes(trial, one, other, rng))
            if loose:
                trial.apply(loose[rng.integers(len(loose))])
            _mend(trial)
        if trial.excess() < now.excess():
            now = trial
    return now.chosen, now.over()


def _mend(now: Meetings) -> None:
    """Make the cheapest helpful change for every two who meet too often, until none helps."""
    for one, other, _ in now.over():
        while now.count[one, other] > max(now.limit, now.elsewhere[one, other]):
            found = min(_changes(now, one, other), default=None)
            if found is None:
                break
            now.apply(found)


def _changes(now: Meetings, one: int, other: int, lot: np.random.Generator | None = None) -> Iterator[Change]:
    """Yield the best change of each seat in which these two meet and which may change; by `lot`, any exchange."""
    cases = np.flatnonzero((now.chosen == one).any(axis=1) & (now.chosen == other).any(axis=1))
    for case in cases.tolist():
        for who in (one, other):
            seat = int(np.flatnonzero(now.chosen[case] == who)[0])
            if now.free[case, seat]:
                if lot is None:
                    yield from _replacement(now, case, seat, who)
                yield from _exchange(now, case, seat, who, lot)


def _replacement(now: Meetings, case: int, seat: int, leaving: int) -> Iterator[Change]:
    given = now.given
    first, last = np.searchsorted(given.case, [case, case + 1])
    who = given.assessor[first:last]
    fits = given.fit[first:last]
    may = now.welcome(now.others(case, seat), now.limit)[who] & (now.load[who] < given.capacity[who]) & (who != leaving)
    if now.load[leaving] <= given.floor[leaving] or not may.any():
        return
    own = now.fit(np.array([case]), np.array([leaving]))[0]
    cost = own - fits + 2.0 * given.balance * (now.load[who] - now.load[leaving] + 1)
    best = int(np.argmin(np.where(may, cost, np.inf)))
    yield float(cost[best]), [(case, seat, int(who[best]))]


def _exchange(
    now: Meetings, case: int, seat: int, leaving: int, lot: np.random.Generator | None
) -> Iterator[Change]:
    n_seats, limit = now.chosen.shape[1], now.limit + (lot is not None)
    welcome = now.welcome(now.others(case, seat), limit)
    own = now.fit(np.array([case]), np.array([leaving]))[0]
    for place in range(n_seats):
        coming = now.chosen[:, place]
        rows = np.flatnonzero(now.free[:, place] & (coming != EMPTY))
        rows = rows[(rows != case) & welcome[coming[rows]] & (coming[rows] != leaving)]
        for beside in (column for column in range(n_seats) if column != place):
            partner = now.chosen[rows, beside]
            fine = ~now.apart[leaving, partner] & (now.count[leaving, partner] < limit)
            rows = rows[(partner == EMPTY) | fine]
        if not len(rows):
            continue
        gained = now.fit(np.full(len(rows), case), coming[rows]) + now.fit(rows, np.full(len(rows), leaving))
        cost = own + now.fit(rows, coming[rows]) - gained
        best = int(np.argmin(cost if lot is None else cost + lot.random(len(cost)) * _spread(cost)))
        if cost[best] < np.inf:
            row = int(rows[best])
            yield float(cost[best]), [(case, seat, int(coming[row])), (row, place, leaving)]


def _spread(cost: Floats) -> float:
    """Return how far apart the costs of what is possible lie."""
    possible = cost[np.isfinite(cost)]
    return float(np.ptp(possible)) if len(possible) else 0.0
