"""Before the text opens an assessor says whether there is a conflict of interest; later they may still step back.

Whoever has a conflict loses access at once: rights look at the declaration. The seat is refilled through the outbox.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.refusals import ReasonMissing
from reviewboard.stages.assignment.tables import Conflict, Seat, pair_of
from reviewboard.stages.facts import case_facts
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.tables import Case


class ConflictKind(StrEnum):
    """What lies between an assessor and a candidate."""

    SUPERVISOR = "supervisor"
    TEAM = "team"
    KIN = "kin"
    DISPUTE = "dispute"
    DECLARED = "declared"


def declare(
    *, seat_id: str, conflict: bool, kind: ConflictKind = ConflictKind.DECLARED, note: str = "",
    actor: Principal, now: datetime,
) -> Seat:  # fmt: skip
    """Answer the conflict check of one's own seat. Return the seat: cleared, or ended and to be refilled.

    Raises NotYours when the seat is not the actor's, or its rating is sealed or not asked for now.
    """
    case, seat = lock_seat(seat_id)
    require(actor, "seat.declare", case_facts(case, actor))
    _own(seat, actor)
    if conflict:
        take_step(case, "recuse", actor=actor, now=now, subject=f"seat:{seat.id}",
                  details={"why": "conflict", "kind": kind.value})  # fmt: skip
        note_own_conflict(case, kind, note, actor=actor, now=now)
        end_seat(seat, "conflict", now=now)
    elif seat.cleared_at is None:
        take_step(case, "clear", actor=actor, now=now, subject=f"seat:{seat.id}")
        seat.cleared_at = now
    db.session.flush()
    return seat


def recuse(*, seat_id: str, reason: str, actor: Principal, now: datetime) -> Seat:
    """Give up one's own seat before the rating is sealed. Return the ended seat. Raises ReasonMissing, NotYours."""
    case, seat = lock_seat(seat_id)
    require(actor, "rating.recuse", case_facts(case, actor))
    _own(seat, actor)
    if not reason.strip():
        raise ReasonMissing()
    take_step(case, "recuse", actor=actor, now=now, subject=f"seat:{seat.id}", reason=reason.strip(),
              details={"why": "recused"})  # fmt: skip
    end_seat(seat, "recused", now=now)
    db.session.flush()
    return seat


def lock_seat(seat_id: str) -> tuple[Case, Seat]:
    """Return the seat and its case, the case locked until the transaction ends. Raises NotYours when there is none."""
    case_id = db.session.execute(select(Seat.case_id).where(Seat.id == seat_id)).scalar_one_or_none()
    if case_id is None:
        raise NotYours()
    case = lock_case(case_id)
    seat = db.session.execute(
        select(Seat).where(Seat.id == seat_id).execution_options(populate_existing=True)
    ).scalar_one()
    return case, seat


def end_seat(seat: Seat, why: str, *, now: datetime) -> None:
    """End a seat. What was written on it stays stored, draft or sealed; nobody goes on with it, and it decides nothing."""
    seat.ended_at = now
    seat.ended_why = why


def _own(seat: Seat, actor: Principal) -> None:
    """The permission looked at the actor's live seat on the case: this must be that one."""
    if seat.assessor_id != actor.account_id or seat.ended_at is not None:
        raise NotYours()


def note_own_conflict(case: Case, kind: ConflictKind, note: str, *, actor: Principal, now: datetime) -> None:
    """Keep a conflict of interest between the actor and the candidate of a case, as the actor says. Part of a transaction."""
    keep_conflict(Conflict(person_id=actor.account_id, other_id=case.candidate_id, kind=kind.value, note=note.strip(),
                           declared_by=actor.account_id, case_id=case.id, declared_at=now))  # fmt: skip


def keep_conflict(conflict: Conflict) -> bool:
    """Keep a conflict unless one between the same two people is known. Return whether it is new. Part of a transaction."""
    pair = pair_of(conflict.person_id, conflict.other_id)
    if db.session.execute(select(Conflict.id).where(Conflict.pair == pair)).first() is not None:
        return False
    try:
        with db.session.begin_nested():
            db.session.add(conflict)
    except IntegrityError:  # noted at this very moment, on another case of the same candidate or by somebody else
        return False
    return True
