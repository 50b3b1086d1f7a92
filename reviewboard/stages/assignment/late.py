"""No seat waits for ever: reminders before, at and after the due time, then it is freed; a withdrawal frees it too.

After an outage only the reminder that still says something true goes out, and nobody loses a seat unwarned.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import ColumnElement, and_, exists, func, literal, select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.actions import owe
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.stages.assignment.asked import is_asked, state_asks
from reviewboard.stages.assignment.declare import end_seat, lock_seat
from reviewboard.stages.assignment.refusals import ReasonMissing, SeatGivenUp, SeatSealed
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.facts import case_facts
from reviewboard.stages.step import lock_case, payload_of, single_of, take_step
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State

REMIND_BEFORE = timedelta(days=2)
FREE_AFTER = timedelta(days=3)
REMINDERS = {"seat.due_soon": -REMIND_BEFORE, "seat.due": timedelta(0), "seat.overdue": timedelta(days=1)}
"""Each reminder's kind, and when it goes out, counted from the due time, until the next one's time comes."""
WARNED_FOR = FREE_AFTER - REMINDERS["seat.overdue"]
"""How long before a seat is freed its last reminder was written."""
SEATED_BY = {
    State.SUBMITTED: "assignment.round", State.RATING: "assignment.round", State.THIRD_RATING: "assignment.third",
    State.RECORDED: "quality.seat", State.RELEASED: "quality.seat",
}  # fmt: skip
"""The work that finds an assessor for a case that lacks one, by its state."""

LOOK_AGAIN = timedelta(minutes=1)
AT_ONCE = 100  # seats one sweep takes up


def free_seat(*, seat_id: str, reason: str, actor: Principal, now: datetime, why: str = "departed") -> Seat:
    """Free a seat whose rating is not sealed; `why` is "departed" or "overdue". Return the ended seat.

    Raises ReasonMissing, SeatSealed, SeatGivenUp, NotYours.
    """
    case, seat = lock_seat(seat_id)
    require(actor, "seat.free", case_facts(case, actor))
    if not reason.strip():
        raise ReasonMissing()
    if seat.sealed_at is not None:
        raise SeatSealed()
    if seat.ended_at is not None:
        raise SeatGivenUp()
    give_back(case, seat, why, reason=reason.strip(), actor=actor, now=now)
    return seat


def vacate(*, case_id: str, actor: Principal = SYSTEM, now: datetime) -> int:
    """End the live seats of a withdrawn case. Return how many. Sealed ratings stay as they are."""
    require(actor, "board")
    case = lock_case(case_id)
    if case.state != State.WITHDRAWN:
        return 0
    seats = list(db.session.execute(select(Seat).where(Seat.case_id == case.id, Seat.ended_at.is_(None))).scalars())
    for seat in seats:
        end_seat(seat, "withdrawn", now=now)
        if seat.sealed_at is None:
            _tell(seat, "seat.withdrawn", case.reference, now=now)
    case.waiting = None
    if seats:
        enter("seats.vacate", actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id,
              details={"seats": [seat.id for seat in seats]})  # fmt: skip
    db.session.flush()
    return len(seats)


def end_unneeded(case: Case, place: int, *, now: datetime) -> bool:
    """End the live seat at a place of a locked case whose rating is wanted no more, and tell its assessor.

    Return False, changing nothing, where its rating is sealed.
    """
    here = select(Seat).where(Seat.case_id == case.id, Seat.place == place, Seat.ended_at.is_(None))
    seat = db.session.execute(here.execution_options(populate_existing=True)).scalar_one_or_none()
    if seat is not None and seat.sealed_at is not None:
        return False
    if seat is not None:
        end_seat(seat, "unneeded", now=now)
        _tell(seat, "seat.freed", case.reference, now=now)
    case.waiting = None
    db.session.flush()
    return True


def sweep_late(now: datetime) -> None:
    """Remind of seats due soon, due now and overdue, and free those three days late. Each in a transaction of its own."""
    works = [
        partial(on_seat, seat_id, partial(_remind, kind, now=now))
        for kind, window in _windows(now).items()
        for seat_id in seats_where(window, ~_told(kind))
    ]
    for seat_id in seats_where(Seat.due_at <= now - FREE_AFTER, _told("seat.overdue", by=now - WARNED_FOR)):
        works.append(partial(on_seat, seat_id, partial(free_by_board, "overdue", now=now)))
    each_by_itself(works)


def _windows(now: datetime) -> dict[str, ColumnElement[bool]]:
    """Return, by a reminder's kind, the condition on a seat that its time is now; the last one's time has no end."""
    ends = [*REMINDERS.values()][1:]
    windows = {kind: Seat.due_at <= now - after for kind, after in REMINDERS.items()}
    over = {kind: Seat.due_at > now - end for kind, end in zip(REMINDERS, ends, strict=False)}
    return {kind: and_(begun, over[kind]) if kind in over else begun for kind, begun in windows.items()}


def sweep_waiting(now: datetime) -> None:
    """Look again, at most once a minute, whether cases that wait for assessors can be seated by now: once a cycle."""
    looked_at = func.coalesce(Case.waiting["looked_at"].as_string(), "")
    stale = (now - LOOK_AGAIN).isoformat()
    waiting = (Case.state.in_(SEATED_BY), Case.waiting.is_not(None))
    ids = list(db.session.execute(select(Case.id).where(*waiting, looked_at <= stale)).scalars())
    db.session.rollback()
    if not ids:
        return
    owed: dict[str, tuple[str, Case]] = {}
    with transaction():
        for case in db.session.execute(select(Case).where(Case.id.in_(ids)).order_by(Case.id)).scalars():
            topic = SEATED_BY[State(case.state)]
            owed.setdefault(single_of(topic, case), (topic, case))
        for single, (topic, case) in owed.items():
            owe(topic, payload_of(topic, case), now=now, case_id=case.id, cycle_id=case.cycle_id, single=single)


def seats_where(*conditions: ColumnElement[bool]) -> list[str]:
    """Return ids of live, unsealed seats of cases in rating for which the conditions hold, soonest due first.

    The state of a case is asked as one value for each seat that is due: a join would have PostgreSQL read every case.
    """
    state = select(Case.state).where(Case.id == Seat.case_id).scalar_subquery()
    rows = db.session.execute(
        select(Seat.id)
        .where(Seat.ended_at.is_(None), Seat.sealed_at.is_(None), *conditions, state_asks(state))
        .order_by(Seat.due_at, Seat.id)
        .limit(AT_ONCE)
    ).scalars()
    found = list(rows)
    db.session.rollback()
    return found


def _told(kind: str, *, by: datetime | None = None) -> ColumnElement[bool]:
    """A condition on a seat: its assessor was reminded so, at `by` or earlier where that is given."""
    told = Notice.once == literal(f"{kind}:") + Seat.assessor_id + literal(":") + Seat.id
    return exists().where(told if by is None else and_(told, Notice.created_at <= by))


def on_seat(seat_id: str, act: Callable[[Case, Seat], None]) -> None:
    """Do something to a seat and its case, both locked, in a transaction of its own, if it still waits for its rating."""
    with transaction():
        case, seat = lock_seat(seat_id)
        if seat.ended_at is None and seat.sealed_at is None and is_asked(case, seat):
            act(case, seat)


def _remind(kind: str, case: Case, seat: Seat, *, now: datetime) -> None:
    _tell(seat, kind, case.reference, now=now)


def free_by_board(why: str, case: Case, seat: Seat, *, now: datetime) -> None:
    """Free a seat of a locked case, with the clocks' reason."""
    give_back(case, seat, why, reason="", actor=SYSTEM, now=now)


def give_back(case: Case, seat: Seat, why: str, *, reason: str, actor: Principal, now: datetime) -> None:
    """End a live seat of a locked case, so that its place is filled again, and tell its assessor."""
    take_step(case, "free_seat", actor=actor, now=now, subject=f"seat:{seat.id}", reason=reason, details={"why": why})
    end_seat(seat, why, now=now)
    _tell(seat, "seat.freed", case.reference, now=now)
    db.session.flush()


def give_up(case: Case, seat: Seat, *, now: datetime) -> None:
    """End an unopened seat of a locked case whose place somebody else takes in the same round, and tell its assessor."""
    take_step(case, "move_seat", actor=SYSTEM, now=now, subject=f"seat:{seat.id}", details={"why": "moved"})
    end_seat(seat, "moved", now=now)
    _tell(seat, "seat.freed", case.reference, now=now)
    db.session.flush()


def _tell(seat: Seat, kind: str, reference: str, *, now: datetime) -> None:
    notify(seat.assessor_id, kind, once=seat.id, now=now, case_id=seat.case_id,
           reference=reference, seat_id=seat.id, due_at=seat.due_at.isoformat())  # fmt: skip
