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
from reviewboard.stages.assignment.pricing import NONE, exchanges, held, reached_from_empty


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
    people = reached_from_empty(exchanges(net, np.arange(len(net.cost)), here), n)[:n]
    seated = here.pairs[here.pairs != NONE]
    cases = here.short.copy()
    cases[given.case[seated[people[given.assessor[seated]]]]] = True
    edge = cases[given.case] & people[given.assessor]
    case_of, person_of = given.case[edge], given.assessor[edge]
    label = np.arange(len(cases))  # of each case: the lowest case it competes with, in the end
    while True:
        lowest = np.full(n, len(cases))
        np.minimum.at(lowest, person_of, label[case_of])
        lower = label.copy()
        np.minimum.at(lower, case_of, lowest[person_of])
        if (lower == label).all():
            break
        label = lower
    empty = net.wanted - (here.pairs != NONE).sum(axis=1)
    found = []
    for first in np.unique(label[here.short]).tolist():
        together = cases & (label == first)
        found.append(
            Shortage(
                cases=tuple(np.flatnonzero(together).tolist()),
                assessors=tuple(np.flatnonzero(lowest == first).tolist()),
                missing=int(empty[together].sum()),
            )
        )
    return tuple(sorted(found, key=lambda shortage: (-shortage.missing, shortage.cases)))
