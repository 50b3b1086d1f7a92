"""Cases with free places and people become a plan: who would sit where, why these, and what every other case lacks.

A plan writes nothing. A case that is still to be opened gets all its places or none: one rater alone would wait
unseen. Oldest cases come first where places run short. Seats that nobody opened yet may change hands, within the
bound of the cycle and never so that a case has fewer people than before.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from reviewboard.foundation.digest import digest
from reviewboard.stages.assignment.arranging import Arranged, arrange
from reviewboard.stages.assignment.asking import Asking
from reviewboard.stages.assignment.barring import Barring
from reviewboard.stages.assignment.effects import groups, loads, pairs, shared
from reviewboard.stages.assignment.fitting import Fitting
from reviewboard.stages.assignment.lacking import lack, lack_held, shortages
from reviewboard.stages.assignment.refusals import WishesRefused
from reviewboard.stages.assignment.seating import seats_of
from reviewboard.stages.assignment.shapes import Bounds, OpenCase, Plan, Pool, Wishes
from reviewboard.stages.assignment.wishing import ALONE, refused_wishes


def make_plan(
    cases: Sequence[OpenCase], pool: Pool, *, today: date, seed: int, wishes: Wishes | None = None,
    bounds: Bounds | None = None, advise: bool = True,
) -> Plan:  # fmt: skip
    """Return the plan for these cases (oldest first; all with the same number of places) and this pool.

    With `advise` it says which limit would end a shortage, which takes longer. Raises WishesRefused with every wish that
    contradicts a rule or another wish, or cannot be carried out.
    """
    wishes, bounds = wishes or Wishes(), bounds or Bounds()
    cases = _only_who_may_stay(cases, pool, today)
    held, known = [case.held() for case in cases], Barring(pool, wishes, today)
    asked, lifted = cases, pool.without(cases)
    found, asking, fitting, barring = _arranged(asked, lifted, wishes, bounds, today, seed)
    if found is None:
        asked, lifted = [case for case in held if case.free], pool
        found, asking, fitting, barring = _arranged(asked, lifted, wishes, bounds, today, seed)
    if found is None:
        raise RuntimeError("nothing may move, and yet no arrangement was found")
    chosen = [
        seat for case in asked for seat in seats_of(case, found.new, lifted, pool.taken, barring, fitting, wishes)
    ]  # fmt: skip
    filled = Counter(seat.case_id for seat in chosen if seat.instead_of is None)
    after = shared(chosen, cases, pool)
    lacking = [case for case in held if filled[case.need.case_id] < len(case.free)]
    return Plan(
        seats=tuple(chosen),
        waiting={
            case.need.case_id: lack(case, known, pool, filled[case.need.case_id], cross_units=bounds.cross_units)
            for case in lacking
        },
        shortages=shortages(held, pool, known, advise=advise) if lacking else (),
        seed=seed,
        input_hash=_input_hash(cases, asking, wishes, bounds),
        objective=found.objective,
        limit_price=found.limit_price,
        over_limit=found.over_limit,
        loads=loads(chosen, pool),
        pairs=pairs(after, pool),
        pair_count=len(after),
        groups=groups(after),
    )


def held_plan(cases: Sequence[OpenCase]) -> Plan:
    """Return the plan of a round that waits for a coordinator: nobody sits, and each case with free places says why."""
    waiting = {case.need.case_id: lack_held(case) for case in cases if case.free}
    return Plan(seats=(), waiting=waiting, shortages=(), seed=0, input_hash="", objective=0.0)


def _arranged(
    cases: Sequence[OpenCase], pool: Pool, wishes: Wishes, bounds: Bounds, today: date, seed: int
) -> tuple[Arranged | None, Asking, Fitting, Barring]:
    barring, fitting = Barring(pool, wishes, today), Fitting(pool, today)
    refused = refused_wishes(cases, pool, barring, wishes, cross_units=bounds.cross_units)
    if refused:
        raise WishesRefused(refused)
    asking = Asking(cases, pool, barring, fitting, wishes, bounds, seed)
    found = arrange(asking, moves=bounds.moves)
    if found is not None and (alone := {wish: ALONE for wish in wishes.pinned if wish[1] not in found.new.get(wish[0], ())}):
        raise WishesRefused(alone)
    return found, asking, fitting, barring


def _only_who_may_stay(cases: Sequence[OpenCase], pool: Pool, today: date) -> list[OpenCase]:
    """A movable seat whose holder could not be seated today is left to the clocks, which know why: it stays held."""
    barring = Barring(pool.without(cases), Wishes(), today)
    return [
        case.held([place for place, who in case.movable.items() if barring.of(case, who)]) if case.movable else case
        for case in cases
    ]


def _input_hash(cases: Sequence[OpenCase], asking: Asking, wishes: Wishes, bounds: Bounds) -> str:
    """The digest of the arrays speaks of indices; this one also says which case and person each was, and what was wished."""
    kept: dict[str, Any] = {
        "arrays": asking.digest(),
        "cases": [[case.need.case_id, sorted(case.movable.items())] for case in cases],
        "people": [person.account_id for person in asking.people],
        "pinned": sorted(wishes.pinned),
        "excluded": sorted(wishes.excluded),
        "bounds": [bounds.pair_limit, bounds.moves, bounds.cross_units],
    }
    return digest(kept)
