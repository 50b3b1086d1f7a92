"""What must hold between a record, what it rests on and who signed that: each a named query for its breaches."""

from typing import Any

from sqlalchemy import Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.consensus.tables import Agreement, Dispute, Resolution
from reviewboard.stages.record.tables import Record
from reviewboard.stages.submission.tables import Case

_rated = aliased(Case)


def _signed(of: Any, subject: Any, action: str, by: Any) -> Any:
    return exists().where(JournalEntry.case_id == of.case_id, JournalEntry.subject == subject,
                          JournalEntry.action == action, JournalEntry.actor_id == by)  # fmt: skip


WHAT_RECORDS_REST_ON: dict[str, Select[Any]] = {
    "a record rests on an agreement that was confirmed where it had to be": select(Record.id)
    .join(Agreement, Agreement.id == Record.agreement_id)
    .where(Agreement.needs_confirmation, Agreement.confirmed_at.is_(None)),
    "a record says what its agreement says": select(Record.id)
    .join(Agreement, Agreement.id == Record.agreement_id)
    .where(or_(Record.outcome != Agreement.outcome, func.coalesce(Record.level, -1) != func.coalesce(Agreement.level, -1))),
    "a record rests on a resolution that was countersigned where it had to be": select(Record.id)
    .join(Resolution, Resolution.id == Record.resolution_id)
    .where(Resolution.needs_countersign, Resolution.countersigned_at.is_(None)),
    "a record says what its resolution says": select(Record.id)
    .join(Resolution, Resolution.id == Record.resolution_id)
    .where(
        or_(Record.outcome != Resolution.outcome, func.coalesce(Record.level, -1) != func.coalesce(Resolution.level, -1))
    ),
    "a record rests on a basis of its case, or of the case it was rated afresh as": select(Record.id)
    .outerjoin(Agreement, Agreement.id == Record.agreement_id)
    .outerjoin(Resolution, Resolution.id == Record.resolution_id)
    .join(_rated, _rated.id == func.coalesce(Agreement.case_id, Resolution.case_id))
    .where(_rated.id != Record.case_id, func.coalesce(_rated.fresh_of, "") != Record.case_id),
    "a record rests on nothing that was refused or declined": select(Record.id)
    .outerjoin(Agreement, Agreement.id == Record.agreement_id)
    .outerjoin(Resolution, Resolution.id == Record.resolution_id)
    .where(or_(Agreement.refused_at.is_not(None), Resolution.declined_at.is_not(None))),
    "a resolution is never by a rater of the case": select(Resolution.id)
    .join(Seat, and_(Seat.case_id == Resolution.case_id,
                     Seat.assessor_id.in_((Resolution.lead_id, Resolution.countersigned_by)))),
    "an agreement is never confirmed by a rater of the case": select(Agreement.id)
    .join(Seat, and_(Seat.case_id == Agreement.case_id, Seat.assessor_id == Agreement.confirmed_by)),
    "a dispute is for the reason that the journal saw": select(Dispute.id).where(
        exists().where(JournalEntry.case_id == Dispute.case_id, JournalEntry.subject == "dispute:" + Dispute.id,
                       JournalEntry.details["why"].as_string() != Dispute.why)
    ),
    "an agreement is confirmed by whom the journal saw": select(Agreement.id).where(
        Agreement.confirmed_by.is_not(None),
        not_(_signed(Agreement, "agreement:" + Agreement.id, "case.confirm", Agreement.confirmed_by)),
    ),
    "a resolution is countersigned by whom the journal saw": select(Resolution.id).where(
        Resolution.countersigned_by.is_not(None),
        not_(_signed(Resolution, "resolution:" + Resolution.id, "case.countersign", Resolution.countersigned_by)),
    ),
}  # fmt: skip
