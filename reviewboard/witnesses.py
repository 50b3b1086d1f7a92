"""What the journal saw: the digest of everything signed stands in its entry, so no row can be edited and digested anew.

A row that was changed, or is gone, or that no entry tells of, is a breach. Rows older than the first entry of their kind
that holds a digest were written before the journal kept it, and are excused.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.stages.consensus.supplement import digest_of_answer
from reviewboard.stages.consensus.tables import Agreement, Message, Move, Question, Resolution
from reviewboard.stages.rating.seal import rating_digest
from reviewboard.stages.rating.tables import Citation, Rating
from reviewboard.stages.record.tables import Record
from reviewboard.stages.record.writing import digest_of
from reviewboard.stages.recourse.tables import RecourseDecision, Statement
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
    Witness("answer", ("case.answer", "case.stop_waiting"), Question, "ended_at", digest_of_answer,
            among=Question.digest.is_not(None)),
    Witness("record", ("case.record", "record.supersede"), Record, "recorded_at", digest_of),
    Witness("decision", DECIDES, RecourseDecision, "decided_at", _fixed),
    Witness("statement", ("record.statement",), Statement, "made_at", _fixed),
)


def against_the_journal() -> Iterator[str]:
    """Yield a sentence for every row that is not as the journal saw it, is gone, or was never seen."""
    for witness in WITNESSES:
        seen, since = _seen(witness)
        yield from _changed(witness, seen, since)
        yield from (f"{witness.name} {row_id} is gone" for row_id in seen)


def _seen(witness: Witness) -> tuple[dict[str, str], datetime | None]:
    """Return the digest that the journal holds of each row by its id, and the moment of the first of them."""
    entries = db.session.execute(
        select(JournalEntry.at, JournalEntry.case_id, JournalEntry.subject, JournalEntry.details)
        .where(JournalEntry.action.in_(witness.acts))
        .order_by(JournalEntry.number)
        .execution_options(yield_per=MOST_AT_ONCE)
    )
    seen, since = {}, None
    for at, case_id, subject, details in entries:
        if held := details.get("digest"):
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
