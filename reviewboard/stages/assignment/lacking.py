"""Why places stay empty: of one case the bar that matters, of all together how many places are missing and what ends it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reviewboard.stages.assignment.asking import everybody
from reviewboard.stages.assignment.barring import Barring
from reviewboard.stages.assignment.exclusions import Ints
from reviewboard.stages.assignment.instance import EMPTY
from reviewboard.stages.assignment.rules import Bar, Person, unit_of
from reviewboard.stages.assignment.shapes import OpenCase, Pool
from reviewboard.stages.assignment.shortage import Shortage as Competing
from reviewboard.stages.assignment.solver import Solution, solve

NOBODY = "nobody"  # in place of a bar: nobody is kept out by one bar alone
HELD = "held"  # in place of a bar: a coordinator holds the rounds of the cycle


@dataclass(frozen=True)
class Shortage:
    """Cases in these languages need `missing` more places than their assessors have.

    `raise_limit_to` is the smallest limit for every assessor that would do with the same people; None if no limit
    would, or it was not asked for.
    """

    languages: tuple[str, ...]
    missing: int
    raise_limit_to: int | None


def lack(case: OpenCase, barring: Barring, pool: Pool, filled: int, *, cross_units: bool) -> dict[str, Any]:
    """Return why places of a case stay empty, as data: the bar that alone keeps most people out, and the counts.

    Where enough people could sit if they had a free place, the bar is capacity; where those are kept apart from each
    other, it is that. `short` is how many people are missing, `places` how many places are empty.
    """
    wanted = len(case.free)
    there_if_room = barring.able(case, were_there_room=True)
    people = pool.people[case.scale_version_id]
    able = [people[at] for at in np.flatnonzero(there_if_room).tolist()]
    alone = barring.alone(case)
    del alone[Bar.CAPACITY]
    bar: str
    if len(able) >= wanted:
        bar, short = _apart(case, people, able, cross_units) or Bar.CAPACITY.value, wanted - filled
    else:
        bar = max(Bar, key=lambda bar: alone[bar]).value if alone else NOBODY
        short = wanted - len(able)
    return {
        "bar": bar, "language": case.need.language, "short": max(1, short), "places": wanted, "eligible": len(able),
        "barred": {found.value: count for found, count in barring.counts(case).items()},
    }  # fmt: skip


def lack_held(case: OpenCase) -> dict[str, Any]:
    """Return that a case waits for a coordinator to run a round."""
    empty = len(case.free)
    return {"bar": HELD, "language": case.need.language, "short": empty, "places": empty, "eligible": 0, "barred": {}}


def _apart(case: OpenCase, people: Sequence[Person], able: Sequence[Person], cross_units: bool) -> str | None:
    """Return which rule keeps those apart who could sit, if they cannot fill the places together whatever their room."""
    here = [person for person in people if person.account_id in case.need.seated]
    units = {unit_of(person) or person.account_id for person in [*able, *here]}
    if cross_units and len(units) < case.places:
        return Bar.UNIT.value
    ids = {person.account_id for person in able}
    if len(case.free) > 1 and all(ids - {person.account_id} <= person.never_with for person in able):
        return Bar.NEVER_TOGETHER.value
    return None


def shortages(cases: Sequence[OpenCase], pool: Pool, barring: Barring, *, advise: bool) -> tuple[Shortage, ...]:
    """Return where cases that have enough people between them lack places, by language, most missing first.

    Cases that would wait with any amount of room are left out: each tells its own reason. With `advise` the limit that
    would do is looked for. Source: the minimal cut of a flow over all of them (`shortage`).
    """
    able = {case.need.case_id: np.flatnonzero(barring.able(case, were_there_room=True)) for case in cases}
    asked = [case for case in cases if case.free and len(able[case.need.case_id]) >= len(case.free)]
    found: dict[tuple[str, ...], list[Competing]] = defaultdict(list)
    for short in _filled(asked, able, pool).shortages:
        found[tuple(sorted({asked[number].need.language for number in short.cases}))].append(short)
    told = [
        Shortage(
            languages,
            sum(short.missing for short in here),
            _limit([asked[number] for short in here for number in short.cases], able, pool) if advise else None,
        )
        for languages, here in found.items()
    ]
    return tuple(sorted(told, key=lambda one: (-one.missing, one.languages)))


def _filled(cases: Sequence[OpenCase], able: dict[str, Ints], pool: Pool, limit: int = 0) -> Solution:
    """Return the seats that fill as many places as can be, whoever fits best, if everybody's limit is at least this."""
    people = everybody(pool)
    index = {person.account_id: at for at, person in enumerate(people)}
    who = [able[case.need.case_id] for case in cases]
    rows = np.repeat(np.arange(len(cases)), [len(found) for found in who])
    fixed = np.full((len(cases), max((case.places for case in cases), default=0)), EMPTY)
    for number, case in enumerate(cases):
        fixed[number, : len(case.need.seated)] = [index[one] for one in sorted(case.need.seated)]
    here = np.bincount(fixed[fixed != EMPTY], minlength=len(people))
    room = np.array([max(0, max(person.capacity, limit) - person.load) for person in people], np.int64)
    return solve(
        rows, np.concatenate([np.empty(0, np.int64), *who]), np.zeros(len(rows)), n_cases=len(cases),
        n_assessors=len(people), seats=fixed.shape[1], capacity=here + room, fixed=fixed, balance=0.0, seed=0,
    )  # fmt: skip


def _limit(cases: Sequence[OpenCase], able: dict[str, Ints], pool: Pool) -> int | None:
    """Return the smallest limit at which these cases lack nothing, or None."""
    low, high = 0, max((one.load for one in everybody(pool)), default=0) + len(cases)
    if _filled(cases, able, pool, high).unseated:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _filled(cases, able, pool, middle).unseated else (low, middle)
    return high
