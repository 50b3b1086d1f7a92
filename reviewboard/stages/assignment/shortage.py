"""Which seats stay empty and why: the cases that compete, the people they compete for, and how many places are missing.

Where a flow leaves seats empty, the people whom an empty seat reaches by exchanges are all full, and the cases they sit
on cannot be served by anybody else: that is the shortage, and no smaller set of cases shows it.

Source: Ford, Fulkerson, "Flows in Networks" (1962): the minimal cut; Hall's condition for the seats of the cases in it.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from reviewboard.stages.assignment.instance import EMPTY, Ints
from reviewboard.stages.assignment.network import Network
from reviewboard.stages.assignment.pricing import FAR, NONE, exchanges, held


class Reason(StrEnum):
    """Why a seat of a case stays empty."""

    NOBODY = "nobody"  # nobody is eligible
    TOO_FEW = "too_few"  # fewer people are eligible than seats are empty
    APART = "apart"  # those eligible exclude each other
    FULL = "full"  # those eligible have no place left


@dataclass(frozen=True)
class Shortage:
    """These cases (ascending) need `missing` more places: these assessors (ascending), who could fill them, are full."""

    cases: tuple[int, ...]
    assessors: tuple[int, ...]
    missing: int


def reasons(net: Network, chosen: Ints) -> dict[int, Reason]:
    """Return, for each case with an empty seat, why it is empty."""
    given = net.given
    empty = (chosen == EMPTY).sum(axis=1)
    found = {}
    for case in np.flatnonzero(empty).tolist():
        first, last = np.searchsorted(given.case, [case, case + 1])
        people = given.assessor[first:last]
        sides = len(np.unique(np.where(given.gated[people], given.group[people], -1 - people)))
        wanted = int(net.wanted[case])
        if not len(people):
            found[case] = Reason.NOBODY
        elif len(people) < wanted:
            found[case] = Reason.TOO_FEW
        elif sides < wanted or _apart(net, people, wanted):
            found[case] = Reason.APART
        else:
            found[case] = Reason.FULL
    return found


def _apart(net: Network, people: Ints, wanted: int) -> bool:
    """Tell whether every two of these people are kept apart one by one."""
    never = {(int(one), int(other)) for one, other in net.given.never}
    return wanted > 1 and bool(never) and all(
        (one, other) in never or bool(net.given.gated[one] and net.given.group[one] == net.given.group[other])
        for at, one in enumerate(people.tolist()) for other in people.tolist()[at + 1 :]
    )  # fmt: skip


def shortages(net: Network, taken: Ints) -> tuple[Shortage, ...]:
    """Return the shortages behind the empty seats, most missing first; none where every seat is taken."""
    here = held(net, taken)
    if not here.short.any():
        return ()
    given, n = net.given, len(net.first)
    steps = exchanges(net, np.arange(len(net.cost)), here)[:n, :n] < FAR
    empty = net.wanted - (here.pairs != NONE).sum(axis=1)
    seated = here.pairs[here.pairs != NONE]
    asked = here.short[given.case] & ~np.isin(np.arange(len(given.case)), seated)  # pairs that would fill an empty seat
    left = here.short.copy()
    found = []
    while left.any():
        cases = np.arange(len(left)) == np.argmax(left)
        people = np.zeros(n, bool)
        while True:
            near = people | steps[people].any(axis=0)
            near[given.assessor[asked & cases[given.case]]] = True
            wider = cases.copy()
            wider[given.case[asked & near[given.assessor]]] = True
            if (near == people).all() and (wider == cases).all():
                break
            cases, people = wider, near
        cases[given.case[seated[people[given.assessor[seated]]]]] = True
        missing = int(empty[cases].sum())
        found.append(Shortage(tuple(np.flatnonzero(cases).tolist()), tuple(np.flatnonzero(people).tolist()), missing))
        left &= ~cases
    return tuple(sorted(found, key=lambda shortage: (-shortage.missing, shortage.cases)))
