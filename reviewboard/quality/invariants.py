"""What must hold of checks at every moment between transactions: each a named query for its breaches."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.quality.rules import gap
from reviewboard.quality.tables import Draw, Finding, FindingNote
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.record.tables import Record
from reviewboard.stages.recourse.part import decided
from reviewboard.stages.workflow import CHECK_PLACE

MOST_AT_ONCE = 500  # findings in memory
_live = Seat.ended_at.is_(None)
_other = aliased(Seat)

CHECKS_OF_AGREED_CASES: dict[str, Select[Any]] = {
    "a check seat sits only on a drawn case": select(Seat.id)
    .outerjoin(Draw, and_(Draw.case_id == Seat.case_id, Draw.drawn))
    .where(Seat.place == CHECK_PLACE, Draw.case_id.is_(None)),
    "a case has at most one live check seat": select(Seat.case_id)
    .where(Seat.place == CHECK_PLACE, _live)
    .group_by(Seat.case_id)
    .having(func.count() > 1),
    "nobody checks a case they rated": select(Seat.id)
    .join(_other, and_(_other.case_id == Seat.case_id, _other.assessor_id == Seat.assessor_id, _other.id != Seat.id))
    .where(Seat.place == CHECK_PLACE),
    "a sealed check has its finding, or it is owed": select(Seat.id)
    .outerjoin(Rating, Rating.seat_id == Seat.id)
    .outerjoin(Finding, Finding.rating_id == Rating.id)
    .where(
        Seat.place == CHECK_PLACE, _live, Seat.sealed_at.is_not(None), Finding.id.is_(None),
        not_(exists().where(OutboxRow.topic == "quality.checked", OutboxRow.case_id == Seat.case_id,
                            OutboxRow.done_at.is_(None))),
    ),
    "a finding is of the sealed check of its case": select(Finding.id)
    .join(Rating, Rating.id == Finding.rating_id)
    .join(Seat, Seat.id == Rating.seat_id)
    .where(or_(Rating.case_id != Finding.case_id, Rating.state != "sealed", Seat.place != CHECK_PLACE)),
    "a finding is beside a record of its case": select(Finding.id)
    .join(Record, Record.id == Finding.record_id)
    .where(Record.case_id != Finding.case_id),
    "only a finding that differs has a note": select(Finding.id)
    .join(FindingNote, FindingNote.finding_id == Finding.id)
    .where(Finding.gap == "same"),
    "nobody notes a finding of a case they sat on": select(FindingNote.id)
    .join(Finding, Finding.id == FindingNote.finding_id)
    .join(Seat, and_(Seat.case_id == Finding.case_id, Seat.assessor_id == FindingNote.lead_id)),
    "nobody notes a finding of a case they decided": select(FindingNote.id)
    .join(Finding, Finding.id == FindingNote.finding_id)
    .where(decided(Finding.case_id, FindingNote.lead_id)),
    "a draw is in the journal": select(Draw.case_id).where(
        not_(exists().where(JournalEntry.case_id == Draw.case_id, JournalEntry.action == "quality.draw"))
    ),
}  # fmt: skip


def wrong_findings() -> Iterator[str]:
    """Yield the id of every finding that does not say how far its check is from its record."""
    rows = db.session.execute(
        select(Finding, Record, Rating)
        .join(Record, Record.id == Finding.record_id)
        .join(Rating, Rating.id == Finding.rating_id)
        .execution_options(yield_per=MOST_AT_ONCE)
    )
    for found, record, check in rows:
        if found.gap != gap(as_outcome(record), as_outcome(check)):
            yield found.id
