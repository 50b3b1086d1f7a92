"""A few pairs stand for millions: the flow runs on some, prices tell which others could better it, until none could.

The prices are the potentials of the optimal flow, seen at the assessors: a pair left out betters the flow only if it is
cheaper, at these prices, than the dearest pair it could replace on its case. Where seats stay empty, a pair left out
fills one more only if it leads from an empty seat, over the people exchangeable with it, to somebody not yet reached.
When no pair does either, the answer over the few is the answer over all: nothing is approximate.

Source: Ahuja, Magnanti, Orlin, "Network Flows" (1993), sections 9.3 (reduced cost optimality) and 17.2 (generation of
columns).
"""

from dataclasses import dataclass

import numpy as np

from reviewboard.stages.assignment.instance import Bools, Ints
from reviewboard.stages.assignment.network import Network, cheapest

SMALL = 30_000  # pairs: up to here one flow over all of them is as quick
MOST_PEOPLE = 4_000  # prices compare each with each
CHEAPEST = 8  # pairs of a case taken for being cheap …
DRAWN = 8  # … and drawn by lot, so that everybody is reachable
MORE = 6  # pairs added to a case in one turn
FAR = 2**61
NONE = -1


def best(net: Network, rng: np.random.Generator, barred: Bools | None = None) -> Ints:
    """Return the pairs (indices, ascending) that fill the most seats at the least cost; `barred` pairs are left out."""
    allowed = np.arange(len(net.cost)) if barred is None else np.flatnonzero(~barred)
    if len(allowed) <= SMALL or len(net.first) > MOST_PEOPLE:
        return cheapest(net, allowed)
    inside = np.zeros(len(net.cost), bool)
    inside[_lowest(net, allowed, net.cost[allowed], CHEAPEST)] = True
    inside[_lowest(net, allowed, rng.integers(FAR, size=len(allowed)), DRAWN)] = True
    while True:
        use = np.flatnonzero(inside)
        taken = cheapest(net, use)
        outside = ~inside if barred is None else ~(inside | barred)
        more = _more(net, use, taken, outside)
        if not len(more):
            return taken
        inside[more] = True


def _lowest(net: Network, pairs: Ints, value: Ints, most: int) -> Ints:
    """Return, for each case, the at most `most` of these pairs (ascending) with the lowest values."""
    case = net.given.case[pairs]
    ends = np.flatnonzero(np.append(case[1:] != case[:-1], True)) + 1 if len(case) else case
    starts = np.append(0, ends[:-1])[: len(ends)]
    chosen = [pairs[:0]]
    for low in range(0, len(starts), 2048):  # a block of cases at a time keeps the padded table small
        begin = starts[low : low + 2048, None]
        width = ends[low : low + 2048, None] - begin
        if width.max() <= most:
            chosen.append(pairs[begin[0, 0] : begin[-1, 0] + width[-1, 0]])
            continue
        column = np.arange(width.max())
        at = np.minimum(begin + column, len(pairs) - 1)
        table = np.where(column < width, value[at], np.iinfo(np.int64).max)
        nearest = np.argpartition(table, most - 1, axis=1)[:, :most]
        chosen.append(pairs[(begin + nearest)[nearest < width]])
    return np.concatenate(chosen)


@dataclass(frozen=True, eq=False)
class Held:
    """The taken pairs by case: `pairs` (cases × seats, pair or NONE), and `short`, the cases with an empty seat."""

    pairs: Ints
    short: Bools


def held(net: Network, taken: Ints) -> Held:
    """Return the taken pairs (ascending) by case."""
    case = net.given.case[taken]
    pairs = np.full((len(net.wanted), max(1, int(net.wanted.max(initial=0)))), NONE)
    pairs[case, np.arange(len(case)) - np.searchsorted(case, case)] = taken
    return Held(pairs, np.bincount(case, minlength=len(net.wanted)) < net.wanted)


def _more(net: Network, use: Ints, taken: Ints, outside: Bools) -> Ints:
    """Return pairs outside that could fill an empty seat or, where none can, better the flow."""
    here = held(net, taken)
    steps = exchanges(net, use, here)
    people = net.given.assessor
    if here.short.any():
        reached = reached_from_empty(steps, len(net.first))
        opening = _replaceable(net, here, reached[people[taken]].astype(np.int64), taken, 1) > 0
        found = np.flatnonzero(opening & ~reached[people] & outside)
        if len(found):
            return _lowest(net, found, net.cost[found], MORE)
    price, empty_price = _prices(net, steps, taken)
    gain = net.cost + price[people] - _replaceable(net, here, net.cost[taken] + price[people[taken]], taken, empty_price)
    found = np.flatnonzero((gain < 0) & outside)
    return _lowest(net, found, gain[found], MORE)


