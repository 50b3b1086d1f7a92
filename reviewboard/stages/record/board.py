"""What a panel lead's board shows of a cycle, in statements whose number does not grow, each bounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.database import UTCDateTime
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.consensus.own_level_owed import OWES_OWN_LEVEL
from reviewboard.stages.consensus.tables import Discussion, Dispute, Question, Resolution
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.record.queries import TOOK_NO_PART
from reviewboard.stages.submission.queries import AT_WORK
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import CHECK_PLACE, SEATS, State

MOST_COUNTED = 1000  # of each state; beyond it the board says "1000+"
LOOKED_AT = 2 * MOST_COUNTED  # oldest of a state, among which those are counted that this lead may know of
MOST_WAITING = 99  # in each cycle of the switch; beyond it the switch says "99+"
LATE = "late"
ASKS_A_LEAD = (State.DISPUTE, State.CONFIRMATION, State.COUNTERSIGN)
UNDER_WAY = (State.DISCUSSION, State.ASKED, State.THIRD_RATING)
_CYCLE: BindParameter[str] = bindparam("cycle_id")
_LEAD: BindParameter[str] = bindparam("person_id")
_LIMIT: BindParameter[int] = bindparam("limit")
_LOWEST, _HIGHEST = func.min(Rating.level), func.max(Rating.level)
_OTHER_OUTCOMES = func.count() - func.count(Rating.level)
SINCE = case((Case.state == State.DISPUTE.value, func.coalesce(Dispute.opened_at, Case.state_since)), else_=Case.state_since)
"""Since when a case is where it is; a dispute is as old as its opening, whatever was tried since."""


@dataclass(frozen=True)
class Count:
    """How many cases (at most MOST_COUNTED), and since when the oldest is there."""

    number: int = 0
    oldest: datetime | None = None


def led_cycles(person: Principal) -> Sequence[Any]:
    """Return id, name_fr, name_en, state of the cycles whose panel this person leads, open ones first, then newest.

    `waiting` is how many cases of it wait for this lead, results to release among them: at most MOST_WAITING + 1.
    """
    asked = {"person_id": person.account_id, "cycles": sorted(person.cycles_as(Role.LEAD))}
    return db.session.execute(_led_cycles(), asked).all()


# Each statement below is put together once; what differs from request to request is given when it is executed.
@cache
def _led_cycles() -> Select[Any]:
    waiting = (
        select(Case.id)
        .outerjoin(Resolution, _waits())
        .where(Case.cycle_id == Cycle.id, Case.state.in_([State.RECORDED.value, *(state.value for state in ASKS_A_LEAD)]))
        .where(TOOK_NO_PART, AT_WORK, _NOT_DECIDED_BY_THEM)
        .correlate(Cycle)
        .limit(MOST_WAITING + 1)
        .subquery()
    )
    number = select(func.count()).select_from(waiting).correlate(Cycle).scalar_subquery()
    cycles: Any = (
        select(Cycle.id, Cycle.name_fr, Cycle.name_en, Cycle.state, number.label("waiting"))
        .where(Cycle.id.in_(bindparam("cycles", expanding=True)))
        .order_by((Cycle.state == "open").desc(), Cycle.opens_at.desc(), Cycle.id)
    )
    return cycles


def counts(cycle_id: str, person: Principal, *, now: datetime) -> dict[str, Count]:
    """Return the count of each state, and of seats that are late under LATE, of cases in which this lead took no part.

    One statement over indexed ranges, each looked at no further than LOOKED_AT.
    """
    rows = db.session.execute(_counts(), {"cycle_id": cycle_id, "person_id": person.account_id, "now": now})
    return {name: Count(number, oldest) for name, number, oldest in rows}


@cache
def _counts() -> CompoundSelect[Any]:
    states = [_counted(state.value, _in_state(state)) for state in State if state is not State.WITHDRAWN]
    return union_all(*states, _counted(LATE, _late_seats()))


def _counted(name: str, rows: Select[Any]) -> Any:
    bounded = rows.order_by("since").limit(MOST_COUNTED).subquery()
    return select(literal(name).label("name"), func.count().label("number"), func.min(bounded.c.since).label("oldest"))


def _in_state(state: State) -> Select[Any]:
    here = select(Case.id).where(Case.cycle_id == _CYCLE, Case.state == state.value, AT_WORK).order_by(Case.state_since)
    first = here.limit(LOOKED_AT).subquery()
    opened = select(Dispute.opened_at).where(_disputed()).correlate(Case).scalar_subquery()
    since = func.coalesce(opened, Case.state_since) if state is State.DISPUTE else Case.state_since
    return select(since.label("since")).select_from(first).join(Case, Case.id == first.c.id).where(TOOK_NO_PART)


def _late_seats() -> Select[Any]:
    late = (
        select(Seat.case_id, Seat.due_at)
        .where(Seat.cycle_id == _CYCLE, Seat.ended_at.is_(None), Seat.sealed_at.is_(None), Seat.place < CHECK_PLACE)
        .where(Seat.due_at < bindparam("now", type_=UTCDateTime()))
        .order_by(Seat.due_at)
    )
    first = late.limit(LOOKED_AT).subquery()
    return (
        select(first.c.due_at.label("since"))
        .join(Case, Case.id == first.c.case_id)
        .where(Case.state.in_((State.RATING.value, State.THIRD_RATING.value)), TOOK_NO_PART)
    )


def asks_a_lead(cycle_id: str, person: Principal, *, limit: int) -> Sequence[Any]:
    """Return what this lead may decide now, highest stake first, then longest waiting. One statement.

    Each has id, reference, state, since, why (of a dispute), `lowest` and `highest` level of the two sealed
    ratings (None where one says another outcome), and `stake`: 2 across the required level, 1 different kinds, else 0. Where
    this lead owes a level of their own first, `owed` is true, and nothing that follows from the ratings is told or counts.
    """
    return db.session.execute(
        _asks_a_lead(), {"cycle_id": cycle_id, "person_id": person.account_id, "limit": limit}
    ).all()


@cache
def _asks_a_lead() -> Select[Any]:
    """The order is found with one look-up for each case that asks; only what is shown is then told in full."""
    found = _of_the_first_two(case(
        (_OTHER_OUTCOMES > 0, 1),
        ((Case.required_level > _LOWEST) & (Case.required_level <= _HIGHEST), 2),
        else_=0,
    ))  # fmt: skip
    stake, why = case((OWES_OWN_LEVEL, 0), else_=found), case((~OWES_OWN_LEVEL, Dispute.why))
    asked = (
        select(Case.id, SINCE.label("since"), why.label("why"), stake.label("stake"), OWES_OWN_LEVEL.label("owed"))
        .outerjoin(Dispute, _disputed())
        .outerjoin(Resolution, _waits())
        .where(Case.cycle_id == _CYCLE, Case.state.in_([state.value for state in ASKS_A_LEAD]))
        .where(TOOK_NO_PART, _NOT_DECIDED_BY_THEM)
    ).subquery()
    order = (asked.c.stake.desc(), asked.c.since, asked.c.id)
    shown = select(asked).order_by(*order).limit(_LIMIT).subquery()
    rows: Any = (
        select(
            Case.id, Case.reference, Case.state, Case.required_level, shown.c.since, shown.c.why, shown.c.stake, shown.c.owed,
            *(case((~shown.c.owed, _of_the_first_two(told))).label(name)
              for name, told in (("lowest", _LOWEST), ("highest", _HIGHEST), ("kinds", _OTHER_OUTCOMES))),
        )
        .join(shown, shown.c.id == Case.id)
        .order_by(shown.c.stake.desc(), shown.c.since, shown.c.id)
    )  # fmt: skip
    return rows


def cases_in(
    cycle_id: str, person: Principal, states: Sequence[State], *, after: tuple[datetime, str] | None, limit: int
) -> Sequence[Any]:
    """Return submitted cases of a cycle in these states that this lead may follow, newest there first. One statement.

    Each has id, reference, state, state_since, since (see `SINCE`); `after` is the (state_since, id) of the last one seen.
    """
    query = (
        select(Case.id, Case.reference, Case.state, Case.state_since, SINCE.label("since"))
        .outerjoin(Dispute, _disputed())
        .where(Case.cycle_id == cycle_id, Case.state.in_([state.value for state in states]), Case.submitted_at.is_not(None))
        .where(TOOK_NO_PART, AT_WORK)
        .order_by(Case.state_since.desc(), Case.id.desc())
        .limit(limit)
    )
    if after is not None:
        here = tuple_(Case.state_since, Case.id)
        query = query.where(here < tuple_(literal(after[0], UTCDateTime()), literal(after[1])))
    return db.session.execute(query, {"person_id": person.account_id}).all()


def _of_the_first_two(told: Any) -> Any:
    """Return what is told of the two first sealed ratings of the case, looked up by the case.

    Joined to a list of all such ratings instead, PostgreSQL goes through that list once for each case.
    """
    return (
        select(told)
        .select_from(Rating)
        .join(Seat, Seat.id == Rating.seat_id)
        .where(Rating.case_id == Case.id, Rating.state == "sealed", Seat.place <= SEATS, Seat.ended_at.is_(None))
        .correlate(Case)
        .scalar_subquery()
    )


def _waits() -> ColumnElement[bool]:
    return (
        (Resolution.case_id == Case.id)
        & Resolution.needs_countersign
        & Resolution.countersigned_at.is_(None)
        & Resolution.declined_at.is_(None)
    )


def _disputed() -> ColumnElement[bool]:
    return (Dispute.case_id == Case.id) & Dispute.ended_at.is_(None)


_NOT_DECIDED_BY_THEM = or_(Resolution.id.is_(None), Resolution.lead_id != _LEAD)


def waiting_since(one: Case) -> datetime:
    """Return since when a case is where it is, as the board counts it. One statement."""
    query = select(SINCE).select_from(Case).outerjoin(Dispute, _disputed()).where(Case.id == one.id)
    found: datetime = db.session.execute(query).scalar_one()
    return found


def under_way(cycle_id: str, person: Principal, *, limit: int) -> Sequence[Any]:
    """Return what goes on without the lead, longest first: discussions, questions, third ratings, own decisions to be signed.

    Each has id, reference, state, since, and `due_at` of a discussion or an answer. One statement.
    """
    return db.session.execute(
        _under_way(), {"cycle_id": cycle_id, "person_id": person.account_id, "limit": limit}
    ).all()


@cache
def _under_way() -> Select[Any]:
    """Clocks are looked up for what is shown alone, as the levels of what asks a lead are."""
    own = and_(Case.state == State.COUNTERSIGN.value, Resolution.lead_id == _LEAD)
    shown = (
        select(Case.id, SINCE.label("since"))
        .outerjoin(Dispute, _disputed())
        .outerjoin(Resolution, _waits())
        .where(Case.cycle_id == _CYCLE, or_(Case.state.in_([state.value for state in UNDER_WAY]), own))
        .where(TOOK_NO_PART)
        .order_by(SINCE, Case.id)
        .limit(_LIMIT)
    ).subquery()
    clocks = [
        select(clock.due_at).where(clock.case_id == Case.id, clock.ended_at.is_(None)).correlate(Case).scalar_subquery()
        for clock in (Discussion, Question)
    ]
    rows: Any = (
        select(Case.id, Case.reference, Case.state, shown.c.since,
               func.coalesce(*clocks, type_=UTCDateTime()).label("due_at"))
        .join(shown, shown.c.id == Case.id)
        .order_by(shown.c.since, shown.c.id)
    )  # fmt: skip
    return rows
