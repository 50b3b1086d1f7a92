"""What a forecast starts from, counted in one cycle: seats that wait, who reads what, how fast people rate."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle, CycleScale
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership, Training
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS, State

SEEN = timedelta(days=28)
ENOUGH = 4  # ratings sealed in that time; fewer tell no pace


def seats_waiting(cycle_id: str) -> dict[str, int]:
    """Return how many first and second ratings are still to be sealed, by language. Two statements."""
    cases = dict(
        db.session.execute(
            select(Case.language, func.count())
            .where(Case.cycle_id == cycle_id, Case.state.in_((State.SUBMITTED, State.RATING)))
            .group_by(Case.language)
        ).all()
    )
    sealed = dict(
        db.session.execute(
            select(Case.language, func.count())
            .join(Seat, Seat.case_id == Case.id)
            .where(Case.cycle_id == cycle_id, Case.state == State.RATING)
            .where(Seat.ended_at.is_(None), Seat.sealed_at.is_not(None))
            .group_by(Case.language)
        ).all()
    )
    return {language: SEATS * number - sealed.get(language, 0) for language, number in cases.items()}


def readers_of(cycle: Cycle, today: date) -> tuple[dict[str, int], int]:
    """Return how many assessors who are here and trained read one language, by language, and how many read both."""
    trained = (
        select(Training.account_id)
        .join(CycleScale, CycleScale.scale_version_id == Training.scale_version_id)
        .where(CycleScale.cycle_id == cycle.id, Training.account_id == Account.id, Training.expires_on >= today)
        .exists()
    )
    rows = db.session.execute(
        select(Membership.languages, Membership.away_from, Membership.away_to)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.cycle_id == cycle.id, Membership.role == Role.ASSESSOR.value)
        .where(Account.disabled_at.is_(None), trained)
    )
    here = [
        languages
        for languages, start, end in rows
        if not ((start or end) and (start or today) <= today <= (end or today))
    ]
    return {one: here.count(one) for one in ("fr", "en")}, here.count("fr,en")


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
