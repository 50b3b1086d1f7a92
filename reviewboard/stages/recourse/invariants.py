"""What must hold of recourse, and of the case that is rated afresh: each a named query for its breaches."""

from typing import Any

from sqlalchemy import Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.stages.assignment.tables import CaseBar, Seat
from reviewboard.stages.record.tables import Record
from reviewboard.stages.recourse.losing import IN_HAND, LEADS_STILL
from reviewboard.stages.recourse.part import answered, decided
from reviewboard.stages.recourse.tables import Meeting, Recourse, RecourseDecision, RecourseGround, RecourseHandler
from reviewboard.stages.submission.tables import Case

_original, _seat, _other, _handler = aliased(Case), aliased(Seat), aliased(Recourse), aliased(RecourseHandler)
_other_decision = aliased(RecourseDecision)

WHO_ANSWERS_WHAT: dict[str, Select[Any]] = {
    "a record of a review rests on a countersigned decision that says so": select(Record.id)
    .join(RecourseDecision, RecourseDecision.id == Record.review_id)
    .join(Recourse, Recourse.id == RecourseDecision.recourse_id)
    .where(
        or_(RecourseDecision.verdict != "varied", RecourseDecision.countersigned_at.is_(None),
            Recourse.case_id != Record.case_id, func.coalesce(RecourseDecision.outcome, "") != Record.outcome,
            func.coalesce(RecourseDecision.level, -1) != func.coalesce(Record.level, -1))
    ),
    "a decision of a recourse is countersigned by whom the journal saw": select(RecourseDecision.id).where(
        RecourseDecision.countersigned_by.is_not(None),
        not_(exists().where(JournalEntry.subject == "decision:" + RecourseDecision.id,
                            JournalEntry.action == "recourse.countersign",
                            JournalEntry.actor_id == RecourseDecision.countersigned_by)),
    ),
    "a countersigned variation is recorded": select(RecourseDecision.id).where(
        RecourseDecision.verdict == "varied", RecourseDecision.countersigned_at.is_not(None),
        not_(exists().where(Record.review_id == RecourseDecision.id)),
    ),
    "only a draft holds a ground that was not chosen": select(RecourseGround.recourse_id)
    .join(Recourse, Recourse.id == RecourseGround.recourse_id)
    .where(RecourseGround.chosen.is_(False), Recourse.stand.not_in(["draft", "lapsed"])),
    "a fresh case belongs to one recourse of its original": select(Case.id)
    .outerjoin(Recourse, Recourse.fresh_case_id == Case.id)
    .where(Case.fresh_of.is_not(None), func.coalesce(Recourse.case_id, "") != Case.fresh_of),
    "a fresh case is of the same candidate, cycle, scale, language and required level": select(Case.id)
    .join(_original, _original.id == Case.fresh_of)
    .where(
        or_(_original.candidate_id != Case.candidate_id, _original.cycle_id != Case.cycle_id,
            _original.scale_version_id != Case.scale_version_id, _original.language != Case.language,
            func.coalesce(_original.required_level, -1) != func.coalesce(Case.required_level, -1),
            _original.fresh_of.is_not(None))
    ),
    "nobody of the first round sits on the fresh case": select(Case.id)
    .join(Seat, Seat.case_id == Case.id)
    .join(_seat, and_(_seat.case_id == Case.fresh_of, _seat.assessor_id == Seat.assessor_id)),
    "whoever rates a case afresh is kept from its first round": select(Seat.id)
    .join(Case, Case.id == Seat.case_id)
    .where(
        Case.fresh_of.is_not(None),
        not_(exists().where(CaseBar.case_id == Case.fresh_of, CaseBar.account_id == Seat.assessor_id)),
    ),
    "nobody kept from a case by name has a seat on it": select(CaseBar.case_id)
    .join(Seat, and_(Seat.case_id == CaseBar.case_id, Seat.assessor_id == CaseBar.account_id)),
    "nobody kept from a case by name decided it": select(CaseBar.case_id).where(decided(CaseBar.case_id, CaseBar.account_id)),
    "no recourse is answered by somebody who sat on its case": select(Recourse.id)
    .join(RecourseHandler, RecourseHandler.recourse_id == Recourse.id)
    .join(Seat, and_(Seat.case_id == Recourse.case_id, Seat.assessor_id == RecourseHandler.account_id)),
    "no review or fresh rating is answered by somebody who decided the case": select(Recourse.id)
    .join(RecourseHandler, RecourseHandler.recourse_id == Recourse.id)
    .where(Recourse.kind != "feedback", decided(Recourse.case_id, RecourseHandler.account_id)),
    "nobody answers two recourses of one case": select(Recourse.id)
    .join(_handler, _handler.recourse_id == Recourse.id)
    .join(_other, and_(_other.case_id == Recourse.case_id, _other.id != Recourse.id))
    .where(answered(_other.id, _handler.account_id)),
    "no decision of a recourse is countersigned by somebody who answered or decided it": select(RecourseDecision.id).where(
        or_(exists().where(RecourseHandler.recourse_id == RecourseDecision.recourse_id,
                           RecourseHandler.account_id == RecourseDecision.countersigned_by),
            exists().where(_other_decision.recourse_id == RecourseDecision.recourse_id,
                           _other_decision.decided_by == RecourseDecision.countersigned_by)),
    ),
    "a review that was heard has its meeting, or the candidate wanted none": select(Recourse.id).where(
        Recourse.stand.in_(("met", "countersign")),
        not_(exists().where(RecourseHandler.recourse_id == Recourse.id, RecourseHandler.until.is_(None),
                            Meeting.id == RecourseHandler.id)),
    ),
    "a concluded recourse has one decision that counts": select(Recourse.id).where(
        Recourse.stand == "concluded",
        select(func.count()).select_from(RecourseDecision).where(
            RecourseDecision.recourse_id == Recourse.id, RecourseDecision.declined_at.is_(None),
            or_(not_(RecourseDecision.needs_countersign), RecourseDecision.countersigned_at.is_not(None)),
        ).scalar_subquery() != 1,
    ),
    "whoever answers a recourse leads the panel of its cycle, and may sign in": select(Recourse.id).where(
        IN_HAND, not_(LEADS_STILL)),
    "whoever answers a recourse took it, or was named, as the journal saw": select(RecourseHandler.id)
    .join(Recourse, Recourse.id == RecourseHandler.recourse_id)
    .where(
        not_(exists().where(JournalEntry.case_id == Recourse.case_id, JournalEntry.action == "recourse.take",
                            JournalEntry.actor_id == RecourseHandler.account_id)),
        not_(exists().where(JournalEntry.case_id == Recourse.case_id,
                            JournalEntry.action.in_(("recourse.name", "recourse.replace")),
                            JournalEntry.subject == "account:" + RecourseHandler.account_id)),
    ),
}  # fmt: skip
