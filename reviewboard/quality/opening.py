"""A lead opens a sealed check, and answers no recourse of its case from then on.

A candidate's file holds what their result rests on, and a check is no part of that; whoever hears them reads that file and
nothing beside it.
"""

from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.quality.queries import finding_of, has_opened
from reviewboard.stages.facts import case_facts
from reviewboard.stages.recourse.part import who_took_part
from reviewboard.stages.recourse.people import keep_from_fresh
from reviewboard.stages.recourse.tables import CheckOpening
from reviewboard.stages.step import lock_case


def open_check(*, case_id: str, actor: Principal, now: datetime) -> None:
    """Keep that a lead opens the sealed check of a case; again does nothing.

    Raises NotYours: also for whoever took part in deciding the case, or answers a recourse of it.
    """
    case = lock_case(case_id)
    require(actor, "check.read", case_facts(case, actor))
    if finding_of(case.id) is None or actor.account_id in who_took_part(case.id):
        raise NotYours()
    if has_opened(case.id, actor):
        return
    keep_from_fresh(case.id, [str(actor.account_id)])
    db.session.add(CheckOpening(case_id=case.id, lead_id=actor.account_id, opened_at=now))
    enter("quality.open", actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id)
