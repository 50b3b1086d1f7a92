"""A request for an adjustment is between the candidate and the coordinator. Its effect is more time."""

from datetime import datetime

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.people.tables import Membership
from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.written_dates import written_day
from reviewboard.stages.facts import case_facts
from reviewboard.stages.step import lock_case
from reviewboard.stages.submission.draft import Draft, open_draft, touch
from reviewboard.stages.submission.queries import accommodation_of
from reviewboard.stages.submission.refusals import (
    AlreadyAnswered,
    NoDraftToExtend,
    NothingToAnswer,
    NoTimeToChange,
    RequestEmpty,
    TimeBeyondPromise,
    TimeInVain,
)
from reviewboard.stages.submission.tables import Accommodation, Case
from reviewboard.stages.workflow import State

MOST_REQUEST = 4_000  # characters


def ask_accommodation(*, case_id: str, request: str, actor: Principal, now: datetime) -> Accommodation:
    """Keep what the candidate asks for, and tell the coordinators that something was asked.

    An unanswered request may be written anew, and keeps its place among those that wait.
    Raises RequestEmpty, AlreadyAnswered, and what `open_draft` raises.
    """
    draft = open_draft(case_id, actor, now, permission="accommodation.ask")
    text = request.replace("\r\n", "\n").replace("\x00", "").strip()
    if not 0 < len(text) <= MOST_REQUEST:
        raise RequestEmpty(most=MOST_REQUEST)
    asked = accommodation_of(case_id)
    if asked is not None and asked.answered_at is not None:
        raise AlreadyAnswered()
    if asked is None:
        asked = Accommodation(case_id=case_id, request=text, requested_at=now)
        db.session.add(asked)
        db.session.flush()
    elif asked.request == text:
        return asked
    asked.request = text
    enter("accommodation.ask", actor=actor, now=now, case_id=case_id, cycle_id=draft.cycle.id)
    _tell_coordinators(draft, now=now)
    return asked


def _tell_coordinators(draft: Draft, *, now: datetime) -> None:
    coordinators = db.session.execute(
        select(Membership.account_id)
        .where(Membership.cycle_id == draft.cycle.id, Membership.role == Role.COORDINATOR)
        .order_by(Membership.account_id)
    ).scalars()
    for account_id in coordinators.all():
        notify(account_id, "submission.accommodation_asked", once=f"{draft.case.id}:{now.isoformat()}", now=now,
               case_id=draft.case.id, reference=draft.case.reference, cycle=draft.cycle.id)  # fmt: skip


def answer_accommodation(
    *, case_id: str, answer: str, extended_to: datetime | None, sure: bool = False, actor: Principal, now: datetime
) -> None:
    """Answer a candidate's request once, with more time or without. For a coordinator of the case's cycle.

    `sure`: more time than until the promised answer is meant. Raises NotYours (no right, nothing asked), AlreadyAnswered,
    NothingToAnswer, TimeInVain, TimeBeyondPromise, NoDraftToExtend.
    """
    case = lock_case(case_id)
    require(actor, "accommodation.answer", case_facts(case, actor))
    asked = accommodation_of(case_id)
    if asked is None:
        raise NotYours()
    if asked.answered_at is not None:
        raise AlreadyAnswered()
    cycle = db.session.get_one(Cycle, case.cycle_id)
    text = answer.replace("\r\n", "\n").replace("\x00", "").strip()
    if not 0 < len(text) <= MOST_REQUEST:
        raise NothingToAnswer(most=MOST_REQUEST)
    if extended_to is not None:
        _require_useful(cycle, extended_to, sure=sure, now=now)
    if extended_to is not None and case.state != State.DRAFT:
        raise NoDraftToExtend()
    asked.answer, asked.answered_at, asked.answered_by = text, now, actor.account_id
    if extended_to is not None:
        _give_time(case, cycle, extended_to)
    enter("accommodation.answer", actor=actor, now=now, case_id=case_id, cycle_id=cycle.id,
          details={"extended_to": extended_to.isoformat() if extended_to else None})  # fmt: skip
    notify(case.candidate_id, "submission.accommodation_answered", once=case.id, now=now, case_id=case.id,
           case=case.id, reference=case.reference)  # fmt: skip


def change_time(
    *, case_id: str, extended_to: datetime, reason: str, sure: bool, actor: Principal, now: datetime
) -> None:
    """Let the time that was given end at another moment, while it has not passed, and tell the candidate.

    Raises NotYours, NoTimeToChange, TimeInVain, TimeBeyondPromise. Part of a transaction.
    """
    case = lock_case(case_id)
    require(actor, "accommodation.answer", case_facts(case, actor))
    if case.state != State.DRAFT or case.extended_to is None or case.extended_to <= now:
        raise NoTimeToChange()
    cycle = db.session.get_one(Cycle, case.cycle_id)
    _require_useful(cycle, extended_to, sure=sure, now=now)
    before = case.extended_to
    if before == extended_to:
        return
    _give_time(case, cycle, extended_to)
    enter("accommodation.change", actor=actor, now=now, case_id=case_id, cycle_id=cycle.id, reason=reason,
          details={"from": before.isoformat(), "extended_to": extended_to.isoformat()})  # fmt: skip
    notify(case.candidate_id, "submission.accommodation_answered", once=f"{case.id}:{now.isoformat()}", now=now,
           case_id=case.id, case=case.id, reference=case.reference)  # fmt: skip


def _require_useful(cycle: Cycle, extended_to: datetime, *, sure: bool, now: datetime) -> None:
    if extended_to <= max(now, cycle.closes_at):
        raise TimeInVain()
    if not sure and extended_to.date() > cycle.hear_by:
        raise TimeBeyondPromise(day=written_day(cycle.hear_by))


def _give_time(case: Case, cycle: Cycle, extended_to: datetime) -> None:
    case.extended_to = extended_to
    touch(Draft(case, cycle))
