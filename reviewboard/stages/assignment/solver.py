"""Eligible pairs become seats by one minimum-cost flow: as many as can be filled, then loads even and fit high.

Arrays in, arrays out. A case takes an assessor through arcs of capacity one, so its assessors are distinct by
construction. Hard rules are never relaxed: what they leave empty is named with its reason. Two wishes come on top of
the flow: nobody served badly (`fairness`), and nobody rating with the same person again and again (`pair_limit`).
"""

import hashlib
import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from reviewboard.stages.assignment.apart import Kept, best_apart
from reviewboard.stages.assignment.instance import EMPTY, ArraysRefused, Instance, Ints, instance, whole
from reviewboard.stages.assignment.network import Network, network
from reviewboard.stages.assignment.repeats import MOST_COUNTED, limit_repeats
from reviewboard.stages.assignment.shortage import Reason, Shortage, reasons, shortages


@dataclass(frozen=True, eq=False)
class Solution:
    """Who sits where, what it is worth, and what it could not do.

    `chosen`: cases × seats, assessor or -1; fixed seats stay where they were, new ones stand in random order.
    `objective` = `load_cost` − `fit`, smaller is better: balance × growth of the summed squared loads, and the fit of
    the new seats. `gap`: by how much at most the objective exceeds the least one possible; 0 where it is exact, endless
    where it is not known: the search was cut short, and what bounds it fills other seats or meets other floors.
    `worst`: the lowest fit of a new seat, None without new seats. `unseated`: cases with an empty seat, ascending,
    with the reason; `shortages`: what they compete for. `below_floor`: assessors with fewer seats than their floor.
    `over_limit`: (assessor, assessor, cases shared) for those above the pair limit; `limit_price`: the fit given up to
    hold it. `components`: for each assessor who sits, the lowest assessor connected to them by shared cases; -1 for
    the others. `seed` and `input_hash` (SHA-256, hex, of the input without the seed) reproduce it all.
    """

    chosen: Ints
    objective: float
    fit: float
    load_cost: float
    gap: float
    worst: float | None
    unseated: dict[int, Reason]
    shortages: tuple[Shortage, ...]
    below_floor: tuple[int, ...]
    over_limit: tuple[tuple[int, int, int], ...]
    limit_price: float
    components: Ints
    seed: int
    input_hash: str


def solve(
    case: ArrayLike,
    assessor: ArrayLike,
    fit: ArrayLike,
    *,
    n_cases: int,
    n_assessors: int,
    seats: int,
    capacity: ArrayLike,
    floor: ArrayLike | None = None,
    fixed: ArrayLike | None = None,
    load: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    never_together: ArrayLike | None = None,
    balance: float = 1.0,
    pair_limit: int | None = None,
    met: ArrayLike | None = None,
    cross_group: bool = False,
    fairness: Literal["worst"] | None = None,
    seed: int,
) -> Solution:
    """Return the seats for these eligible pairs; the same input and seed give the same answer, in any order of pairs.

    `case`, `assessor`, `fit`: one entry for each eligible pair; fit is finite, higher is better. `capacity`: the most
    seats each assessor may hold (one number: the same for all), counting those in `fixed` (cases × seats, assessor or
    -1: seats that stay, even above a capacity) and in `load` (seats held on other cases). `floor`: the fewest, where
    that leaves no seat empty. `groups`: the unit of each assessor; with `cross_group` no case takes two of one unit.
    `never_together`: k × 2 assessors who never share a case. `balance`: weight of even loads against fit. `pair_limit`:
    the most cases two people share, as far as seats can be given to others, counting `met`: k × 3, two assessors and how
    many other cases they share. `fairness="worst"`: the lowest fit of any
    seat is made as high as can be, without leaving more seats empty, before everything else is weighed.
    Raises ArraysRefused.
    """
    if fairness not in (None, "worst"):
        raise ArraysRefused(f"fairness: {fairness!r} is not known")
    shared = whole("met", np.empty((0, 3)) if met is None else met, (None, 3))
    if shared[:, :2].max(initial=-1) >= n_assessors:
        raise ArraysRefused(f"met: only {n_assessors} assessors are there")
    if pair_limit is not None:
        whole("pair_limit", pair_limit, (), low=1)
        if n_assessors > MOST_COUNTED:
            raise ArraysRefused(f"pair_limit: who meets whom is counted for at most {MOST_COUNTED} assessors")
    given = instance(
        case, assessor, fit, n_cases=n_cases, n_assessors=n_assessors, seats=seats, capacity=capacity, floor=floor,
        fixed=fixed, load=load, groups=groups, never_together=never_together, balance=balance, cross_group=cross_group,
    )  # fmt: skip
    rng = np.random.Generator(np.random.PCG64(int(whole("seed", seed, ()))))
    net = network(given, rng)
    kept = _kindest(net, rng) if fairness == "worst" else best_apart(net, rng)
    flow = chosen = seated(net, kept.taken, rng)
    over: list[tuple[int, int, int]] = []
    if pair_limit is not None:
        chosen, over = limit_repeats(given, flow, pair_limit, rng, shared)
    of_flow = _worth(given, flow)
    worth = of_flow if chosen is flow else _worth(given, chosen)
    bound = of_flow if kept.taken is kept.bound else _worth(given, seated(net, kept.bound, rng))
    return Solution(
        chosen=chosen,
        objective=worth.objective,
        fit=worth.fit,
        load_cost=worth.load_cost,
        gap=_gap(worth, bound),
        worst=worth.worst,
        unseated=reasons(net, chosen),
        shortages=shortages(net, kept.taken),
        below_floor=tuple(np.flatnonzero(_loads(given, chosen) < given.floor).tolist()),
        over_limit=tuple(over),
        limit_price=of_flow.fit - worth.fit,
        components=_components(chosen, n_assessors),
        seed=int(seed),
        input_hash=_digest(given, pair_limit, shared, fairness),
    )


