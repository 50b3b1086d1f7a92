"""Before a lead decides a dispute, the candidate may be asked one thing more. They learn only that it is wanted."""

from datetime import datetime, timedelta

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import IllegalStep, StaleWrite
from reviewboard.stages.consensus.queries import ladder_of, open_dispute, question_of
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.consensus.refusals import AnswerDaysOutOfRange, QuestionsNotOffered, QuestionThere
from reviewboard.stages.consensus.rules import ANSWER_DAYS, MORE_ANSWER_DAYS
from reviewboard.stages.consensus.tables import Question
from reviewboard.stages.facts import case_facts
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.workflow import State


def ask(
    *, case_id: str, question: str, version: int, actor: Principal, now: datetime, days: int | None = None
) -> Question:
    """Put one question to the candidate of a disputed case, to be answered within days, and return it.

    The case waits for the answer. The mail says that something is wanted; the question stands on the board only.
    Raises NotYours, IllegalStep, StaleWrite, QuestionsNotOffered, QuestionThere, AnswerDaysOutOfRange, and what
    `check_reason` raises.
    """
    case = lock_case(case_id)
    require(actor, "dispute.read", case_facts(case, actor))
    opened, ladder = open_dispute(case.id), ladder_of(case.cycle_id)
    if case.state != State.DISPUTE or opened is None:
        raise IllegalStep()
    if case.version != version:
        raise StaleWrite(current={"version": case.version}, typed={"question": question})
    if not ladder.ask_candidate or case.fresh_of is not None:  # a fresh pair, and its lead, judge what was handed in
        raise QuestionsNotOffered()
    if question_of(case.id) is not None:
        raise QuestionThere()
    given = ladder.answer_days if days is None else days
    if given not in ANSWER_DAYS:
        raise AnswerDaysOutOfRange(least=ANSWER_DAYS[0], most=ANSWER_DAYS[-1])
    check_reason(question)
    row = Question(
        case_id=case.id, dispute_id=opened.id, lead_id=actor.account_id, question=question, asked_at=now,
        due_at=now + timedelta(days=given),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    take_step(case, "ask", actor=actor, now=now, subject=f"question:{row.id}", reason=question,
              details={"due_at": row.due_at.isoformat(), "digest": fixed_digest(row, Question.FIXED)})  # fmt: skip
    notify(case.candidate_id, "question.asked", once=row.id, now=now, case_id=case.id, case=case.id,
           reference=case.reference, until=row.due_at.isoformat())  # fmt: skip
    return row


def give_time(*, case_id: str, days: int, reason: str, actor: Principal, now: datetime) -> datetime:
    """Give the candidate more days to answer, counted from the present end, or from now where it passed. Return the new end.

    The candidate is told until when, and not why. Raises NotYours, IllegalStep, AnswerDaysOutOfRange, and what `check_reason`
    raises.
    """
    case = lock_case(case_id)
    require(actor, "dispute.read", case_facts(case, actor))
    question = question_of(case.id)
    if case.state != State.ASKED or question is None or question.ended_at is not None:
        raise IllegalStep()
    if days not in MORE_ANSWER_DAYS:
        raise AnswerDaysOutOfRange(least=MORE_ANSWER_DAYS[0], most=MORE_ANSWER_DAYS[-1])
    check_reason(reason)
    question.due_at = max(question.due_at, now) + timedelta(days=days)
    question.reminded_at = None
    until = question.due_at.isoformat()
    take_step(case, "give_time", actor=actor, now=now, subject=f"question:{question.id}", reason=reason,
              details={"days": days, "due_at": until})  # fmt: skip
    notify(case.candidate_id, "question.more_time", once=f"{question.id}:{until}", now=now, case_id=case.id, case=case.id,
           reference=case.reference, until=until)  # fmt: skip
    return question.due_at
