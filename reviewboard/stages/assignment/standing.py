"""Whether the two raters of a case may still take part, however far they came.

Who turns out to have a conflict decides nothing: while the case is being rated the seat is filled again, its sealed
rating staying as it was written. Who left keeps a sealed rating that counts, and can no longer discuss it.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import and_, or_, select

from reviewboard.extensions import db
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.stages.assignment.asked import is_asked, is_check, time_to_rate
from reviewboard.stages.assignment.declare import lock_seat
from reviewboard.stages.assignment.late import AT_ONCE, give_back
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.ties import HERE, TIED
from reviewboard.stages.assignment.ties_at_large import HERE_AT_LARGE, TIED_AT_LARGE
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import CHECK_PLACE, SEATS

_STAND = select(Seat.id, TIED.label("tied"), HERE.label("here")).join(Case, Case.id == Seat.case_id)


@dataclass(frozen=True)
class Standing:
    """One of the two raters: `tied` by a conflict to the candidate, `here` as an assessor of the cycle."""

    seat_id: str
    tied: bool
    here: bool

    @property
    def may_talk(self) -> bool:
        """Whether this rater may discuss the case."""
        return self.here and not self.tied


def standings(case: Case) -> list[Standing]:
    """Return how the two raters of a case stand, by place. One statement."""
    rows = db.session.execute(
        _STAND.where(Seat.case_id == case.id, Seat.ended_at.is_(None), Seat.place <= SEATS).order_by(Seat.place)
    ).all()
    return [Standing(row.id, bool(row.tied), bool(row.here)) for row in rows]


def may_talk(case: Case) -> bool:
    """Whether both raters may discuss the case."""
    return all(one.may_talk for one in standings(case))


def set_aside(case: Case, *, now: datetime) -> bool:
    """Free the places of raters with a conflict, on a locked case in rating. Return whether there was one."""
    found = [one.seat_id for one in standings(case) if one.tied]
    for seat_id in found:
        give_back(case, db.session.get_one(Seat, seat_id), "conflict", reason="", actor=SYSTEM, now=now)
    return bool(found)


def sweep_unfit(now: datetime) -> None:
    """Free seats of who has a conflict with the candidate, sealed or not, and unsealed ones of who is there no more.

    A sealed check decides nothing, so it stays whatever turns out later.
    """
    rows = db.session.execute(
        select(Seat.id)
        .join(Case, Case.id == Seat.case_id)
        .where(Seat.ended_at.is_(None), time_to_rate())
        .where(or_(Seat.sealed_at.is_(None), Seat.place != CHECK_PLACE))
        .where(or_(TIED_AT_LARGE, and_(~HERE_AT_LARGE, Seat.sealed_at.is_(None))))
        .order_by(Seat.due_at, Seat.id)
        .limit(AT_ONCE)
    ).scalars()
    found = list(rows)
    db.session.rollback()
    each_by_itself(partial(_free, seat_id, now=now) for seat_id in found)


def _free(seat_id: str, *, now: datetime) -> None:
    with transaction():
        case, seat = lock_seat(seat_id)
        if seat.ended_at is not None or not is_asked(case, seat) or (is_check(seat) and seat.sealed_at is not None):
            return
        row = db.session.execute(_STAND.where(Seat.id == seat.id)).one()
        if row.tied:
            give_back(case, seat, "conflict", reason="", actor=SYSTEM, now=now)
        elif not row.here and seat.sealed_at is None:
            give_back(case, seat, "departed", reason="", actor=SYSTEM, now=now)
