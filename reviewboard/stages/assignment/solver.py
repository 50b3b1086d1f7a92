"""Eligible pairs become seats by one minimum-cost flow: as many as can be filled, then loads even and fit high.

Arrays in, arrays out. A case takes an assessor through arcs of capacity one, so its assessors are distinct by
construction; assessors who must never share a case reach it through one gate of capacity one. Each further seat of an
assessor costs more than the one before (parallel unit arcs with the marginal costs of the squared load). Equal
solutions are told apart by random integers from the seed, together smaller than one step of real cost.

Source: Ahuja, Magnanti, Orlin, "Network Flows" (1993), chapter 14: convex costs by parallel arcs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from reviewboard.stages.assignment.instance import EMPTY, ArraysRefused, Instance, Ints, instance, whole

STEPS = 1000  # real costs are counted in thousandths of one unit of fit
TIES = 64  # the random integers are 0 … 63
LARGEST = 2.0**61  # cost times nodes; above it the flow's own arithmetic could overflow


@dataclass(frozen=True, eq=False)
class Solution:
    """Who sits where.

    `chosen`: cases × seats, assessor or -1; fixed seats stay where they were, new ones stand in random order.
    `objective`: balance × growth of the summed squared loads − fit of the new seats; smaller is better.
    `input_hash`: SHA-256 (hex) of the input without the seed. `unseated`: cases with an empty seat, ascending.
    """

    chosen: Ints
    objective: float
    seed: int
    input_hash: str
    unseated: list[int]


def solve(
    case: ArrayLike,
    assessor: ArrayLike,
    fit: ArrayLike,
    *,
    n_cases: int,
    n_assessors: int,
    seats: int,
    capacity: ArrayLike,
    fixed: ArrayLike | None = None,
    load: ArrayLike | None = None,
    never_together: ArrayLike | None = None,
    balance: float = 1.0,
    seed: int,
) -> Solution:
    """Return the seats for these eligible pairs; the same input and seed give the same answer, in any order of pairs.

    `case`, `assessor`, `fit`: one entry for each eligible pair; fit is finite, higher is better. `capacity`: the most
    seats each assessor may hold, counting those in `fixed` (cases × seats, assessor or -1: seats that stay, even
    above a capacity) and in `load` (seats held on other cases). `never_together`: k × 2 assessors; a chain of such
    pairs is one group, of which a case takes at most one. `balance`: weight of even loads against fit.
    Raises ArraysRefused.
    """
    given = instance(
        case,
        assessor,
        fit,
        n_cases=n_cases,
        n_assessors=n_assessors,
        seats=seats,
        capacity=capacity,
        fixed=fixed,
        load=load,
        never_together=never_together,
        balance=balance,
    )
    rng = np.random.Generator(np.random.PCG64(int(whole("seed", seed, ()))))
    before = given.load + np.bincount(given.fixed[given.fixed != EMPTY], minlength=n_assessors)
    taken = _flow(given, before, rng)
    after = before + np.bincount(given.assessor[taken], minlength=n_assessors)
    growth = (after.astype(float) ** 2 - before.astype(float) ** 2).sum()
    chosen = _placed(given, taken, rng)
    return Solution(
        chosen=chosen,
        objective=float(given.balance * growth - given.fit[taken].sum()),
        seed=int(seed),
        input_hash=given.digest(),
        unseated=np.flatnonzero((chosen == EMPTY).any(axis=1)).tolist(),
    )


def _flow(given: Instance, before: Ints, rng: np.random.Generator) -> Ints:
    """Return the indices of the pairs that carry flow: source → assessor → (gate →) case → sink."""
    n_pairs, n_cases, n_assessors = len(given.case), len(given.fixed), len(before)
    ties = rng.integers(TIES, size=n_pairs)
    wanted = (given.fixed == EMPTY).sum(axis=1)
    if not n_pairs:
        return np.empty(0, np.int64)

    room = np.clip(given.capacity - before, 0, np.bincount(given.assessor, minlength=n_assessors))
    seat = np.repeat(np.arange(n_assessors), room)
    nth = np.arange(len(seat)) - np.repeat(np.cumsum(room) - room, room)
    marginal = given.balance * (2.0 * (before[seat] + nth) + 1.0)

    group = given.group[given.assessor]
    gated = np.bincount(given.group)[group] > 1
    gates, gate = np.unique(given.case[gated] * n_assessors + group[gated], return_inverse=True)
    cases = n_assessors + np.arange(n_cases)
    source = n_assessors + n_cases + len(gates)
    sink = source + 1
    into = cases[given.case]
    into[gated] = cases[-1] + 1 + gate

    scale = TIES * int(wanted.sum())
    misfit = given.fit.max() - given.fit
    if max(misfit.max(), marginal.max(initial=0.0)) * STEPS * scale * sink > LARGEST:
        raise ArraysRefused("fit, balance, load: too large to be counted exactly")
    pair_cost, seat_cost = (np.rint(real * STEPS).astype(np.int64) * scale for real in (misfit, marginal))
    arcs_from_to_capacity_cost = (
        (given.assessor, into, 1, pair_cost + ties),
        (source, seat, 1, seat_cost),
        (cases[-1] + 1 + np.arange(len(gates)), cases[gates // n_assessors], 1, 0),
        (cases, sink, wanted, 0),
    )
    columns = zip(*(np.broadcast_arrays(*arcs) for arcs in arcs_from_to_capacity_cost), strict=True)
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(*map(np.concatenate, columns))
    flow.set_nodes_supplies(np.array([source, sink]), np.array([wanted.sum(), -wanted.sum()]))
    status = flow.solve_max_flow_with_min_cost()
    if status != SimpleMinCostFlow.OPTIMAL:
        raise RuntimeError(f"the flow ended as {status}")
    return np.flatnonzero(flow.flows(arcs[:n_pairs]))


def _placed(given: Instance, taken: Ints, rng: np.random.Generator) -> Ints:
    """Return the fixed seats with the taken pairs in the empty ones, in random order: a place tells nothing."""
    taken = rng.permutation(taken)
    taken = taken[np.argsort(given.case[taken], kind="stable")]
    rows = given.case[taken]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    empty_first = np.argsort(given.fixed != EMPTY, axis=1, kind="stable")
    chosen = given.fixed.copy()
    chosen[rows, empty_first[rows, rank]] = given.assessor[taken]
    return chosen
