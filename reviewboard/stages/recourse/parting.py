"""A lead who finds a conflict of interest once a result is recorded parts from the case, and from what they answer about it.

The conflict is kept as an assessor's is, so access is gone at the next request. A recourse that they answer waits for
another lead, and a decision of theirs that waits to be signed is taken back: the next lead does not read it.
"""

from datetime import datetime

from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import IllegalStep
from reviewboard.stages.assignment.declare import ConflictKind, note_own_conflict
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.facts import case_facts
from reviewboard.stages.recourse.handling import give_back
from reviewboard.stages.recourse.queries import recourses_of, waiting_decision
from reviewboard.stages.recourse.step import lock_recourse
from reviewboard.stages.recourse.steps import OVER, Kind, Stand
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.workflow import ON_RECORD, State


def part_with(*, case_id: str, kind: ConflictKind, reason: str, actor: Principal, now: datetime) -> None:
    """Note a conflict of interest of one's own with the candidate of a recorded case. Leads who may answer are told.

    Raises NotYours, IllegalStep before there is a record, and what `check_reason` raises.
    """
    case = lock_case(case_id)
    require(actor, "case.follow", case_facts(case, actor))
    if State(case.state) not in ON_RECORD:
        raise IllegalStep()
    check_reason(reason)
    for one in recourses_of(case.id).values():
        if one.handler_id == actor.account_id and Stand(one.stand) not in OVER:
            _, recourse = lock_recourse(case.id, Kind(one.kind))
            decision = waiting_decision(recourse.id)
            give_back(case, recourse, reason, actor=actor, now=now, conflict=True)
            if decision is not None:
                decision.declined_by, decision.declined_at = actor.account_id, now
    take_step(case, "note_conflict", actor=actor, now=now, subject=f"case:{case.id}", reason=reason,
              details={"kind": kind.value})  # fmt: skip
    note_own_conflict(case, kind, reason, actor=actor, now=now)
