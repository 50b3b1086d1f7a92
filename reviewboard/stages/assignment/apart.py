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

from reviewboard.stages.assignment.instance import Bools, Ints
from reviewboard.stages.assignment.network import Network
from reviewboard.stages.assignment.pricing import best

LOOKS = (5, 200)
"""Flows asked for, at least and at most, before the best found so far is mended instead …"""
PAIRS_LOOKED_AT = 4_000_000
"""… and pairs in all of them together: the larger the instance, the fewer flows."""


@dataclass(frozen=True, eq=False)
class Kept:
    """The taken pairs, ascending, and those of the flow that bounds them: the same where the answer is exact."""

    taken: Ints
    bound: Ints


def best_apart(net: Network, rng: np.random.Generator, barred: Bools | None = None) -> Kept:
    """Return the pairs that fill the most seats at the least cost with nobody beside one they are kept apart from."""
    order = count()
    none: tuple[int, ...] = ()
    heap = [(_rank(net, taken := best(net, rng, barred)), next(order), none, taken)]
    for _ in range(int(np.clip(PAIRS_LOOKED_AT // max(1, len(net.cost)), *LOOKS))):
        _, _, out, taken = heap[0]
        meeting = _meeting(net, taken)
        if meeting is None:
            return Kept(taken, taken)
        heappop(heap)
        for one in meeting:
            without = (*out, one)
            found = best(net, rng, _left_out(net, barred, without))
            heappush(heap, (_rank(net, found), next(order), without, found))
    _, _, out, bound = heap[0]
    taken = bound
    while (meeting := _meeting(net, taken)) is not None:
        out = (*out, max(meeting, key=lambda pair: int(net.cost[pair])))
        taken = best(net, rng, _left_out(net, barred, out))
    return Kept(taken, bound)


def _left_out(net: Network, barred: Bools | None, stepped_back: tuple[int, ...]) -> Bools:
    """Return which pairs a flow goes without: those barred from the start and those that stepped back."""
    out = np.zeros(len(net.cost), bool) if barred is None else barred.copy()
    out[list(stepped_back)] = True
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
