"""What a panel lead's board shows of a cycle, in statements whose number does not grow, each bounded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, case, func, literal, or_, select, union_all

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.consensus.tables import Discussion, Dispute, Resolution
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.record.queries import took_no_part
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS, State

MOST_COUNTED = 1000  # of each state; beyond it the board says "1000+"
LATE = "late"
ASKS_A_LEAD = (State.DISPUTE, State.CONFIRMATION, State.COUNTERSIGN)
UNDER_WAY = (State.DISCUSSION, State.THIRD_RATING)


@dataclass(frozen=True)
class Count:
    """How many cases (at most MOST_COUNTED), and since when the oldest is there."""

    number: int = 0
    oldest: datetime | None = None


def led_cycles(person: Principal) -> Sequence[Any]:
    """Return id, name_fr, name_en, state of the cycles whose panel this person leads, open ones first, then newest."""
    return db.session.execute(
        select(Cycle.id, Cycle.name_fr, Cycle.name_en, Cycle.state)
        .where(Cycle.id.in_(sorted(person.cycles_as(Role.LEAD))))
        .order_by((Cycle.state == "open").desc(), Cycle.opens_at.desc(), Cycle.id)
    ).all()


def counts(cycle_id: str, *, now: datetime) -> dict[str, Count]:
    """Return the count of each state, and of seats that are late under LATE. One statement over indexed ranges."""
    states = [_counted(state.value, _in_state(cycle_id, state)) for state in State if state is not State.WITHDRAWN]
    rows = db.session.execute(union_all(*states, _counted(LATE, _late_seats(cycle_id, now)))).all()
    return {row.name: Count(row.number, row.oldest) for row in rows}


def _counted(name: str, rows: Select[Any]) -> Any:
    bounded = rows.limit(MOST_COUNTED).subquery()
    return select(literal(name).label("name"), func.count().label("number"), func.min(bounded.c.since).label("oldest"))


def _in_state(cycle_id: str, state: State) -> Select[Any]:
    return (
        select(Case.state_since.label("since"))
        .where(Case.cycle_id == cycle_id, Case.state == state.value)
        .order_by(Case.state_since)
    )


def _late_seats(cycle_id: str, now: datetime) -> Select[Any]:
    return (
        select(Seat.due_at.label("since"))
        .join(Case, Case.id == Seat.case_id)
        .where(Case.cycle_id == cycle_id, Case.state.in_((State.RATING.value, State.THIRD_RATING.value)))
        .where(Seat.ended_at.is_(None), Seat.sealed_at.is_(None), Seat.due_at < now)
    )


def asks_a_lead(cycle_id: str, person: Principal, *, limit: int) -> Sequence[Any]:
    """Return what this lead may decide now, highest stake first, then longest waiting. One statement.

    Each has id, reference, state, state_since, why (of a dispute), `lowest` and `highest` level of the two sealed
    ratings (None where one says another outcome), and `stake`: 2 across the required level, 1 different kinds, else 0.
    """
    lowest, highest = _level(func.min), _level(func.max)
    kinds = _level(lambda level: func.count() - func.count(level))
    stake = case(
        (kinds > 0, 1),
        ((Case.required_level > lowest) & (Case.required_level <= highest), 2),
        else_=0,
    )
    return db.session.execute(
        select(
            Case.id, Case.reference, Case.state, Case.state_since, Case.required_level, Dispute.why,
            lowest.label("lowest"), highest.label("highest"), kinds.label("kinds"), stake.label("stake"),
        )
        .outerjoin(Dispute, (Dispute.case_id == Case.id) & Dispute.ended_at.is_(None))
        .outerjoin(Resolution, _waits())
        .where(Case.cycle_id == cycle_id, Case.state.in_([state.value for state in ASKS_A_LEAD]))
        .where(*took_no_part(person))
        .where(or_(Resolution.id.is_(None), Resolution.lead_id != person.account_id))
        .order_by(stake.desc(), Case.state_since, Case.id)
        .limit(limit)
    ).all()  # fmt: skip


def _level(function: Any) -> ScalarSelect[Any]:
    """A column over the two first sealed ratings of the row's case: function of their levels."""
    return (
        select(function(Rating.level))
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


def under_way(cycle_id: str, person: Principal, *, limit: int) -> Sequence[Any]:
    """Return discussions and third ratings that go on without the lead, longest first; `due_at` of a discussion."""
    return db.session.execute(
        select(Case.id, Case.reference, Case.state, Case.state_since, Discussion.due_at)
        .outerjoin(Discussion, (Discussion.case_id == Case.id) & Discussion.ended_at.is_(None))
        .where(Case.cycle_id == cycle_id, Case.state.in_([state.value for state in UNDER_WAY]))
        .where(*took_no_part(person))
        .order_by(Case.state_since, Case.id)
        .limit(limit)
    ).all()
