"""A seat that left a desk because time ran out, or its assessor was away, leaves them their own words to read again.

Never after a conflict or a step back, never the candidate's text, and never for anybody else.
"""

from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.access.predicates import LEFT_BY_TIME
from reviewboard.stages.assignment.queries import PAGE
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.ties import here
from reviewboard.stages.assignment.ties_of_one import PERSON, PERSON_TIED
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State

_LEFT = (
    select(Seat.id, Case.reference, Case.language, Seat.ended_at, Seat.ended_why, Rating.updated_at)
    .join(Case, Case.id == Seat.case_id)
    .join(Rating, Rating.seat_id == Seat.id)
    .where(Seat.assessor_id == PERSON, Seat.ended_at.is_not(None), Seat.ended_why.in_(sorted(LEFT_BY_TIME)))
    .where(here(PERSON), ~PERSON_TIED, Case.state != State.WITHDRAWN, Rating.sealed_at.is_(None))
    .order_by(Seat.ended_at.desc(), Seat.id)
    .limit(PAGE)
)


def left_desk(account_id: str) -> list[Any]:
    """Return the newest PAGE of the person's seats that were freed by time and hold words.

    Each has id, reference, language, ended_at, ended_why, and updated_at of its words.
    """
    return list(db.session.execute(_LEFT, {"person_id": account_id}))
