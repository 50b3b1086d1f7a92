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
from reviewboard.stages.recourse.part import who_took_part
from reviewboard.stages.recourse.people import keep_from_fresh
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import CHECK_PLACE


def seat_check(*, case_id: str, actor: Principal = SYSTEM, now: datetime, seed: int | None = None) -> Plan | None:
    """Seat a rater for the check of a drawn case, or name on the case why not. None where nobody is wanted any more.

    Who decided the case, answered its recourse, or rates it afresh knows, or must not know, of it: they are left out here and
    kept from nothing else. A bar on the case itself would take their rights on it. Raises NotYours.
    """
    require(actor, "board")
    cycle, case = lock_for_one(case_id)
    if not _wanted(case):
        return None
    plan = seat_at(cycle, case, CHECK_PLACE, now=now, seed=seed, without=frozenset(who_took_part(case.id)))
    keep_from_fresh(case.id, [seat.assessor_id for seat in plan.seats])
    return plan


def _wanted(case: Case) -> bool:
    row = db.session.get(Draw, case.id)
    taken = select(Seat.id).where(Seat.case_id == case.id, Seat.place == CHECK_PLACE, Seat.ended_at.is_(None))
    return row is not None and row.drawn and finding_of(case.id) is None and db.session.execute(taken).first() is None
