"""Pairs kept apart that no group covers: the flow is asked again without the one, and without the other, until none meet.

The flow that ignores such pairs costs no more than any answer, so it bounds them all; of the flows still to be looked
at, the cheapest is always looked at first, and the first in which nobody meets is the best there is. Should that take
too many flows, the dearer of each meeting pair steps back, and the bound tells how much that can have cost.

Source: Land, Doig, "An automatic method of solving discrete programming problems", Econometrica 28 (1960).
"""

from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

import numpy as np

from reviewboard.stages.assignment.instance import EMPTY, Bools, Ints
from reviewboard.stages.assignment.network import Network
from reviewboard.stages.assignment.pricing import best

LOOKS = 200
"""Flows asked for before the best found so far is mended instead."""


@dataclass(frozen=True, eq=False)
class Kept:
    """The taken pairs, ascending, and those of the flow that bounds them: the same where the answer is exact."""

    taken: Ints
    bound: Ints


def best_apart(net: Network, rng: np.random.Generator, barred: Bools | None = None) -> Kept:
    """Return the pairs that fill the most seats at the least cost with nobody beside one they are kept apart from."""
    order = count()
    base = np.zeros(len(net.cost), bool) if barred is None else barred
    none: tuple[int, ...] = ()
    heap = [(_rank(net, taken := best(net, rng, barred)), next(order), none, taken)]
    for _ in range(LOOKS):
        _, _, out, taken = heap[0]
        meeting = _meeting(net, taken)
        if meeting is None:
            return Kept(taken, taken)
        heappop(heap)
        for one in meeting:
            without = (*out, one)
            found = best(net, rng, _and(base, without))
            heappush(heap, (_rank(net, found), next(order), without, found))
    _, _, out, bound = heap[0]
    taken = bound
    while (meeting := _meeting(net, taken)) is not None:
        out = (*out, max(meeting, key=lambda pair: int(net.cost[pair])))
        taken = best(net, rng, _and(base, out))
    return Kept(taken, bound)


def _and(barred: Bools, more: tuple[int, ...]) -> Bools:
    out = barred.copy()
    out[list(more)] = True
    return out


def _rank(net: Network, taken: Ints) -> tuple[int, int]:
    """Return what makes one answer better than another: more seats, then less cost."""
    used = np.bincount(net.given.assessor[taken], minlength=len(net.first))
    nth = np.arange(len(net.seat)) - net.first[net.seat]
    return -len(taken), int(net.cost[taken].sum() + net.seat_cost[nth < used[net.seat]].sum())


def _meeting(net: Network, taken: Ints) -> tuple[int, int] | None:
    """Return two taken pairs of one case whose assessors are kept apart, or None."""
    given = net.given
    if not len(given.never):
        return None
    n = len(net.first)
    key = given.case[taken] * n + given.assessor[taken]
    for one, other in given.never:
        mine, theirs = (taken[given.assessor[taken] == who] for who in (one, other))
        both = np.intersect1d(given.case[mine], given.case[theirs])
        if len(both):
            at = np.searchsorted(key, [both[0] * n + one, both[0] * n + other])
            return int(taken[at[0]]), int(taken[at[1]])
    return None


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
