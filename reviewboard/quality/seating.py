"""A drawn case gets one more rater, chosen as a third one is: somebody who knows nothing of how it was rated."""

from datetime import datetime

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.quality.queries import finding_of
from reviewboard.quality.tables import Draw
from reviewboard.stages.assignment.round import lock_for_one, seat_at
from reviewboard.stages.assignment.shapes import Plan
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.recourse.people import answered, decided_on, fresh_cases, keep_from_fresh, sat_on
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import CHECK_PLACE, ON_RECORD, State


def seat_check(*, case_id: str, actor: Principal = SYSTEM, now: datetime, seed: int | None = None) -> Plan | None:
    """Seat a rater for the check of a drawn case, or name on the case why not. None where nobody is wanted any more.

    Raises NotYours.
    """
    require(actor, "board")
    cycle, case = lock_for_one(case_id)
    if not _wanted(case):
        return None
    plan = seat_at(cycle, case, CHECK_PLACE, now=now, seed=seed, without=_not_asked(case))
    keep_from_fresh(case.id, [seat.assessor_id for seat in plan.seats])
    return plan


def _wanted(case: Case) -> bool:
    row = db.session.get(Draw, case.id)
    taken = select(Seat.id).where(Seat.case_id == case.id, Seat.place == CHECK_PLACE, Seat.ended_at.is_(None))
    if State(case.state) not in ON_RECORD or row is None:
        return False
    return row.drawn and finding_of(case.id) is None and db.session.execute(taken).first() is None


def _not_asked(case: Case) -> frozenset[str]:
    """Return who decided the case, answered its recourse, or rates it afresh: they know, or must not know, of it.

    They are left out here and kept from nothing else: a bar on the case itself would take their rights on it.
    """
    fresh = fresh_cases(case.id)
    return frozenset(sat_on(fresh) | decided_on([case.id, *fresh]) | answered(case.id))
