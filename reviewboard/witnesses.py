"""What the journal saw: the digest of everything signed stands in its entry, so no row can be edited and digested anew.

A row that was changed, or is gone, or that no entry tells of, is a breach. Rows older than the first entry of their kind
that holds a digest were written before the journal kept it, and are excused.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarResult, select

from reviewboard.extensions import db
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.quality.tables import Finding, FindingNote
from reviewboard.stages.consensus.supplement import digest_of_answer
from reviewboard.stages.consensus.tables import Agreement, Message, Move, OwnLevel, Question, Resolution
from reviewboard.stages.rating.seal import rating_digest
from reviewboard.stages.rating.tables import Citation, Rating
from reviewboard.stages.record.tables import Record
from reviewboard.stages.record.writing import digest_of
from reviewboard.stages.recourse.queries import digest_of_asked
from reviewboard.stages.recourse.tables import Meeting, Recourse, RecourseDecision, Statement
from reviewboard.stages.retention.tables import Disposal
from reviewboard.stages.submission.actions import case_digest
from reviewboard.stages.submission.tables import Case

MOST_AT_ONCE = 500  # rows in memory


@dataclass(frozen=True)
class Witness:
    """One kind of row that entries hold the digest of: which acts write it, its moment, how it is digested now.

    `among`: which rows of its table are of this kind; None: all.
    """

    name: str
    acts: tuple[str, ...]
    model: type[Any]
    moment: str
    digest: Callable[[Any], str]
    among: Any = None


def _fixed(row: Any) -> str:
    return fixed_digest(row, row.FIXED)


def _rating(row: Rating) -> str:
    cited = select(Citation).where(Citation.rating_id == row.id).order_by(Citation.created_at, Citation.id)
    return rating_digest(row, list(db.session.execute(cited).scalars()))


DECIDES = ("recourse.give", "recourse.uphold", "recourse.return", "recourse.vary", "recourse.conclude")
WITNESSES = (
    Witness("submission", ("case.submit",), Case, "submitted_at", lambda row: case_digest(row.id)),
    Witness("rating", ("case.seal",), Rating, "sealed_at", _rating),
    Witness("message", ("case.say",), Message, "said_at", _fixed),
    Witness("move", ("case.move",), Move, "moved_at", _fixed),
    Witness("agreement", ("case.agree", "case.agree_unconfirmed"), Agreement, "agreed_at", _fixed),
    Witness("resolution", ("case.resolve", "case.propose"), Resolution, "decided_at", _fixed),
    Witness("own level", ("own_level.note",), OwnLevel, "noted_at", _fixed),
    Witness("question", ("case.ask",), Question, "asked_at", _fixed),
    Witness(
        "answer",
        ("case.answer", "case.stop_waiting"),
        Question,
        "ended_at",
        digest_of_answer,
        among=Question.digest.is_not(None),
    ),
    Witness("record", ("case.record", "record.supersede"), Record, "recorded_at", digest_of),
    Witness("recourse", ("recourse.ask", "recourse.send_on"), Recourse, "asked_at", digest_of_asked),
    Witness("decision", DECIDES, RecourseDecision, "decided_at", _fixed),
    Witness("meeting", ("recourse.meet", "recourse.waive"), Meeting, "noted_at", _fixed),
    Witness("finding", ("quality.find",), Finding, "found_at", _fixed),
    Witness("note", ("quality.note",), FindingNote, "noted_at", _fixed),
    Witness("statement", ("record.statement",), Statement, "made_at", _fixed),
    Witness("disposal", ("retention.dispose",), Disposal, "carried_out_at", _fixed),
)
IN_STUBS = {"submission": ("case.submit",), "ratings": ("case.seal",), "records": ("case.record", "record.supersede")}
"""What a stub says of a case that is gone, and the acts whose entries say it too."""


def against_the_journal() -> Iterator[str]:
    """Yield a sentence for every row that is not as the journal saw it, is gone, or was never seen.

    What two people disposed of is gone by right: its stub is held against the journal in its place.
    """
    disposed = {case_id for stub in _stubs() for case_id in _cases_of(stub)}
    for witness in WITNESSES:
        seen, since = _seen(witness, frozenset() if witness.model is Disposal else disposed)
        yield from _changed(witness, seen, since)
        yield from (f"{witness.name} {row_id} is gone" for row_id in seen)
    for together in _stubs().partitions(MOST_AT_ONCE):
        entries = _entries_of([case_id for stub in together for case_id in _cases_of(stub)])
        yield from (f"stub {stub.id} is not what the journal saw" for stub in together if not _is_as_seen(stub, entries))


def _stubs() -> ScalarResult[Disposal]:
    carried_out = select(Disposal).where(Disposal.carried_out_at.is_not(None)).order_by(Disposal.id)
    return db.session.execute(carried_out.execution_options(yield_per=MOST_AT_ONCE)).scalars()


def _entries_of(case_ids: Sequence[str]) -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Return what was entered of cases, as (action, details) by case. One statement."""
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {case_id: [] for case_id in case_ids}
    acts = [act for named in IN_STUBS.values() for act in named]
    rows = select(JournalEntry.case_id, JournalEntry.action, JournalEntry.details).where(
        JournalEntry.case_id.in_(case_ids), JournalEntry.action.in_(acts)
    )
    for case_id, action, details in db.session.execute(rows):
        found[case_id].append((action, details))
    return found


