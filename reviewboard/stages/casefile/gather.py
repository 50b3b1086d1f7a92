"""All that the board holds of one case, read in a number of statements that does not grow with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.chain import Anchor
from reviewboard.foundation.journal.queries import anchor
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.scale.tables import ScaleVersion
from reviewboard.stages.assignment.tables import AssignmentRound, Conflict, Seat
from reviewboard.stages.consensus.own_level import own_levels_of
from reviewboard.stages.consensus.queries import question_of
from reviewboard.stages.consensus.sealed import SealedRating, sealed_ratings
from reviewboard.stages.consensus.supplement import answer_files
from reviewboard.stages.consensus.tables import Agreement, Discussion, Dispute, Message, Move, OwnLevel, Question, Resolution
from reviewboard.stages.rating.seal import rating_digest
from reviewboard.stages.rating.tables import Citation, Rating
from reviewboard.stages.record.tables import Record
from reviewboard.stages.recourse.steps import Stand
from reviewboard.stages.recourse.tables import Meeting, Recourse, RecourseDecision, RecourseGround, RecourseHandler, Statement
from reviewboard.stages.submission.handing_in import case_digest
from reviewboard.stages.submission.looking import Looked, looked_at
from reviewboard.stages.submission.queries import evidence_of, examples_of
from reviewboard.stages.submission.tables import Case, Evidence, Example
from reviewboard.stages.unseen import checkers_of, seen_entries
from reviewboard.stages.workflow import CHECK_PLACE

_BESIDE = (JournalEntry.number, JournalEntry.hash)


@dataclass(frozen=True)
class Person:
    """Somebody who has to do with the case."""

    id: str
    name: str
    email: str
    language: str
    timezone: str


@dataclass(frozen=True)
class Holdings:
    """What is there of one case. `before` maps an entry's number less one to the hash that stands there.

    Ratings are those of `sealed_ratings`: none until both first ones are sealed, and no draft ever. `fresh` are those of
    the pair that rated the submission afresh, once that recourse is concluded. Of a check there is
    nothing: it is no part of what was decided, and nobody on the case learns that there was one.
    """

    case: Case
    cycle: Cycle
    scale: ScaleVersion
    examples: Sequence[Example]
    evidence: dict[str, list[Evidence]]
    looked: dict[str, Looked]
    digest_now: str
    seats: Sequence[Seat]
    rounds: dict[str, AssignmentRound]
    conflicts: Sequence[Conflict]
    ratings: tuple[SealedRating, ...]
    rating_digests: dict[str, str]
    discussions: Sequence[Discussion]
    messages: Sequence[Message]
    moves: Sequence[Move]
    agreements: Sequence[Agreement]
    disputes: Sequence[Dispute]
    question: Question | None
    answer_files: Sequence[Evidence]
    resolutions: Sequence[Resolution]
    own_levels: Sequence[OwnLevel]
    records: Sequence[Record]
    recourses: Sequence[Recourse]
    grounds: Sequence[RecourseGround]
    handlers: Sequence[RecourseHandler]
    meetings: Sequence[Meeting]
    verdicts: Sequence[RecourseDecision]
    fresh: tuple[SealedRating, ...]
    statement: Statement | None
    notices: Sequence[Notice]
    entries: Sequence[JournalEntry]
    before: dict[int, str]
    end: Anchor
    people: dict[str, Person]

    @property
    def record(self) -> Record | None:
        """The record in force, or None."""
        return next((one for one in self.records if one.superseded_at is None), None)


def gather(case_id: str) -> Holdings:
    """Return what the board holds of one case. Forty statements at most, whatever its size.

    Whoever calls this asks for the right to the case file first.
    """
    case = db.session.get_one(Case, case_id)
    seats = _all(Seat, Seat.case_id == case_id, Seat.place < CHECK_PLACE, order=(Seat.assigned_at, Seat.place, Seat.id))
    discussions = _all(Discussion, Discussion.case_id == case_id, order=(Discussion.opened_at, Discussion.id))
    talks = [one.id for one in discussions]
    resolutions = _all(Resolution, Resolution.case_id == case_id, order=(Resolution.decided_at, Resolution.id))
    agreements = _all(Agreement, Agreement.case_id == case_id, order=(Agreement.agreed_at, Agreement.id))
    records = _all(Record, Record.case_id == case_id, order=(Record.recorded_at, Record.id))
    recourses = _all(Recourse, Recourse.case_id == case_id, order=(Recourse.begun_at, Recourse.id))
    asked = [one.id for one in recourses]
    verdicts = _all(RecourseDecision, RecourseDecision.recourse_id.in_(asked), order=(RecourseDecision.decided_at,))
    handlers = _all(RecourseHandler, RecourseHandler.recourse_id.in_(asked), order=(RecourseHandler.since, RecourseHandler.id))
    own_levels = own_levels_of(case_id)
    statements = _all(Statement, Statement.case_id == case_id)
    fresh = _afresh(recourses)
    question = question_of(case_id)
    notices = _all(Notice, *_notices_of(case_id), order=(Notice.created_at, Notice.id))
    entries = _all(JournalEntry, JournalEntry.case_id == case_id, seen_entries(), order=(JournalEntry.number,))
    conflicts = _conflicts(case, [seat.assessor_id for seat in seats])
    named = [
        case.candidate_id, *(seat.assessor_id for seat in seats), *(one.lead_id for one in resolutions),
        *(one.countersigned_by for one in resolutions), *(one.declined_by for one in resolutions),
        *(one.lead_id for one in own_levels), *(one.confirmed_by for one in agreements), *(one.released_by for one in records),
        *(made["account_id"] for one in records for made in one.deciders), *(one.refused_by for one in agreements),
        question.lead_id if question else None, *(one.account_id for one in handlers), *(one.decided_by for one in verdicts),
        *(one.countersigned_by for one in verdicts), *(one.declined_by for one in verdicts),
        *(one.assessor_id for one in fresh),
        *(one.account_id for one in notices), *(one.actor_id for one in entries),
        *(one.declared_by for one in conflicts), *(one.person_id for one in conflicts),
        *(one.other_id for one in conflicts),
    ]  # fmt: skip
    return Holdings(
        case=case, cycle=db.session.get_one(Cycle, case.cycle_id),
        scale=db.session.get_one(ScaleVersion, case.scale_version_id),
        examples=examples_of(case_id), evidence=evidence_of(case_id), looked=looked_at(case_id),
        digest_now=case_digest(case_id), seats=seats,
        rounds={one.id: one for one in _all(AssignmentRound, AssignmentRound.id.in_({seat.round_id for seat in seats}))},
        conflicts=conflicts, ratings=sealed_ratings(case_id), rating_digests=_rating_digests(case_id), discussions=discussions,
        messages=_all(Message, Message.discussion_id.in_(talks), order=(Message.said_at, Message.id)),
        moves=_all(Move, Move.discussion_id.in_(talks), order=(Move.moved_at, Move.id)),
        agreements=agreements, disputes=_all(Dispute, Dispute.case_id == case_id, order=(Dispute.opened_at, Dispute.id)),
        question=question, answer_files=answer_files(question.id) if question else (), resolutions=resolutions,
        own_levels=own_levels, records=records, recourses=recourses, handlers=handlers, verdicts=verdicts, fresh=fresh,
        meetings=_all(Meeting, Meeting.recourse_id.in_(asked), order=(Meeting.noted_at, Meeting.id)),
        grounds=_all(RecourseGround, RecourseGround.recourse_id.in_(asked), order=(RecourseGround.ground,)),
        statement=statements[0] if statements else None, notices=notices, entries=entries,
        before=_hashes([entry.number - 1 for entry in entries]), end=anchor(), people=_people(named),
    )  # fmt: skip


def _all(table: Any, *where: Any, order: Sequence[Any] = ()) -> list[Any]:
    return list(db.session.execute(select(table).where(*where).order_by(*order)).scalars())


def _afresh(recourses: Sequence[Recourse]) -> tuple[SealedRating, ...]:
    concluded = [one.fresh_case_id for one in recourses if one.fresh_case_id and one.stand == Stand.CONCLUDED]
    return sealed_ratings(concluded[0]) if concluded else ()


def _rating_digests(case_id: str) -> dict[str, str]:
    """Return the digest that each sealed rating of the case should have, computed anew. Two statements."""
    rows = _all(Rating, Rating.case_id == case_id, Rating.state == "sealed")
    cited: dict[str, list[Citation]] = {row.id: [] for row in rows}
    for citation in _all(Citation, Citation.rating_id.in_(cited), order=(Citation.created_at, Citation.id)):
        cited[citation.rating_id].append(citation)
    return {row.id: rating_digest(row, cited[row.id]) for row in rows}


def _notices_of(case_id: str) -> tuple[ColumnElement[bool], ...]:
    return Notice.case_id == case_id, Notice.account_id.not_in(checkers_of(case_id))


def _conflicts(case: Case, assessors: Sequence[str]) -> list[Conflict]:
    """Return the conflicts of interest between the candidate and whoever sat on the case, and those declared at it."""
    tied = or_(
        (Conflict.person_id == case.candidate_id) & Conflict.other_id.in_(assessors),
        (Conflict.other_id == case.candidate_id) & Conflict.person_id.in_(assessors),
        Conflict.case_id == case.id,
    )
    return _all(Conflict, tied, Conflict.declared_by.not_in(checkers_of(case.id)), order=(Conflict.declared_at, Conflict.id))


MOST_ASKED = 500  # numbers in one statement


def _hashes(numbers: Sequence[int]) -> dict[int, str]:
    """Return the hashes that stand at these numbers."""
    found: dict[int, str] = {}
    for first in range(0, len(numbers), MOST_ASKED):
        asked = numbers[first : first + MOST_ASKED]
        found |= {row.number: row.hash for row in db.session.execute(select(*_BESIDE).where(JournalEntry.number.in_(asked)))}
    return found


def _people(ids: Iterable[str | None]) -> dict[str, Person]:
    known = sorted({one for one in ids if one})
    columns = (Account.id, Account.name, Account.email, Account.language, Account.timezone)
    return {row.id: Person(*row) for row in db.session.execute(select(*columns).where(Account.id.in_(known)))}
