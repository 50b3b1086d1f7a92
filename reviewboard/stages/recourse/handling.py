"""A lead takes a recourse, or is named for it; gives it on with a reason; opens the file, and notes the meeting."""

from datetime import date, datetime
from typing import Any

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours, StaleWrite
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.draft import MOST_TEXT
from reviewboard.stages.rating.rules import MIN_REASONS, text_length
from reviewboard.stages.recourse.people import fresh_cases, keep_from_fresh, require_able, require_leading
from reviewboard.stages.recourse.queries import handler_row
from reviewboard.stages.recourse.refusals import HandlerMissing, MeetingInFuture, SayLess, SayMore, SayWhat, TooSoonToMeet
from reviewboard.stages.recourse.rules import DISCLOSED_BEFORE, may_meet_from
from reviewboard.stages.recourse.step import lock_recourse, move
from reviewboard.stages.recourse.steps import Kind, Known, Stand
from reviewboard.stages.recourse.tables import Meeting, Recourse, RecourseHandler
from reviewboard.stages.step import lock_case
from reviewboard.stages.submission.queries import today_of
from reviewboard.stages.submission.tables import Case


def take(*, case_id: str, kind: Kind, actor: Principal, now: datetime) -> None:
    """Take a recourse to answer it. Raises NotYours, CannotAnswer, RecourseMovedOn where another lead was faster."""
    case, recourse = _locked(case_id, kind)
    move(case, recourse, "take", actor=actor, now=now, handler_id=actor.account_id)
    _handler(case, recourse, str(actor.account_id), by=actor, now=now)


def name_handler(
    *, case_id: str, kind: Kind, account_id: str, reason: str, version: int, actor: Principal, now: datetime
) -> None:
    """Name who answers a recourse, or who does instead of its handler, with a reason. For a coordinator.

    Who hears decides: another handler hears the candidate anew. The disclosure stays, the file is the same. Raises NotYours,
    HandlerMissing, CannotAnswer, ReasonTooShort, RecourseMovedOn, StaleWrite where somebody was named since `version` was read.
    """
    case, recourse = _locked(case_id, kind)
    require(actor, "recourse.name", case_facts(case, actor))
    if recourse.version != version:
        raise StaleWrite(current={"version": recourse.version}, typed={"reason": reason})
    try:
        require_able(recourse, account_id)
    except NotYours:
        raise HandlerMissing() from None
    action = "name"
    if recourse.handler_id is not None and recourse.stand != Stand.ASKED:
        check_reason(reason)
        action = "replace"
        _leaves(recourse, reason, now=now)
    move(case, recourse, action, actor=actor, now=now, subject=f"account:{account_id}", reason=reason,
         handler_id=account_id)  # fmt: skip
    _handler(case, recourse, account_id, by=actor, now=now)


def hand_over(*, case_id: str, kind: Kind, reason: str, actor: Principal, now: datetime) -> None:
    """Give a recourse back, with a reason, so that another lead takes it. Raises ReasonTooShort, NotYours."""
    case, recourse = _locked(case_id, kind)
    require(actor, "recourse.follow", case_facts(case, actor))
    check_reason(reason)
    give_back(case, recourse, reason, actor=actor, now=now)


def give_back(
    case: Case, recourse: Recourse, reason: str, *, actor: Principal, now: datetime, conflict: bool = False
) -> None:
    """Let a locked recourse wait for another lead; `conflict`: its handler finds one. Part of a transaction."""
    move(case, recourse, "hand_over", actor=actor, now=now, known=Known(conflict=conflict), reason=reason, handler_id=None)
    _leaves(recourse, reason, now=now)


def disclose(*, case_id: str, actor: Principal, now: datetime) -> None:
    """Open the whole file to the candidate, before the meeting. Who opened it first stays on record."""
    case, recourse = _locked(case_id, Kind.REVIEW)
    move(case, recourse, "disclose", actor=actor, now=now, disclosed_at=recourse.disclosed_at or now)


def note_meeting(*, case_id: str, met_on: date | None, attended: str, notes: str, actor: Principal, now: datetime) -> None:
    """Note that the meeting was held: when, who was there, what was said.

    Raises TooSoonToMeet, MeetingInFuture, SayMore, SayWhat, SayLess, and what `move` raises.
    """
    case, recourse = _locked(case_id, Kind.REVIEW)
    require(actor, "recourse.follow", case_facts(case, actor))
    for text in (attended, notes):
        if len(text) > MOST_TEXT:
            raise SayLess(most=MOST_TEXT)
    if not attended.strip():
        raise SayWhat()
    if text_length(notes) < MIN_REASONS:
        raise SayMore(least=MIN_REASONS)
    ready = False
    if recourse.stand == Stand.DISCLOSED and recourse.disclosed_at is not None:
        ready = now >= may_meet_from(recourse.disclosed_at, recourse.ready_at)
        if not ready:
            raise TooSoonToMeet(hours=int(DISCLOSED_BEFORE.total_seconds() // 3600))
        if met_on is None or not today_of(actor, recourse.disclosed_at) <= met_on <= today_of(actor, now):
            raise MeetingInFuture()
    meeting = keep_meeting(recourse, met_on=met_on, attended=attended.strip(), notes=notes.strip(), now=now)
    move(case, recourse, "meet", actor=actor, now=now, known=Known(may_meet=ready), **meeting)


def keep_meeting(
    recourse: Recourse, *, now: datetime, met_on: date | None = None, attended: str = "", notes: str = ""
) -> dict[str, Any]:
    """Keep how the handler of a locked recourse heard the candidate, for good. Return what its journal entry says of it.

    Where it was noted already nothing is written: the step that follows is refused.
    """
    handler = handler_row(recourse.id)
    if handler is None or db.session.get(Meeting, handler.id) is not None:
        return {}
    made = Meeting(id=handler.id, recourse_id=recourse.id, met_on=met_on, attended=attended, notes=notes, noted_at=now)
    db.session.add(made)
    db.session.flush()
    return {"subject": f"meeting:{made.id}", "details": {"digest": fixed_digest(made, Meeting.FIXED)}}


def _locked(case_id: str, kind: Kind) -> tuple[Case, Recourse]:
    """Lock case, recourse and, after them, the fresh case: nobody takes part there while they are looked at here."""
    case, recourse = lock_recourse(case_id, kind)
    for fresh_id in fresh_cases(case_id):
        lock_case(fresh_id)
    return case, recourse


def _handler(case: Case, recourse: Recourse, account_id: str, *, by: Principal, now: datetime) -> None:
    require_leading(case.cycle_id, account_id)
    db.session.add(RecourseHandler(recourse_id=recourse.id, account_id=account_id, named_by=by.account_id, since=now))
    db.session.flush()
    keep_from_fresh(case.id, [account_id])


def _leaves(recourse: Recourse, reason: str, *, now: datetime) -> None:
    rows = db.session.query(RecourseHandler).filter_by(recourse_id=recourse.id, until=None)
    for row in rows:
        row.until, row.why = now, reason
