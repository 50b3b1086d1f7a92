"""A hold keeps a case whatever its schedule says; lifting it is an act of its own. Both say why."""

from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.facts import case_facts
from reviewboard.stages.recourse.part import took_part_in
from reviewboard.stages.retention.queries import standing_hold
from reviewboard.stages.retention.refusals import HeldAlready, NotHeld, TookPart
from reviewboard.stages.retention.rules import HoldKind
from reviewboard.stages.retention.tables import Hold
from reviewboard.stages.step import lock_case
from reviewboard.stages.submission.tables import Case


def place_hold(*, case_id: str, kind: HoldKind, why: str, actor: Principal, now: datetime) -> None:
    """Hold a case. A proposal to dispose of it is stopped by it. Raises NotYours, TookPart, HeldAlready, and what
    `check_reason` raises."""
    case = _case(case_id, actor, why)
    if standing_hold(case_id) is not None:
        raise HeldAlready()
    hold = Hold(case_id=case_id, kind=kind.value, why=why.strip(), placed_by=actor.account_id, placed_at=now)
    db.session.add(hold)
    db.session.flush()
    enter("retention.hold", actor=actor, now=now, case_id=case_id, cycle_id=case.cycle_id, subject=f"hold:{hold.id}",
          reason=hold.why, details={"kind": hold.kind})  # fmt: skip


def lift_hold(*, case_id: str, why: str, actor: Principal, now: datetime) -> None:
    """Lift the hold that stands. Raises NotYours, TookPart, NotHeld, and what `check_reason` raises."""
    case = _case(case_id, actor, why)
    hold = standing_hold(case_id)
    if hold is None:
        raise NotHeld()
    hold.lifted_by, hold.lifted_at, hold.lifted_why = actor.account_id, now, why.strip()
    db.session.flush()
    enter("retention.lift", actor=actor, now=now, case_id=case_id, cycle_id=case.cycle_id, subject=f"hold:{hold.id}",
          reason=hold.lifted_why)  # fmt: skip


def _case(case_id: str, actor: Principal, why: str) -> Case:
    case = lock_case(case_id)
    require(actor, "retention.hold", case_facts(case, actor))
    if took_part_in(actor.account_id, [case.id]):
        raise TookPart(reference=case.reference)
    check_reason(why)
    return case
