"""Who answers a recourse is reminded two days before the answer is due, and once it is late. Each once, whatever happens.

Who takes it over later is reminded too: the clock is the recourse's, and goes on.
"""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, exists, literal, select

from reviewboard.extensions import db
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.notices.tables import Notice
from reviewboard.stages.recourse.step import lock_recourse
from reviewboard.stages.recourse.steps import HANDLED, Kind, Stand
from reviewboard.stages.recourse.tables import Recourse

REMIND_BEFORE = timedelta(days=2)
SOON, LATE = "recourse.due_soon", "recourse.overdue"
AT_ONCE = 100
_HANDLED = [stand.value for stand in HANDLED]


def sweep_due(now: datetime, *, limit: int = AT_ONCE) -> int:
    """Remind handlers whose answer is due soon or late, each in a transaction of its own. Return how many were."""
    late, soon = _told(LATE), _told(SOON)
    rows = db.session.execute(
        select(Recourse.case_id, Recourse.kind)
        .where(Recourse.stand.in_(_HANDLED), Recourse.ended_at.is_(None), Recourse.due_at <= now + REMIND_BEFORE)
        .where(((Recourse.due_at <= now) & ~late) | ((Recourse.due_at > now) & ~soon))
        .order_by(Recourse.due_at, Recourse.id)
        .limit(limit)
    ).all()
    db.session.rollback()
    return sum(each_by_itself(partial(_remind, case_id, Kind(kind), now=now) for case_id, kind in rows))


def _told(kind: str) -> ColumnElement[bool]:
    """A condition on a recourse: who answers it now was reminded so."""
    return exists().where(Notice.once == literal(f"{kind}:") + Recourse.handler_id + literal(":") + Recourse.id)


def _remind(case_id: str, kind: Kind, *, now: datetime) -> bool:
    with transaction():
        case, recourse = lock_recourse(case_id, kind)
        due, handler = recourse.due_at, recourse.handler_id
        if Stand(recourse.stand) not in HANDLED or due is None or handler is None or due > now + REMIND_BEFORE:
            return False
        notify(handler, LATE if due <= now else SOON, once=recourse.id, now=now, case_id=case.id, reference=case.reference,
               case=case.id, recourse=recourse.kind, due_at=due.isoformat())  # fmt: skip
        return True
