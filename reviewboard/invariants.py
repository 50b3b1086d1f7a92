"""What must hold of the data at every moment between transactions. Each invariant is a named query for its breaches.

The database's constraints keep most promises as they are made; these look across rows and outside the database.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, exists, func, not_, or_, select
from sqlalchemy.orm import aliased

from previewer.reasons import Reason
from reviewboard.extensions import db
from reviewboard.foundation.journal.chain import breaches
from reviewboard.foundation.journal.queries import all_entries, anchor
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.vault.kept import NotAsKept
from reviewboard.foundation.vault.parts import parts
from reviewboard.foundation.vault.where import the_vault
from reviewboard.quality.invariants import CHECKS_OF_AGREED_CASES, wrong_findings
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.casefile.sweeping import wrong_files
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
from reviewboard.stages.submission.tables import Case, Evidence, EvidenceCheck, EvidenceCopy, EvidencePreview, Example, Upload
from reviewboard.stages.workflow import SEATS
from reviewboard.witnesses import against_the_journal

_FIRST = (1, 2)
UNDER_WAY = timedelta(hours=1)  # a file may be in the vault this long before its row is committed
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
    entries = list(all_entries())
    for breach in breaches(entries):
        yield f"entry {breach.number} {breach.fault}"
    last = entries[-1]["number"] if entries else 0
    if anchor().number != last:
        yield f"the chain ends at {last}, its head says {anchor().number}"


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


def _vault() -> Iterator[str]:
    vault = the_vault()
    kept = {file.key: file for file in vault.contents()}
    lost = set(db.session.scalars(select(EvidenceCheck.evidence_id).where(EvidenceCheck.reason == str(Reason.LOST))))
    for row in db.session.execute(select(Evidence.id, Evidence.vault_key, Evidence.sha256, Evidence.removed_at)):
        there = kept.pop(row.vault_key, None)
        if row.removed_at is not None or row.id in lost:  # what is lost is noted, and told to whoever reads the case
            continue
        if there is None:
            yield f"evidence {row.id} has no file"
        elif not _as_kept(row.vault_key, row.sha256):
            yield f"evidence {row.id} is not the file that was taken in"
    for shown in db.session.execute(select(EvidencePreview.id, EvidencePreview.vault_key, EvidencePreview.sha256)):
        if kept.pop(shown.vault_key, None) is None:
            yield f"preview {shown.id} has no file"
        elif not _as_kept(shown.vault_key, shown.sha256):
            yield f"preview {shown.id} is not the file that was made"
    for key in db.session.scalars(select(EvidenceCopy.vault_key)):
        kept.pop(key, None)
    coming = {part.key: part.size for part in parts(vault)}
    for upload in db.session.execute(select(Upload).where(Upload.settled_at.is_(None))).scalars():
        kept.pop(upload.vault_key, None)
        if coming.get(upload.vault_key, -1) < upload.received:
            yield f"upload {upload.id} lacks bytes that were acknowledged"
    since = datetime.now(UTC) - UNDER_WAY
    yield from (f"file {key} belongs to no evidence and no preview" for key, file in kept.items() if file.since < since)


def _as_kept(key: str, sha256: str) -> bool:
    try:
        the_vault().open_stream(key, sha256).close()
    except NotAsKept:
        return False
    return True


CHECKS: dict[str, Callable[[], Iterator[str]]] = {
    "the journal is whole": _journal,
    "a submission is as its digest says": _submissions,
    "a fresh case holds what was handed in": _copies,
    "a sealed rating is as its digest says": _ratings,
    "an answer to the panel is as its digest says": _answers,
    "a record is as its digest says": _records,
    "a finding says how far a check is from the record": wrong_findings,
    "everything signed is as the journal saw it": against_the_journal,
    "the vault holds what the database says": _vault,
    "made case files are as their digests say": wrong_files,
}


def all_breaches() -> dict[str, list[str]]:
    """Return every invariant by name with the breaches found (ids or sentences), empty lists where it holds."""
    found = {name: [str(row[0]) for row in db.session.execute(query)] for name, query in QUERIES.items()}
    return found | {name: list(check()) for name, check in CHECKS.items()}
