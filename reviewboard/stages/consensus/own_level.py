"""Own level first: where the policy says so, a lead notes a level from the text alone, then the ratings open to that lead.

It is asked of every lead who would read the ratings of a dispute that is not recorded, whether to decide it or to sign. It is
not asked of a lead who refused the agreement before: they read both ratings to do so. Once a record is there, nothing is
asked any more. The note is written once; no rater ever reads it.
"""

from datetime import datetime

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.consensus.refusals import LevelNoted, NotOnThisScale, OwnLevelIncomplete
from reviewboard.stages.consensus.tables import OwnLevel
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.queries import shape_of
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.step import lock_case
from reviewboard.stages.submission.tables import Case


def note_own_level(*, case_id: str, outcome: Outcome | None, reason: str, actor: Principal, now: datetime) -> None:
    """Note the level that this lead sees in the text alone; both ratings open to them with it.

    Of another competency the note does not say which. Raises NotYours, LevelNoted, OwnLevelIncomplete.
    """
    case = lock_case(case_id)
    facts = case_facts(case, actor)
    require(actor, "dispute.follow", facts)
    if own_level_of(case.id, actor.account_id) is not None:
        raise LevelNoted()
    require(actor, "own_level.note", facts)
    if (wrong := _wrong(case, outcome, reason)) or outcome is None:
        raise OwnLevelIncomplete(wrong)
    row = OwnLevel(case_id=case.id, lead_id=actor.account_id, outcome=outcome.kind.value, level=outcome.level,
                   reason=reason, noted_at=now)  # fmt: skip
    db.session.add(row)
    db.session.flush()
    enter("own_level.note", actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id, subject=f"own level:{row.id}",
          reason=reason, details={"digest": fixed_digest(row, OwnLevel.FIXED)})  # fmt: skip


def _wrong(case: Case, outcome: Outcome | None, reason: str) -> dict[str, str]:
    """Return what each field lacks, as a sentence, by its name."""
    wrong, scale = {}, shape_of(case.scale_version_id)
    if outcome is None or (outcome.level is not None and outcome.level not in scale.levels):
        wrong["outcome"] = NotOnThisScale().text
    try:
        check_reason(reason, scale.wording)
    except Refusal as refusal:
        wrong["reason"] = refusal.text
    return wrong


def own_level_of(case_id: str, lead_id: str | None) -> OwnLevel | None:
    """Return what this lead noted, or None."""
    return db.session.execute(
        select(OwnLevel).where(OwnLevel.case_id == case_id, OwnLevel.lead_id == lead_id)
    ).scalar_one_or_none()


def own_levels_of(case_id: str) -> list[OwnLevel]:
    """Return what every lead noted of a case, in the order in which they did."""
    return list(
        db.session.execute(
            select(OwnLevel).where(OwnLevel.case_id == case_id).order_by(OwnLevel.noted_at, OwnLevel.id)
        ).scalars()
    )
