"""Cases with free places and people become a plan: who would sit where, why these, and what every other case lacks.

A plan writes nothing. A case that is still to be opened gets all its places or none: one rater alone would wait
unseen. Oldest cases come first where places run short. Seats that nobody opened yet may change hands, within the
bound of the cycle and never so that a case has fewer people than before.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from reviewboard.foundation.digest import digest
from reviewboard.stages.assignment.arranging import Arranged, Barring, arrange, everybody, pinned
from reviewboard.stages.assignment.effects import groups, loads, pairs, shared
from reviewboard.stages.assignment.fitting import fit
from reviewboard.stages.assignment.rules import Bar, Person, Shortage, bars, shortages, unit_of
from reviewboard.stages.assignment.shapes import Bounds, Chosen, Met, OpenCase, Plan, Pool, Wishes, pair
from reviewboard.stages.assignment.wishing import check_wishes

STAY = (0.5, 64.0)  # what it is worth, at least and at most, that an unopened seat stays
HALVES = 10  # times the space between them is halved


def make_plan(
    cases: Sequence[OpenCase], pool: Pool, *, today: date, seed: int, wishes: Wishes | None = None,
    bounds: Bounds | None = None,
) -> Plan:  # fmt: skip
    """Return the plan for these cases (oldest first; all with the same number of places) and this pool.

    Raises WishRefused where a wish contradicts a rule or another wish.
    """
    wishes, bounds = wishes or Wishes(), bounds or Bounds()
    cases = _only_who_may_stay(cases, pool, today)
    asked, lifted = cases, pool.without(cases)
    barring = _barring(asked, lifted, wishes, today)
    check_wishes(asked, lifted, barring, wishes, cross_units=bounds.cross_units)
    within = partial(arrange, asked, lifted, barring, wishes=wishes, bounds=bounds, today=today, seed=seed)
    found = _few_enough(asked, bounds.moves, within)
    if found is None:
        asked, lifted = [held for case in cases if (held := case.held()).free], pool
        barring = _barring(asked, lifted, wishes, today)
        check_wishes(asked, lifted, barring, wishes, cross_units=bounds.cross_units)
        found = arrange(asked, lifted, barring, wishes=wishes, bounds=bounds, stay=0.0, today=today, seed=seed)
    chosen = [seat for case in asked for seat in _seats(case, found, lifted, barring[case.need.case_id], wishes, today)]
    filled = Counter(seat.case_id for seat in chosen if seat.instead_of is None)
    after = shared(chosen, cases, pool)
    return Plan(
        seats=tuple(chosen),
        waiting={
            case.need.case_id: _lack(case, barring[case.need.case_id], lifted, filled[case.need.case_id], bounds)
            for case in asked
            if filled[case.need.case_id] < len(case.free)
        },
        shortages=_shortages(asked, lifted, today),
        seed=seed,
        input_hash=_input_hash(cases, pool, found, wishes, bounds),
        objective=found.solution.objective,
        over_limit=found.over_limit,
        loads=loads(chosen, pool),
        pairs=pairs(after, pool),
        groups=groups(after),
    )


def _few_enough(cases: Sequence[OpenCase], most: int, arranged: Callable[..., Arranged]) -> Arranged | None:
    """Return the best answer that moves at most so many seats and takes nobody away, or None where none was found.

    The more it is worth that seats stay, the fewer move: the least worth that does is looked for by halves.
    """

    def at(stay: float) -> Arranged | None:
        found = arranged(stay=stay)
        return found if found.moved(cases) <= most and not found.robs(cases) else None

    low, high = STAY
    if (found := at(low)) or not any(case.movable for case in cases):
        return found
    best = at(high)
    for _ in range(HALVES if best else 0):
        middle = (low * high) ** 0.5
        found = at(middle)
        best, low, high = (found, low, middle) if found else (best, middle, high)
    return best


def _only_who_may_stay(cases: Sequence[OpenCase], pool: Pool, today: date) -> list[OpenCase]:
    """A movable seat whose holder could not be seated today is left to the clocks, which know why: it stays held."""
    lifted = pool.without(cases)
    people = {version: {one.account_id: one for one in known} for version, known in lifted.people.items()}
    return [
        case.held([place for place, who in case.movable.items() if bars(people[case.scale_version_id][who], case.need, today)])
        for case in cases
    ]


def _barring(cases: Sequence[OpenCase], pool: Pool, wishes: Wishes, today: date) -> dict[str, Barring]:
    return {
        case.need.case_id: [
            bars(person, case.need, today)
            + ((Bar.EXCLUDED,) if (case.need.case_id, person.account_id) in wishes.excluded else ())
            for person in pool.people[case.scale_version_id]
        ]
        for case in cases
    }


def _seats(
    case: OpenCase, found: Arranged, pool: Pool, barring: Barring, wishes: Wishes, today: date
) -> list[Chosen]:
    """Return the seats to be written: whoever held a place and is still wanted keeps it, the others take what is left."""
    new = found.new.get(case.need.case_id, [])
    leaving = sorted(place for place, who in case.movable.items() if who not in new)
    coming = [who for who in new if who not in case.movable.values()]
    together = [*case.need.seated, *new]
    return [
        Chosen(case.need.case_id, place, who, _explanation(case, who, together, pool, barring, wishes, today),
               case.movable.get(place))
        for place, who in zip([*leaving, *case.free], coming, strict=False)
    ]  # fmt: skip


def _explanation(
    case: OpenCase, who: str, together: Sequence[str], pool: Pool, barring: Barring, wishes: Wishes, today: date
) -> dict[str, Any]:
    people = pool.people[case.scale_version_id]
    fits = {person.account_id: fit(case, person, pool, today) for person in people}
    able = [sum(fits[person.account_id].values()) for person, found in zip(people, barring, strict=True) if not found]
    return {
        "fit": fits[who],
        "better": sum(one > sum(fits[who].values()) for one in able),
        "seats_before": pool.taken.get(who, 0),
        "shared": {other: _met(pool, who, other) for other in together if other != who},
        "eligible": len(able),
        "barred": _counts(barring),
        "pinned": who in pinned(case, wishes),
    }


def _met(pool: Pool, one: str, other: str) -> int:
    return pool.met.get(pair(one, other), Met(0, date.min)).times


def _counts(barring: Barring) -> dict[str, int]:
    found = Counter(bar for each in barring for bar in each)
    return {bar.value: found[bar] for bar in Bar if found[bar]}


def lack(case: OpenCase, barring: Barring, filled: int, *, too_few_units: bool = False) -> dict[str, Any]:
    """Return why places of a case stay empty, as data: the bar that alone keeps most people out, and the counts.

    Where enough people could sit but all their places went to older cases, the bar is capacity, and where they work in
    too few units for a cycle that wants different ones, it is that.
    """
    short = len(case.free) - filled
    eligible = barring.count(())
    alone = Counter(each[0] for each in barring if len(each) == 1) or Counter(bar for each in barring for bar in each)
    crowded = eligible >= case.places - len(case.need.seated) or not alone
    bar = Bar.CAPACITY if crowded else max(Bar, key=lambda bar: alone[bar])
    bar = Bar.UNIT if crowded and too_few_units else bar
    return {
        "bar": bar.value, "language": case.need.language, "short": short,
        "eligible": eligible, "barred": _counts(barring),
    }  # fmt: skip


def _lack(case: OpenCase, barring: Barring, pool: Pool, filled: int, bounds: Bounds) -> dict[str, Any]:
    return lack(case, barring, filled, too_few_units=bounds.cross_units and _too_few_units(case, barring, pool))


def _too_few_units(case: OpenCase, barring: Barring, pool: Pool) -> bool:
    people = pool.people[case.scale_version_id]
    able = [person for person, found in zip(people, barring, strict=True) if not found]
    here = [person for person in people if person.account_id in case.need.seated]
    return len({unit_of(person) or person.account_id for person in [*able, *here]}) < case.places


def _shortages(cases: Sequence[OpenCase], pool: Pool, today: date) -> tuple[Shortage, ...]:
    found: list[Shortage] = []
    for version in sorted({case.scale_version_id for case in cases}):
        needs = [case.need for case in cases if case.scale_version_id == version]
        found += shortages(needs, pool.people[version], today)
    return tuple(found)


def _input_hash(cases: Sequence[OpenCase], pool: Pool, found: Arranged, wishes: Wishes, bounds: Bounds) -> str:
    """The solver's digest speaks of indices; this one also says which case and person each was, and what was wished."""
    people: Sequence[Person] = everybody(pool)
    return digest(
        {
            "arrays": found.first.input_hash,
            "cases": [[case.need.case_id, sorted(case.movable.items())] for case in cases],
            "people": [person.account_id for person in people],
            "pinned": sorted(wishes.pinned),
            "excluded": sorted(wishes.excluded),
            "bounds": [bounds.pair_limit, bounds.moves, bounds.cross_units],
        }
    )