def _cases_of(stub: Disposal) -> tuple[str, ...]:
    return (stub.case_id, *(stub.stub or {}).get("afresh", ()))


def _is_as_seen(stub: Disposal, entries: Mapping[str, Sequence[tuple[str, dict[str, Any]]]]) -> bool:
    """Return whether a stub holds the digests that the journal's entries of its cases hold, each of them and no other."""
    held: dict[str, list[str]] = {part: [] for part in IN_STUBS}
    for case_id, action, details in ((one, *entry) for one in _cases_of(stub) for entry in entries[one]):
        for part, acts in IN_STUBS.items():
            if action in acts and "digest" in details and (part != "submission" or case_id == stub.case_id):
                held[part].append(details["digest"])
    said = stub.stub or {}
    submission = [said["submission"]] if said.get("submission") else []
    return held["submission"] == submission and all(sorted(held[part]) == said.get(part) for part in ("ratings", "records"))


def _seen(witness: Witness, disposed: Collection[str]) -> tuple[dict[str, str], datetime | None]:
    """Return the digest that the journal holds of each row by its id, and the moment of the first of them."""
    entries = db.session.execute(
        select(JournalEntry.at, JournalEntry.case_id, JournalEntry.subject, JournalEntry.details)
        .where(JournalEntry.action.in_(witness.acts))
        .order_by(JournalEntry.number)
        .execution_options(yield_per=MOST_AT_ONCE)
    )
    seen, since = {}, None
    for at, case_id, subject, details in entries:
        if case_id not in disposed and (held := details.get("digest")):
            since = since or at
            seen[case_id if witness.model is Case else subject.partition(":")[2]] = held
    return seen, since


def _changed(witness: Witness, seen: dict[str, str], since: datetime | None) -> Iterator[str]:
    """Yield what is wrong with the rows that are there; take each of them out of `seen`."""
    moment = getattr(witness.model, witness.moment)
    rows = select(witness.model).where(moment.is_not(None)).execution_options(yield_per=MOST_AT_ONCE)
    if witness.among is not None:
        rows = rows.where(witness.among)
    for row in db.session.execute(rows).scalars():
        held = seen.pop(row.id, None)
        if held is None and since is not None and getattr(row, witness.moment) >= since:
            yield f"{witness.name} {row.id} is in no entry"
        elif held is not None and held != witness.digest(row):
            yield f"{witness.name} {row.id} is not what it was"
