"""Why these two, and why not her: what a round weighed for a seat, and what keeps a person from a case today, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.stages.assignment.fitting import fit
from reviewboard.stages.assignment.pool import look_at, pool_of
from reviewboard.stages.assignment.rules import Bar, Person, bars
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
    `beside`: those who sit there.
    """

    known: bool
    sits: bool
    bars: tuple[Bar, ...]
    seats: int
    beside: tuple[Beside, ...]


def why_not(case: Case, account_id: str, today: date) -> WhyNot:
    """Return why this person does not sit on this case. At most eighteen statements."""
    seen = look_at(case)
    pool = pool_of(db.session.get_one(Cycle, case.cycle_id), [seen])
    people = {person.account_id: person for person in pool.people[seen.scale_version_id]}
    return weigh(seen, people, account_id, pool, today)


def weigh(case: OpenCase, people: Mapping[str, Person], account_id: str, pool: Pool, today: date) -> WhyNot:
    """Return the same from values."""
    if account_id in case.need.seated or account_id not in people:
        return WhyNot(account_id in people, account_id in case.need.seated, (), pool.taken.get(account_id, 0), ())
    found = bars(people[account_id], case.need, today)
    alone = replace(case, need=replace(case.need, seated=frozenset()))
    own = _worth(alone, people[account_id], pool, today)
    beside = tuple(
        Beside(other, _worth(alone, people[other], pool, today) - own, pool.taken.get(other, 0))
        for other in sorted(case.need.seated)
        if other in people
    )
    return WhyNot(True, False, found, pool.taken.get(account_id, 0), () if found else beside)


def _worth(case: OpenCase, person: Person, pool: Pool, today: date) -> float:
    return sum(fit(case, person, pool, today).values())
