"""A candidate answers the panel in words and files, or says that there is nothing to add; else the clock ends it.

What lies there when the time ends is handed in as it stands: nothing that was written or sent is lost.
"""

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.foundation.refusals import NotYours, StaleWrite
from reviewboard.foundation.vault.kept import Stored
from reviewboard.stages.consensus.queries import question_of
from reviewboard.stages.consensus.reasons import short_enough
from reviewboard.stages.consensus.refusals import FilesChanged, NothingToHandIn, question_over
from reviewboard.stages.consensus.supplement import answer_files, digest_of_answer, shown_as
from reviewboard.stages.consensus.tables import Question
from reviewboard.stages.facts import case_facts
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.filing import file_with, take_out
from reviewboard.stages.submission.tables import Case, Evidence
from reviewboard.stages.workflow import Facts, State

REMINDED = timedelta(days=2)  # before the end, where so much was given that a reminder helps
AT_ONCE = 100  # questions one sweep takes up


def save_answer(*, case_id: str, answer: str, version: int, actor: Principal, now: datetime) -> int:
    """Keep what is written of an answer over version (0 before the first save). Return the version it has now.

    Raises NotYours, QuestionOver, TooLong, and StaleWrite with both texts.
    """
    _case, question = _open(case_id, actor, now)
    short_enough(answer)
    if question.version != version:
        raise StaleWrite(current={"answer": question.answer}, typed={"answer": answer})
    question.answer, question.version, question.saved_at = answer, version + 1, now
    db.session.flush()
    return question.version


def add_answer_file(
    *, case_id: str, file_name: str, media_type: str, stored: Stored, actor: Principal, now: datetime
) -> Evidence:
    """File bytes that lie in the vault with the answer, to be checked as all evidence is, and return the evidence.

    The same bytes sent again are the file already there: its `vault_key` then is not `stored.key`, and the caller
    removes the second copy. Raises NotYours, QuestionOver, and what `filing.refusal_of` returns.
    """
    case, question = _open(case_id, actor, now)
    cycle = db.session.get_one(Cycle, case.cycle_id)
    new = Evidence(case_id=case.id, question_id=question.id, file_name=file_name, media_type=media_type)
    return file_with(Evidence.question_id == question.id, new, stored, cycle, actor=actor, now=now)


def remove_answer_file(*, case_id: str, evidence_id: str, actor: Principal, now: datetime) -> None:
    """Take one file out of an answer that is not handed in; its bytes go soon after. Raises NotYours, QuestionOver."""
    case, question = _open(case_id, actor, now)
    evidence = next((file for file in answer_files(question.id) if file.id == evidence_id), None)
    if evidence is None:
        raise NotYours()
    take_out(evidence, case, actor=actor, now=now)


def hand_in_answer(
    *, case_id: str, answer: str, version: int, actor: Principal, now: datetime, files: str | None = None
) -> None:
    """Hand the answer in, for good, and give the case back to the panel. `files` is what its last look showed (`shown_as`).

    Raises FilesChanged, NothingToHandIn, and as `save_answer`.
    """
    save_answer(case_id=case_id, answer=answer, version=version, actor=actor, now=now)
    case, question = _open(case_id, actor, now)
    if files is not None and files != shown_as(answer_files(question.id)):
        raise FilesChanged()
    if not _holds_something(question):
        raise NothingToHandIn()
    _end(case, question, "answered", step="answer", actor=actor, now=now)


def add_nothing(*, case_id: str, actor: Principal, now: datetime) -> None:
    """Say that there is nothing to add. What was written meanwhile and not handed in goes nowhere."""
    case, question = _open(case_id, actor, now)
    _end(case, question, "nothing", step="add_nothing", actor=actor, now=now)


def sweep_questions(now: datetime) -> int:
    """Remind candidates whose time for an answer ends soon, and end what is over, each by itself. Return how many ended."""
    soon = db.session.execute(
        select(Question.case_id, Question.due_at)
        .where(Question.ended_at.is_(None), Question.due_at <= now + REMINDED)
        .where(Question.reminded_at.is_(None) | (Question.due_at <= now))
        .order_by(Question.due_at)
        .limit(AT_ONCE)
    ).all()
    db.session.rollback()
    return sum(each_by_itself(partial(_run_out, case_id, now=now) for case_id, _due in soon))


def _run_out(case_id: str, *, now: datetime) -> bool:
    with transaction():
        case, question = lock_case(case_id), question_of(case_id)
        if question is None or question.ended_at is not None or case.state != State.ASKED:
            return False
        if question.due_at > now:
            _remind(case, question, now)
            return False
        _end(case, question, "clock", step="stop_waiting", actor=SYSTEM, now=now)
        return True


def _remind(case: Case, question: Question, now: datetime) -> None:
    question.reminded_at = now
    if question.due_at - question.asked_at > REMINDED:
        until = question.due_at.isoformat()
        notify(case.candidate_id, "question.due_soon", once=f"{question.id}:{until}", now=now, case_id=case.id, case=case.id,
               reference=case.reference, until=until)  # fmt: skip


def _holds_something(question: Question) -> bool:
    return bool(question.answer.strip() or answer_files(question.id))


def _end(case: Case, question: Question, why: str, *, step: str, actor: Principal, now: datetime) -> None:
    if why != "nothing" and _holds_something(question):
        question.digest = digest_of_answer(question)
    question.ended_at, question.ended_why = now, why
    db.session.flush()
    take_step(case, step, actor=actor, now=now, facts=Facts(complete=True), subject=f"question:{question.id}",
              details={"digest": question.digest} if question.digest else None)  # fmt: skip


def _open(case_id: str, actor: Principal, now: datetime) -> tuple[Case, Question]:
    """Return the actor's own case, locked, and the question that waits for them. Raises NotYours, QuestionOver."""
    case = lock_case(case_id)
    facts = case_facts(case, actor)
    require(actor, "submission.own", facts)
    question = question_of(case.id)
    if question is None:
        raise NotYours()
    if case.state != State.ASKED or question.ended_at is not None or question.due_at <= now:
        raise question_over(question.ended_why)
    require(actor, "answer.write", facts)
    return case, question
