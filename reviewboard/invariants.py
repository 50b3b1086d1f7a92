"""What must hold of the data at every moment between transactions. Each invariant is a named query for its breaches.

The database's constraints keep most promises as they are made; these look across rows and outside the database.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Select, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.foundation.database import one_moment
from reviewboard.foundation.journal.chain import Counted, breaches
from reviewboard.foundation.journal.queries import all_entries, anchor
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.quality.invariants import CHECKS_OF_AGREED_CASES, wrong_findings
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.consensus.supplement import digest_of_answer
from reviewboard.stages.consensus.tables import Discussion, Dispute, Question
from reviewboard.stages.rating.seal import rating_digest
from reviewboard.stages.rating.tables import Citation, Rating
from reviewboard.stages.record.invariants import WHAT_RECORDS_REST_ON
from reviewboard.stages.record.tables import Record
from reviewboard.stages.record.writing import digest_of
from reviewboard.stages.recourse.invariants import WHO_ANSWERS_WHAT
from reviewboard.stages.submission.actions import case_digest
from reviewboard.stages.submission.handing_in import content_digest
from reviewboard.stages.submission.tables import Case, Evidence, EvidenceCheck, EvidencePreview, Example
from reviewboard.stages.workflow import SEATS
from reviewboard.vault_check import wrong_case_files, wrong_in_vault
from reviewboard.witnesses import against_the_journal

_FIRST = (1, 2)
_AFTER_RATING = (
    "discussion", "confirmation", "dispute", "asked", "third_rating", "countersign", "decided", "recorded", "released",
)  # fmt: skip
_live = Seat.ended_at.is_(None)


_earlier = aliased(Record)


def _seats_of(case: Any, *conditions: Any) -> Any:
    return select(func.count()).select_from(Seat).where(Seat.case_id == case.id, *conditions).scalar_subquery()


QUERIES: dict[str, Select[Any]] = {
    "a case never has more than two live first seats": select(Case.id).where(
        _seats_of(Case, _live, Seat.place.in_(_FIRST)) > SEATS
    ),
    "a case after rating has exactly two live first seats": select(Case.id).where(
        Case.state.in_(_AFTER_RATING), _seats_of(Case, _live, Seat.place.in_(_FIRST)) != SEATS
    ),
    "a case after rating has both first ratings sealed": select(Case.id).where(
        Case.state.in_(_AFTER_RATING), _seats_of(Case, _live, Seat.place.in_(_FIRST), Seat.sealed_at.is_not(None)) != SEATS
    ),
    "both sealed is noted exactly when both are sealed": select(Case.id).where(
        Case.state != "withdrawn",
        (_seats_of(Case, _live, Seat.place.in_(_FIRST), Seat.sealed_at.is_not(None)) == SEATS)
        != Case.both_sealed_at.is_not(None),
    ),
    "nobody assesses their own case": select(Seat.id).join(Case).where(Seat.assessor_id == Case.candidate_id),
    "a seat is sealed exactly when its rating is": select(Seat.id)
    .outerjoin(Rating, Rating.seat_id == Seat.id)
    .where(Seat.sealed_at.is_not(None) != func.coalesce(Rating.state == "sealed", False)),
    "a rating belongs to its seat's assessor and case": select(Rating.id)
    .join(Seat, Seat.id == Rating.seat_id)
    .where(or_(Rating.assessor_id != Seat.assessor_id, Rating.case_id != Seat.case_id)),
    "a sealed rating cites a passage": select(Rating.id).where(
        Rating.state == "sealed", not_(exists().where(Citation.rating_id == Rating.id))
    ),
    "a citation lies in an example of its case": select(Citation.id)
    .join(Rating, Rating.id == Citation.rating_id)
    .join(Example, Example.id == Citation.example_id)
    .where(Example.case_id != Rating.case_id),
    "a recorded case has one record in force": select(Case.id).where(
        Case.state.in_(("recorded", "released")),
        select(func.count()).select_from(Record).where(Record.case_id == Case.id, Record.superseded_at.is_(None))
        .scalar_subquery() != 1,
    ),
    "a record belongs to a recorded case": select(Record.id).join(Case).where(Case.recorded_at.is_(None)),
    "a case in discussion has one open discussion": select(Case.id).where(
        Case.state != "withdrawn",
        (Case.state == "discussion") != exists().where(Discussion.case_id == Case.id, Discussion.ended_at.is_(None)),
    ),
    "a case in dispute has one open dispute": select(Case.id).where(
        Case.state != "withdrawn",
        Case.state.in_(("dispute", "asked", "third_rating", "countersign"))
        != exists().where(Dispute.case_id == Case.id, Dispute.ended_at.is_(None)),
    ),
    "a case waits for its candidate while a question is open": select(Case.id).where(
        Case.state != "withdrawn",
        (Case.state == "asked") != exists().where(Question.case_id == Case.id, Question.ended_at.is_(None)),
    ),
    "evidence that is there has its check": select(Evidence.id).where(
        Evidence.removed_at.is_(None), not_(exists().where(EvidenceCheck.evidence_id == Evidence.id))
    ),
    "only accepted evidence has previews": select(EvidencePreview.id)
    .join(Evidence, Evidence.id == EvidencePreview.evidence_id)
    .outerjoin(EvidenceCheck, EvidenceCheck.evidence_id == Evidence.id)
    .where(func.coalesce(EvidenceCheck.state, "") != "accepted"),
    "a submission is in the journal": select(Case.id).where(
        Case.submitted_at.is_not(None),
        not_(exists().where(JournalEntry.case_id == Case.id, JournalEntry.action == "case.submit")),
    ),
    "a sealed rating is in the journal": select(Rating.id).where(
        Rating.state == "sealed",
        not_(exists().where(JournalEntry.subject == "rating:" + Rating.id, JournalEntry.action == "case.seal")),
    ),
    "a record is in the journal": select(Record.id).where(
        not_(exists().where(JournalEntry.case_id == Record.case_id, JournalEntry.action == "case.record"))
    ),
    "a record that supersedes follows the one before it": select(Record.id)
    .outerjoin(_earlier, _earlier.id == Record.supersedes_id)
    .where(
        Record.supersedes_id.is_not(None),
        or_(_earlier.id.is_(None), _earlier.case_id != Record.case_id, _earlier.superseded_at.is_(None),
            _earlier.superseded_at > Record.recorded_at),
    ),
    "a superseded record has one after it": select(Record.id).where(
        Record.superseded_at.is_not(None), not_(exists().where(_earlier.supersedes_id == Record.id))
    ),
    "a record that supersedes is in the journal": select(Record.id).where(
        Record.supersedes_id.is_not(None),
        not_(exists().where(JournalEntry.subject == "record:" + Record.id, JournalEntry.action == "record.supersede")),
    ),
} | WHAT_RECORDS_REST_ON | WHO_ANSWERS_WHAT | CHECKS_OF_AGREED_CASES  # fmt: skip


def _journal() -> Iterator[str]:
    entries = Counted(all_entries())
    for breach in breaches(entries):
        yield f"entry {breach.number} {breach.fault}"
    if anchor().number != entries.last:
        yield f"the chain ends at {entries.last}, its head says {anchor().number}"


def _submissions() -> Iterator[str]:
    for case in db.session.execute(select(Case).where(Case.submitted_at.is_not(None))).scalars():
        if case_digest(case.id) != case.digest:
            yield case.id


def _copies() -> Iterator[str]:
    for case in db.session.execute(select(Case).where(Case.fresh_of.is_not(None))).scalars():
        if content_digest(case.id) != content_digest(str(case.fresh_of)):
            yield case.id


def _ratings() -> Iterator[str]:
    for rating in db.session.execute(select(Rating).where(Rating.state == "sealed")).scalars():
        citations = select(Citation).where(Citation.rating_id == rating.id).order_by(Citation.created_at, Citation.id)
        if rating_digest(rating, list(db.session.execute(citations).scalars())) != rating.digest:
            yield rating.id


def _answers() -> Iterator[str]:
    for question in db.session.execute(select(Question).where(Question.digest.is_not(None))).scalars():
        if digest_of_answer(question) != question.digest:
            yield question.id


def _records() -> Iterator[str]:
    for record in db.session.execute(select(Record)).scalars():
        if digest_of(record) != record.digest:
            yield record.id


CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "the journal is whole": _journal,
    "a submission is as its digest says": _submissions,
    "a fresh case holds what was handed in": _copies,
    "a sealed rating is as its digest says": _ratings,
    "an answer to the panel is as its digest says": _answers,
    "a record is as its digest says": _records,
    "a finding says how far a check is from the record": wrong_findings,
    "everything signed is as the journal saw it": against_the_journal,
}
OF_FILES: dict[str, Callable[[], Iterator[str]]] = {
    "the vault holds what the database says": wrong_in_vault,
    "made case files are as their digests say": wrong_case_files,
}


def all_breaches() -> dict[str, list[str]]:
    """Return every invariant by name with the breaches found (ids or sentences), empty lists where it holds.

    Rows are compared as they were at one moment, while people work; files after that, and what seems wrong is looked at again.
    """
    with one_moment():
        found = {name: [str(row[0]) for row in db.session.execute(query)] for name, query in QUERIES.items()}
        found |= {name: list(check()) for name, check in CHECKS.items()}
    return found | {name: list(check()) for name, check in OF_FILES.items()}
