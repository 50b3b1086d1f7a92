"""What a forecast starts from, counted in one cycle: seats that wait, who reads what, how fast people rate."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, or_, select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle, CycleScale
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership, Training
from reviewboard.stages.assignment.asked import time_to_rate
from reviewboard.stages.assignment.forecasting import Reader
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS, State

SEEN = timedelta(days=28)
ENOUGH = 4  # ratings sealed in that time; fewer tell no pace
PLACES = {State.SUBMITTED: SEATS, State.RATING: SEATS, State.THIRD_RATING: 1}
"""How many places a case has to fill, by its state."""
CHECKED = (State.RECORDED, State.RELEASED)
"""States in which a case has a place to fill only where a round found nobody for its check."""


@dataclass(frozen=True)
class Waiting:
    """Ratings that wait, by language: `held`, as the list of seats counts them; `open`: places without anybody.

    `stuck` counts those open places for which a round found nobody.
    """

    held: dict[str, int]
    open: dict[str, int]
    stuck: int

    def all(self) -> dict[str, int]:
        """Return how many ratings wait, by language."""
        return {language: self.held.get(language, 0) + self.open.get(language, 0) for language in self.held | self.open}


def seats_waiting(cycle_id: str) -> Waiting:
    """Return which ratings of a cycle are still to be sealed, third ones and checks included. Two statements."""
    looked_at = Case.waiting.is_not(None).label("looked_at")
    seats = db.session.execute(
        select(Case.language, Case.state, looked_at, func.count().label("live"), func.count(Seat.sealed_at).label("sealed"))
        .join(Seat, Seat.case_id == Case.id)
        .where(Case.cycle_id == cycle_id, Seat.ended_at.is_(None), time_to_rate())
        .group_by(Case.language, Case.state, looked_at)
    ).all()
    cases = db.session.execute(
        select(Case.language, Case.state, looked_at, func.count())
        .where(Case.cycle_id == cycle_id)
        .where(or_(Case.state.in_(PLACES), and_(Case.state.in_(CHECKED), Case.waiting.is_not(None))))
        .group_by(Case.language, Case.state, looked_at)
    ).all()
    held: Counter[str] = Counter()
    for row in seats:
        held[row.language] += row.live - row.sealed
    live = {(row.language, row.state, bool(row.looked_at)): row.live for row in seats}
    empty: Counter[str] = Counter()
    stuck = 0
    for language, state, seen, number in cases:
        places = PLACES.get(State(state), 1) * number - live.get((language, state, bool(seen)), 0)
        empty[language] += places
        stuck += places * bool(seen)
    return Waiting(dict(held), dict(empty), stuck)


def readers_of(cycle: Cycle) -> list[Reader]:
    """Return the assessors of a cycle who are trained on one of its scales, whether or not they are here. One statement."""
    trained = (
        select(Training.account_id, func.max(Training.expires_on).label("until"))
        .join(CycleScale, CycleScale.scale_version_id == Training.scale_version_id)
        .where(CycleScale.cycle_id == cycle.id)
        .group_by(Training.account_id)
        .subquery()
    )
    held = (
        select(Seat.assessor_id, func.count().label("seats"))
        .join(Case, Case.id == Seat.case_id)
        .where(Seat.cycle_id == cycle.id, Seat.ended_at.is_(None), Seat.sealed_at.is_(None), time_to_rate())
        .group_by(Seat.assessor_id)
        .subquery()
    )
    seats = func.coalesce(held.c.seats, 0)
    rows = db.session.execute(
        select(Membership.languages, Membership.away_from, Membership.away_to, Membership.capacity, trained.c.until, seats)
        .join(Account, Account.id == Membership.account_id)
        .join(trained, trained.c.account_id == Account.id)
        .outerjoin(held, held.c.assessor_id == Account.id)
        .where(Membership.cycle_id == cycle.id, Membership.role == Role.ASSESSOR.value)
        .where(Account.disabled_at.is_(None))
    )
    return [
        Reader(frozenset(languages.split(",")), start, end, until, cycle.capacity if most is None else most, number)
        for languages, start, end, most, until, number in rows
    ]


def weekly_pace(cycle_id: str, now: datetime) -> float | None:
    """Return the ratings one assessor seals in a week, over those who sealed any lately; None where too few tell."""
    ratings, people, first = db.session.execute(
        select(func.count(), func.count(Seat.assessor_id.distinct()), func.min(Seat.sealed_at)).where(
            Seat.cycle_id == cycle_id, Seat.ended_at.is_(None), Seat.sealed_at >= now - SEEN
        )
    ).one()
    if first is None or ratings < ENOUGH:
        return None
    weeks = max(1.0, (now - first) / timedelta(days=7))
    return round(ratings / people / weeks, 1)
