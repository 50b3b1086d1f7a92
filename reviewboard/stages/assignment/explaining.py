"""Why not her: what keeps a person from a case today, or how they compare with those who sit there, as data."""

from dataclasses import dataclass, replace
from datetime import date

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.stages.assignment.fitting import Fitting
from reviewboard.stages.assignment.pool import look_at, pool_of
from reviewboard.stages.assignment.rules import Bar, bars
from reviewboard.stages.assignment.shapes import OpenCase, Pool
from reviewboard.stages.submission.tables import Case


@dataclass(frozen=True)
class Beside:
    """Somebody who sits on the case: how much better (above 0) or worse than the one asked about, and their seats."""

    account_id: str
    better_by: float
    seats: int


@dataclass(frozen=True)
class WhyNot:
    """Why a person does not sit on a case, as things stand today.

    `known`: in the pool at all; `sits`: on this case; `bars`: what keeps them from it; `seats`: how many they have now;
    `beside`: those who sit there; `free`: a place is free.
    """

    known: bool
    sits: bool
    bars: tuple[Bar, ...]
    seats: int
    beside: tuple[Beside, ...]
    free: bool = False


def why_not(case: Case, account_id: str, today: date) -> WhyNot:
    """Return why this person does not sit on this case. At most eighteen statements."""
    seen = look_at(case)
    pool = pool_of(db.session.get_one(Cycle, case.cycle_id), [seen])
    return weigh(seen, account_id, pool, today)


def weigh(case: OpenCase, account_id: str, pool: Pool, today: date) -> WhyNot:
    """Return the same from values."""
    people = {person.account_id: person for person in pool.people[case.scale_version_id] if person.here}
    if account_id in case.need.seated or account_id not in people:
        return WhyNot(account_id in people, account_id in case.need.seated, (), pool.taken.get(account_id, 0), ())
    found = bars(people[account_id], case.need, today)
    alone = replace(case, need=replace(case.need, seated=frozenset()))
    fitting = Fitting(pool, today)
    worth, index = fitting.worth(alone), fitting.index
    beside = tuple(
        Beside(other, float(worth[index[other]] - worth[index[account_id]]), pool.taken.get(other, 0))
        for other in sorted(case.need.seated)
        if other in people
    )
    return WhyNot(True, False, found, pool.taken.get(account_id, 0), () if found else beside, bool(case.free))

