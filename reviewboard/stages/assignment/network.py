"""An instance as a flow network: seats cost more one by one, pairs cost what they lack in fit, all counted in integers.

The cost of a seat grows with the load (parallel unit arcs with the marginal costs of the squared load), a floor makes
the first seats so cheap that nothing else outweighs them, and equal answers are told apart by random integers from the
seed, together smaller than one step of real cost. People who exclude each other share a gate of capacity one.

Source: Ahuja, Magnanti, Orlin, "Network Flows" (1993), chapter 14: convex costs by parallel arcs.
"""

from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from reviewboard.stages.assignment.instance import EMPTY, ArraysRefused, Instance, Ints

GRAINS = ((10**6, 64), (10**6, 8), (10**4, 64), (10**4, 8), (10**3, 64), (10**3, 8), (10**3, 1))
"""Steps in one unit of fit, and how many random integers tell equals apart: the finest that fits is taken."""
LARGEST = 2.0**61  # cost times nodes; above it the flow's own arithmetic could overflow


@dataclass(frozen=True, eq=False)
class Network:
    """What every flow over an instance shares.

    `cost`: of each pair; `wanted`: seats to fill in each case; `seat` and `seat_cost`: the assessor and cost of each
    free seat, an assessor's seats in rising order of cost; `first`: where an assessor's seats begin.
    """

    given: Instance
    cost: Ints
    wanted: Ints
    seat: Ints
    seat_cost: Ints
    first: Ints

    @property
    def room(self) -> Ints:
        """Free seats of each assessor."""
        return np.diff(np.append(self.first, len(self.seat)))


def network(given: Instance, rng: np.random.Generator) -> Network:
    """Return the network of an instance, its ties drawn from `rng`. Raises ArraysRefused where costs are too large."""
    n_cases, n_assessors = len(given.fixed), len(given.capacity)
    wanted = (given.fixed == EMPTY).sum(axis=1)
    pairs = np.bincount(given.assessor, minlength=n_assessors)
    room = np.clip(given.capacity - given.before, 0, pairs)
    seat = np.repeat(np.arange(n_assessors), room)
    first = np.cumsum(room) - room
    nth = given.before[seat] + np.arange(len(seat)) - first[seat]
    marginal = given.balance * (2.0 * nth + 1.0)
    misfit = given.fit.max(initial=0.0) - given.fit if len(given.fit) else given.fit

    largest = max(misfit.max(initial=0.0), marginal.max(initial=0.0))
    bonus = nth < given.floor[seat]
    swings = 2.0 * (n_assessors + 1) if bonus.any() else 1.0
    nodes = 2.0 + n_cases + n_assessors + min(len(given.case), n_cases * n_assessors if given.gated.any() else 0)
    for steps, ties in GRAINS:
        scale = ties * max(1, int(wanted.sum()))
        if (largest * steps + 1) * scale * nodes * swings <= LARGEST:
            break
    else:
        raise ArraysRefused("fit, balance, load: too large to be counted exactly")
    cost, seat_cost = (np.rint(real * steps).astype(np.int64) * scale for real in (misfit, marginal))
    cost += rng.integers(ties, size=len(cost))
    seat_cost[bonus] -= int((largest * steps + 1) * scale * swings)
    return Network(given=given, cost=cost, wanted=wanted, seat=seat, seat_cost=seat_cost, first=first)


def cheapest(net: Network, use: Ints) -> Ints:
    """Return which of the pairs `use` (indices, ascending) fill the most seats at the least cost, ascending."""
    if not len(use) or not len(net.seat):
        return np.empty(0, np.int64)
    given, n_assessors = net.given, len(net.first)
    case, assessor = given.case[use], given.assessor[use]
    cases = n_assessors + np.arange(len(net.wanted))
    into = cases[case]
    gated = given.gated[assessor]
    gates, gate = np.unique(case[gated] * n_assessors + given.group[assessor[gated]], return_inverse=True)
    into[gated] = cases[-1] + 1 + gate
    source = cases[-1] + 1 + len(gates)
    sink = source + 1
    arcs_from_to_capacity_cost = (
        (assessor, into, 1, net.cost[use]),
        (source, net.seat, 1, net.seat_cost),
        (cases[-1] + 1 + np.arange(len(gates)), cases[gates // n_assessors], 1, 0),
        (cases, sink, net.wanted, 0),
    )
    columns = zip(*(np.broadcast_arrays(*arcs) for arcs in arcs_from_to_capacity_cost), strict=True)
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(*map(np.concatenate, columns))
    total = net.wanted.sum()
    flow.set_nodes_supplies(np.array([source, sink]), np.array([total, -total]))
    status = flow.solve_max_flow_with_min_cost()
    if status != SimpleMinCostFlow.OPTIMAL:
        raise RuntimeError(f"the flow ended as {status}")
    return use[np.flatnonzero(flow.flows(arcs[: len(use)]))]