def _replaceable(net: Network, here: Held, worth: Ints, taken: Ints, empty: int) -> Ints:
    """Return, for each pair, the highest worth of what it could replace on its case: a taken pair, or an empty seat.

    `worth` is that of each taken pair. A pair whose group holds a seat there can replace that one only.
    """
    given = net.given
    of_pair = np.full(len(net.cost) + 1, -FAR)
    of_pair[taken] = worth
    table = of_pair[here.pairs]  # NONE reads the last one
    of_case = np.maximum(table.max(axis=1), np.where(here.short, empty, -FAR))
    highest = of_case[given.case]
    for pair, holder in _gatekeepers(net, here, np.flatnonzero(given.gated[given.assessor])):
        highest[pair] = of_pair[holder]
    return highest


def _gatekeepers(net: Network, here: Held, pairs: Ints) -> list[tuple[Ints, Ints]]:
    """Return, of these gated pairs, those whose group holds a seat on their case, with the taken pair that holds it."""
    given = net.given
    found = []
    for column in here.pairs.T if len(pairs) else ():
        holder = column[given.case[pairs]]
        who = given.assessor[holder]
        same = (holder != NONE) & given.gated[who] & (given.group[who] == given.group[given.assessor[pairs]])
        found.append((pairs[same], holder[same]))
    return found


@dataclass(frozen=True, eq=False)
class Exchanges:
    """What giving a seat of `giver` to `taker` costs on some case, entry by entry; who is after all assessors is nobody."""

    giver: Ints
    taker: Ints
    cost: Ints


def exchanges(net: Network, use: Ints, here: Held) -> Exchanges:
    """Return the exchanges that the pairs `use` allow. The same two stand in it as often as they could exchange."""
    given, empty = net.given, len(net.first)
    found: list[tuple[Ints, Ints, Ints]] = []
    keeper = np.full(len(use), NONE)
    for pair, holder in _gatekeepers(net, here, use[given.gated[given.assessor[use]]]):
        keeper[np.searchsorted(use, pair)] = holder
    case, who = given.case[use], given.assessor[use]
    seated = here.pairs[here.pairs != NONE]
    waits = ~np.isin(use, seated)
    for column in here.pairs.T:
        holder = column[case]
        swap = (holder != NONE) & waits & ((keeper == NONE) | (keeper == holder))
        found.append((given.assessor[holder[swap]], who[swap], net.cost[use[swap]] - net.cost[holder[swap]]))
    if here.short.any():
        found.append((given.assessor[seated], np.full(len(seated), empty), -net.cost[seated]))
        fill = here.short[case] & (keeper == NONE) & waits
        found.append((np.full(int(fill.sum()), empty), who[fill], net.cost[use[fill]]))
    return Exchanges(*(np.concatenate(column) for column in zip(*found, strict=True)))


def reached_from_empty(steps: Exchanges, n_assessors: int) -> Bools:
    """Return which assessors an empty seat reaches by exchanges; the last entry is the empty seat itself."""
    reached = np.zeros(n_assessors + 1, bool)
    reached[-1] = True
    before = 0
    while (count := int(reached.sum())) > before:
        before = count
        reached[steps.taker[reached[steps.giver]]] = True
    return reached


def _prices(net: Network, steps: Exchanges, taken: Ints) -> tuple[Ints, int]:
    """Return potentials of the assessors and of an empty seat: no exchange, and no free seat, is worth taking.

    Source: shortest distances by Bellman and Ford over the exchanges; the last node is where free seats come from.
    """
    n = len(net.first)
    used = np.bincount(net.given.assessor[taken], minlength=n)
    graph = np.full((n + 2, n + 2), FAR)
    np.minimum.at(graph, (steps.giver, steps.taker), steps.cost)
    np.fill_diagonal(graph, FAR)
    free, sitting = used < net.room, used > 0
    graph[:n, -1][free] = net.seat_cost[(net.first + used)[free]]
    graph[-1, :n][sitting] = -net.seat_cost[(net.first + used - 1)[sitting]]
    price = np.zeros(n + 2, np.int64)
    price[:n][sitting] = net.seat_cost[(net.first + used - 1)[sitting]]
    price[:n][free] = net.seat_cost[(net.first + used)[free]]
    price[n] = net.cost.max(initial=0) + np.abs(net.seat_cost).max(initial=0)
    for _ in range(n + 3):
        lower = np.minimum(price, (graph + price).min(axis=1))
        if (lower == price).all():
            return price[:n], int(price[n])
        price = lower
    raise RuntimeError("the flow over the chosen pairs was not the cheapest")
