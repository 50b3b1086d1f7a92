"""What was written and never sent lapses when its window is over: the text stays for its candidate to read.

When that is stands on each draft, and is set anew with each step of another recourse of the case: windows hang together.
"""

from datetime import datetime
from functools import partial

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.stages.recourse.queries import windows_of
from reviewboard.stages.recourse.rules import Shut
from reviewboard.stages.recourse.step import lock_recourse, move, set_clocks
from reviewboard.stages.recourse.steps import Kind, Known, Stand
from reviewboard.stages.recourse.tables import Recourse

AT_ONCE = 100


def sweep_windows(now: datetime, *, limit: int = AT_ONCE) -> int:
    """Let lapse what can no longer be asked for, each in a transaction of its own. Return how many."""
    over = select(Recourse.case_id, Recourse.kind).where(Recourse.lapses_at < now)
    drafts = db.session.execute(over.order_by(Recourse.lapses_at).limit(limit)).all()
    db.session.rollback()
    return sum(each_by_itself(partial(_lapse, case_id, kind, now=now) for case_id, kind in drafts))


def _lapse(case_id: str, kind: str, *, now: datetime) -> bool:
    with transaction():
        case, recourse = lock_recourse(case_id, Kind(kind))
        if recourse.stand != Stand.DRAFT:
            return False
        if windows_of(case, now=now)[Kind(kind)].shut not in (Shut.OVER, Shut.GIVEN_UP):
            set_clocks(case, now=now)
            return False
        move(case, recourse, "lapse", actor=SYSTEM, now=now, known=Known(in_window=False))
        return True