def _digest(given: Instance, pair_limit: int | None, met: Ints, fairness: str | None) -> str:
    """Return the SHA-256 (hex) of the instance and of what is wished for on top of it."""
    wishes = f"{given.digest()} {pair_limit} {met.shape} {fairness} ".encode()
    return hashlib.sha256(wishes + np.ascontiguousarray(met, "<i8").tobytes()).hexdigest()


def seated(net: Network, taken: Ints, rng: np.random.Generator) -> Ints:
    """Return cases × seats: the fixed seats with the taken pairs in the empty ones, in random order."""
    given = net.given
    taken = rng.permutation(taken)
    taken = taken[np.argsort(given.case[taken], kind="stable")]
    rows = given.case[taken]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    empty_first = np.argsort(given.fixed != EMPTY, axis=1, kind="stable")
    chosen = given.fixed.copy()
    chosen[rows, empty_first[rows, rank]] = given.assessor[taken]
    return chosen


def _kindest(net: Network, rng: np.random.Generator) -> Kept:
    """Return the best answer among those that seat as many and whose lowest fit is as high as can be."""
    best = best_apart(net, rng)
    steps = np.unique(net.given.fit)
    low, high = 0, len(steps) - 1  # at `low` as many are seated
    while low < high:
        middle = (low + high + 1) // 2
        found = best_apart(net, rng, net.given.fit < steps[middle])
        if len(found.taken) == len(best.taken):
            best, low = found, middle
        else:
            high = middle - 1
    return best


def _loads(given: Instance, chosen: Ints) -> Ints:
    new = (given.fixed == EMPTY) & (chosen != EMPTY)
    return given.before + np.bincount(chosen[new], minlength=len(given.before))


@dataclass(frozen=True)
class _Worth:
    """What an arrangement is worth: its new seats, the floors met, the fit and lowest fit of new seats, the loads' cost."""

    seats: int
    floors: int
    fit: float
    load_cost: float
    worst: float | None

    @property
    def objective(self) -> float:
        return self.load_cost - self.fit


def _worth(given: Instance, chosen: Ints) -> _Worth:
    rows, places = np.nonzero((given.fixed == EMPTY) & (chosen != EMPTY))
    n, loads = len(given.capacity), _loads(given, chosen)
    fits = given.fit[np.searchsorted(given.case * n + given.assessor, rows * n + chosen[rows, places])]
    growth = (loads.astype(float) ** 2 - given.before.astype(float) ** 2).sum()
    return _Worth(
        seats=len(rows),
        floors=int(np.minimum(loads, given.floor).sum()),
        fit=float(fits.sum()),
        load_cost=float(given.balance * growth),
        worst=float(fits.min()) if len(fits) else None,
    )


def _gap(worth: _Worth, bound: _Worth) -> float:
    """Return how far from the bound an arrangement can be. Only equal numbers of seats and floors compare by objective."""
    if (worth.seats, worth.floors) != (bound.seats, bound.floors):
        return math.inf
    return max(0.0, worth.objective - bound.objective)


def _components(chosen: Ints, n_assessors: int) -> Ints:
    """Return, for each assessor with a seat, the lowest assessor reached by shared cases; -1 for those without."""
    label = np.full(n_assessors, EMPTY)
    sitting = np.unique(chosen[chosen != EMPTY])
    label[sitting] = sitting
    while len(sitting):
        lowest = np.where(chosen == EMPTY, n_assessors, label[chosen]).min(axis=1, initial=n_assessors)
        lower = label.copy()
        for column in chosen.T:
            np.minimum.at(lower, column[column != EMPTY], lowest[column != EMPTY])
        if (lower == label).all():
            break
        label = lower
    return label
