"""A candidate writes what they ask for, sends it once, within its window; may say they are ready, or take it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import StaleWrite
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.rules import MIN_REASONS, text_length
from reviewboard.stages.recourse.fresh import withdraw_fresh
from reviewboard.stages.recourse.handling import keep_meeting
from reviewboard.stages.recourse.queries import digest_of_asked, drafted_grounds, grounds_of, recourse_of, terms_of, windows_of
from reviewboard.stages.recourse.refusals import AskIncomplete, CannotAsk, SayLess
from reviewboard.stages.recourse.rules import REQUEST_LONGEST, Ground, Shut
from reviewboard.stages.recourse.step import lock_recourse, move, set_clocks
from reviewboard.stages.recourse.steps import Kind, Known, Stand
from reviewboard.stages.recourse.tables import Recourse, RecourseGround
from reviewboard.stages.step import lock_case
from reviewboard.stages.submission.tables import Case


def keep_ask(
    *, case_id: str, kind: Kind, request: str, grounds: Mapping[Ground, str], version: int, actor: Principal, now: datetime,
    unchosen: Mapping[Ground, str] | None = None,
) -> Recourse:
    """Keep what the candidate has written so far, over version (0 before the first save). Nobody is told.

    `grounds` are those they chose; `unchosen` holds what stands under others, kept with the draft and never sent.
    Raises NotYours, SayLess, CannotAsk where it was sent already or its window is over, StaleWrite with both texts.
    """
    case = lock_case(case_id)
    require(actor, "recourse.own", case_facts(case, actor))
    if any(len(text) > REQUEST_LONGEST for text in (request, *grounds.values(), *(unchosen or {}).values())):
        raise SayLess(most=REQUEST_LONGEST)
    window = windows_of(case, now=now)[kind]
    if window.shut not in (None, Shut.AFTER_FEEDBACK, Shut.AFTER_REVIEW):
        raise CannotAsk(window.shut)
    recourse = recourse_of(case_id, kind) or _begin(case, kind, now)
    if recourse.stand != Stand.DRAFT:
        raise CannotAsk(Shut.OVER)
    held = drafted_grounds(recourse.id)
    kept, aside = ({Ground(name): text for name, text in texts.items()} for texts in held)
    written = {ground: _tidy(text) for ground, text in grounds.items()}
    spare = {ground: _tidy(text) for ground, text in (unchosen or {}).items() if text.strip() and ground not in written}
    if recourse.version != version + (version == 0):
        both = ({ground.value: text for ground, text in texts.items()} for texts in (kept, written))
        raise StaleWrite(*({"request": said, **texts} for said, texts in zip((recourse.request, request), both, strict=True)))
    recourse.request, recourse.saved_at, recourse.version = _tidy(request), now, recourse.version + 1
    if (kept, aside) != (written, spare):
        db.session.execute(delete(RecourseGround).where(RecourseGround.recourse_id == recourse.id))
        db.session.add_all(
            RecourseGround(recourse_id=recourse.id, ground=one.value, text=text, chosen=one in written)
            for one, text in (written | spare).items()
        )
    db.session.flush()
    return recourse


def _begin(case: Case, kind: Kind, now: datetime) -> Recourse:
    made = Recourse(case_id=case.id, cycle_id=case.cycle_id, kind=kind.value, stand="draft", since=now, begun_at=now,
                    saved_at=now, version=1)  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # another tab began it; the case is locked, so it is there now
        found = recourse_of(case.id, kind)
        if found is None:
            raise
        return found
    set_clocks(case, now=now)
    return made


def ask(*, case_id: str, kind: Kind, version: int, actor: Principal, now: datetime) -> Recourse:
    """Send what is written, for good; its clock starts. `version` is the one the candidate saw to check.

    Raises NotYours, CannotAsk, AskIncomplete, StaleWrite.
    """
    require(actor, "recourse.own", case_facts(lock_case(case_id), actor))
    case, recourse = lock_recourse(case_id, kind)
    window = windows_of(case, now=now)[kind]
    if window.shut is not None:
        raise CannotAsk(window.shut)
    if recourse.stand == Stand.DRAFT and recourse.version != version:
        raise StaleWrite(current={"request": recourse.request, **grounds_of(recourse.id)})
    if lacks := lacking(recourse):
        raise AskIncomplete(lacks)
    db.session.execute(
        delete(RecourseGround).where(RecourseGround.recourse_id == recourse.id, RecourseGround.chosen.is_(False))
    )
    due = now + terms_of(case.cycle_id).answer(kind)
    move(case, recourse, "ask", actor=actor, now=now, known=Known(complete=True, in_window=window.open), asked_at=now,
         due_at=due, details={"grounds": sorted(grounds_of(recourse.id)), "digest": digest_of_asked(recourse)})  # fmt: skip
    return recourse


def lacking(recourse: Recourse) -> dict[str, Any]:
    """Return what is missing from what is asked, a sentence by the name of its part; nothing: it may be sent."""
    if recourse.kind == Kind.FEEDBACK:
        return {} if recourse.request.strip() else {"request": _("Write what you would like to understand.")}
    grounds = grounds_of(recourse.id)
    if not grounds:
        return {"ground": _("Choose at least one ground.")}
    return {
        name: _("Write what happened, in at least %(least)s characters.", least=MIN_REASONS)
        for name, text in grounds.items()
        if text_length(text) < MIN_REASONS
    }


def withdraw(*, case_id: str, kind: Kind, actor: Principal, now: datetime) -> None:
    """Take a recourse back, for good; a fresh rating under way ends with it. The result in force stays."""
    case, recourse = lock_recourse(case_id, kind)
    require(actor, "recourse.own", case_facts(case, actor))
    move(case, recourse, "withdraw", actor=actor, now=now)
    withdraw_fresh(case_id, actor=actor, now=now)


def say_ready(*, case_id: str, actor: Principal, now: datetime) -> None:
    """Say that the meeting may be held as soon as it suits: the candidate has read the file."""
    case, recourse = lock_recourse(case_id, Kind.REVIEW)
    require(actor, "recourse.own", case_facts(case, actor))
    move(case, recourse, "ready", actor=actor, now=now, ready_at=recourse.ready_at or now)


def waive_meeting(*, case_id: str, actor: Principal, now: datetime) -> None:
    """Say that no meeting is wanted: the review is decided on the file and on what the candidate wrote."""
    case, recourse = lock_recourse(case_id, Kind.REVIEW)
    require(actor, "recourse.own", case_facts(case, actor))
    move(case, recourse, "waive", actor=actor, now=now, **keep_meeting(recourse, now=now))


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()
