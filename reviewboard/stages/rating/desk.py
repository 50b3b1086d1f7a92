"""Every act on a rating begins here: the case locked, the seat one's own, the rating open."""

from dataclasses import dataclass

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.refusals import RatingAlreadySealed
from reviewboard.stages.submission.tables import Case


@dataclass(frozen=True)
class Desk:
    """A locked case and the actor's seat on it, whose rating may be written."""

    case: Case
    seat: Seat


def open_desk(seat_id: str, actor: Principal) -> Desk:
    """Return the desk of one's own seat, its case locked until the transaction ends. Three statements.

    Raises NotYours when the seat is not the actor's to rate at, RatingAlreadySealed when it is sealed.
    """
    case = db.session.execute(
        select(Case)
        .where(Case.id == select(Seat.case_id).where(Seat.id == seat_id).scalar_subquery())
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if case is None:
        raise NotYours()
    facts = case_facts(case, actor)
    require(actor, "rating.read_own", facts)
    own = facts.live_seat_of(actor.account_id)
    if own is None or own.id != seat_id:
        raise NotYours()
    if own.sealed:
        raise RatingAlreadySealed()
    require(actor, "rating.write", facts)
    return Desk(case, db.session.get_one(Seat, seat_id))
