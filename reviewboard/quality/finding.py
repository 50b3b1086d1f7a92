"""A sealed check is laid beside the record in force, once. What it finds changes nothing there.

One that differs waits for a lead who took no part: those are told by mail, and where there is none the coordinators. The mail
names the cycle alone, since nobody who follows a case may learn from a mail that it was checked.
"""

from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.quality.queries import finding_of
from reviewboard.quality.rules import Gap, gap
from reviewboard.quality.tables import Finding
from reviewboard.stages.consensus.sealed import as_outcome, sealed_check
from reviewboard.stages.consensus.telling import coordinators_of, leads_who_may_act
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.recourse.part import who_took_part
from reviewboard.stages.step import lock_case
from reviewboard.stages.submission.tables import Case


def compare_check(*, case_id: str, actor: Principal = SYSTEM, now: datetime) -> None:
    """Note how far the sealed check of a case is from its record; does nothing before the seal, or when done before."""
    require(actor, "board")
    case = lock_case(case_id)
    check, record = sealed_check(case.id), record_in_force(case.id)
    if check is None or record is None or finding_of(case.id) is not None:
        return
    found = Finding(
        case_id=case.id, cycle_id=case.cycle_id, rating_id=check.id, record_id=record.id,
        gap=gap(as_outcome(record), check.outcome).value, found_at=now,
    )  # fmt: skip
    db.session.add(found)
    db.session.flush()
    enter("quality.find", actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id, subject=f"finding:{found.id}",
          details={"digest": fixed_digest(found, Finding.FIXED)})  # fmt: skip
    if found.gap != Gap.SAME:
        _tell(case, found, now=now)


def _tell(case: Case, found: Finding, *, now: datetime) -> None:
    part = who_took_part(case.id)
    able = [lead_id for lead_id in leads_who_may_act(case) if lead_id not in part]
    for lead_id in able:
        notify(lead_id, "quality.waits", once=found.id, now=now, cycle=case.cycle_id)
    if not able:
        for account_id in coordinators_of(case.cycle_id):
            notify(account_id, "quality.nobody", once=found.id, now=now, cycle=case.cycle_id)
