"""A decision on a review that nobody is left to sign, because the last other lead left or may sign no more: it is told."""

from datetime import datetime
from functools import partial

from sqlalchemy import exists, literal, select

from reviewboard.extensions import db
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.notices.tables import Notice
from reviewboard.stages.recourse.people import waits_for
from reviewboard.stages.recourse.step import lock_recourse
from reviewboard.stages.recourse.steps import Kind, Stand
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.recourse.telling import UNSIGNED, once_there, tell_nobody_signs

AT_ONCE = 100


def sweep_unsigned(now: datetime, *, limit: int = AT_ONCE) -> int:
    """Tell of decisions that wait for a second lead where none is left, each by itself. Return how many were told.

    Each is told once for as long as it waits.
    """
    told = exists().where(Notice.kind == UNSIGNED, Notice.account_id == Recourse.handler_id, Notice.case_id == Recourse.case_id,
                          Notice.created_at >= Recourse.since)  # fmt: skip
    waiting = db.session.execute(
        select(Recourse.case_id)
        .where(Recourse.stand == literal(Stand.COUNTERSIGN.value), ~told)
        .order_by(Recourse.since, Recourse.id)
        .limit(limit)
    ).scalars()
    ids = list(waiting)
    db.session.rollback()
    return sum(each_by_itself(partial(_tell, case_id, now=now) for case_id in ids))


def _tell(case_id: str, *, now: datetime) -> bool:
    with transaction():
        case, recourse = lock_recourse(case_id, Kind.REVIEW)
        if recourse.stand != Stand.COUNTERSIGN or waits_for(recourse):
            return False
        tell_nobody_signs(case, recourse, once=once_there(recourse), now=now)
        return True
