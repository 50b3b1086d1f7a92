"""A check that differs waits for a lead who took no part: they open it and note, once and with reasons, what follows.

Nothing is done by itself: a record that is wrong is put right by its own way, the candidate's recourse.
"""

from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.quality.queries import finding_of, has_opened, note_of
from reviewboard.quality.refusals import FollowsUnknown, NotedAlready, NothingToNote, NotOpened
from reviewboard.quality.rules import Follows, Gap
from reviewboard.quality.tables import FindingNote
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.facts import case_facts
from reviewboard.stages.recourse.part import who_took_part
from reviewboard.stages.step import lock_case


def note(*, case_id: str, follows: str, reasons: str, actor: Principal, now: datetime) -> None:
    """Note what follows from the check of a case.

    Raises NotYours, NothingToNote where it says the same, NotOpened, NotedAlready, FollowsUnknown, and what
    `check_reason` raises for reasons that are too short or too long.
    """
    case = lock_case(case_id)
    require(actor, "check.read", case_facts(case, actor))
    found = finding_of(case.id)
    if found is None or actor.account_id in who_took_part(case.id):
        raise NotYours()
    if not has_opened(case.id, actor):
        raise NotOpened()
    if found.gap == Gap.SAME:
        raise NothingToNote()
    if note_of(found.id) is not None:
        raise NotedAlready()
    if follows not in set(Follows):
        raise FollowsUnknown()
    check_reason(reasons)
    made = FindingNote(finding_id=found.id, lead_id=actor.account_id, follows=follows, reasons=reasons, noted_at=now)
    db.session.add(made)
    db.session.flush()
    enter("quality.note", actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id, subject=f"note:{made.id}",
          reason=reasons, details={"digest": fixed_digest(made, FindingNote.FIXED), "follows": follows})  # fmt: skip
