"""What a coordinator sees of cases: where each stands, who sits on it, what it waits for. Never a candidate's words.

Of a rating there is its status alone, and of a case the stage: which way the two ratings went is not told here.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, literal, select, tuple_

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import CycleScale
from reviewboard.foundation.database import UTCDateTime
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership, Training
from reviewboard.stages.assignment.asked import time_to_rate
from reviewboard.stages.assignment.late import REMINDERS
from reviewboard.stages.assignment.tables import Conflict, Seat
from reviewboard.stages.submission.queries import AT_WORK
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State

COUNTED = 200  # counts stop here: "200+"


class Standing(StrEnum):
    """Where a case stands, as coarsely as a coordinator needs it."""

    DRAFT = "draft"
    WAITING = "waiting"
    RATING = "rating"
    CONSENSUS = "consensus"
    RECORDED = "recorded"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


STATES: dict[Standing, tuple[State, ...]] = {
    Standing.DRAFT: (State.DRAFT,),
    Standing.WAITING: (State.SUBMITTED,),
    Standing.RATING: (State.RATING,),
    Standing.CONSENSUS: (
        State.DISCUSSION, State.CONFIRMATION, State.DISPUTE, State.ASKED, State.THIRD_RATING, State.COUNTERSIGN,
        State.DECIDED,
    ),
    Standing.RECORDED: (State.RECORDED,),
    Standing.RELEASED: (State.RELEASED,),
    Standing.WITHDRAWN: (State.WITHDRAWN,),
}  # fmt: skip
_STANDING = {state: standing for standing, states in STATES.items() for state in states}


def standing_of(state: str) -> Standing:
    """Return where a case in this state stands."""
    return _STANDING[State(state)]


class Key(NamedTuple):
    """Where a page goes on: the moment and id of the last row seen."""

    at: datetime
    id: str


class CaseKey(NamedTuple):
    """Where a page of cases goes on: what the last row seen is sorted by."""

    rank: int
    at: datetime
    id: str


_RANK = case((Case.waiting.is_not(None), 0), (Case.state.in_((State.RELEASED, State.WITHDRAWN)), 2), else_=1)


def standings(cycle_id: str) -> dict[Standing, int]:
    """Return how many cases of a cycle stand where; a count stops at COUNTED. One statement."""
    counts = [_bounded(Case.cycle_id == cycle_id, Case.state.in_(states), AT_WORK) for states in STATES.values()]
    return dict(zip(STATES, db.session.execute(select(*counts)).one(), strict=True))


def waiting_count(cycle_id: str) -> int:
    """Return how many cases wait for an assessor, at most COUNTED. One statement."""
    return db.session.execute(select(_bounded(Case.cycle_id == cycle_id, Case.waiting.is_not(None), AT_WORK))).scalar_one()


def thirds_waiting(cycle_id: str, *, limit: int) -> Sequence[Any]:
    """Return at most limit cases whose third rating lacks an assessor, longest first: id, reference, waiting. One statement."""
    return db.session.execute(
        select(Case.id, Case.reference, Case.waiting)
        .where(Case.cycle_id == cycle_id, Case.state == State.THIRD_RATING, Case.waiting.is_not(None))
        .order_by(Case.state_since, Case.id)
        .limit(limit)
    ).all()


def late_count(cycle_id: str, *, now: datetime) -> int:
    """Return how many seats are late, at most COUNTED. One statement."""
    late = select(Seat.id).join(Case, Case.id == Seat.case_id).where(*_to_rate(cycle_id), Seat.due_at < now)
    return db.session.execute(select(func.count()).select_from(late.limit(COUNTED).subquery())).scalar_one()


def cases_page(
    cycle_id: str, *, states: Sequence[State] | None, waiting: bool, reference: str, after: CaseKey | None, limit: int
) -> Sequence[Any]:
    """Return at most limit cases of a cycle: those that lack an assessor, the others, those at their end. One statement.

    Each has id, reference, language, state, state_since, waiting, submitted_at, candidate, rank; longest where they are
    come first. `waiting`: only those that lack an assessor; `reference`: only the one called so; `states`: only those.
    """
    query = (
        select(
            Case.id, Case.reference, Case.language, Case.state, Case.state_since, Case.waiting, Case.submitted_at,
            Account.name.label("candidate"), _RANK.label("rank"),
        )
        .join(Account, Account.id == Case.candidate_id)
        .where(Case.cycle_id == cycle_id, AT_WORK)
        .order_by(_RANK, Case.state_since, Case.id)
        .limit(limit)
    )  # fmt: skip
    if states is not None:
        query = query.where(Case.state.in_(states))
    if waiting:
        query = query.where(Case.waiting.is_not(None))
    if reference:
        query = query.where(Case.reference == reference)
    if after is not None:
        seen = tuple_(literal(after.rank), literal(after.at, UTCDateTime()), literal(after.id))
        query = query.where(tuple_(_RANK, Case.state_since, Case.id) > seen)
    return db.session.execute(query).all()


def seats_page(
    cycle_id: str, *, sealed: bool, after: Key | None, limit: int, late_at: datetime | None = None
) -> Sequence[Any]:
    """Return at most limit live seats of a cycle, soonest due first and so late ones on top. One statement.

    Each has id, case_id, reference, place, assessor, email, due_at, cleared_at, touched_at, sealed_at, reminded_at (of
    the newest reminder). `sealed`: those whose rating is sealed, instead of those still to rate;
    `late_at`: of these only those late then.
    """
    reminders = [literal(f"{kind}:") + Seat.assessor_id + literal(":") + Seat.id for kind in REMINDERS]
    reminded = select(func.max(Notice.created_at)).where(Notice.once.in_(reminders)).scalar_subquery()
    query = (
        select(
            Seat.id, Seat.case_id, Case.reference, Seat.place, Account.name.label("assessor"), Seat.due_at,
            Seat.cleared_at, Seat.touched_at, Seat.sealed_at, Account.email, reminded.label("reminded_at"),
        )
        .join(Case, Case.id == Seat.case_id)
        .join(Account, Account.id == Seat.assessor_id)
        .order_by(Seat.due_at, Seat.id)
        .limit(limit)
    )  # fmt: skip
    if sealed:
        query = query.where(Seat.cycle_id == cycle_id, Seat.ended_at.is_(None), Seat.sealed_at.is_not(None))
    else:
        query = query.where(*_to_rate(cycle_id))
        if late_at is not None:
            query = query.where(Seat.due_at < late_at)
    if after is not None:
        query = query.where(_beyond(Seat.due_at, Seat.id, after))
    return db.session.execute(query).all()


def conflicts_of_candidate(candidate_id: str) -> Sequence[Any]:
    """Return the declared conflicts of a person: kind, other (name), declared_at. One statement."""
    other = func.coalesce(func.nullif(Conflict.other_id, candidate_id), Conflict.person_id)
    return db.session.execute(
        select(Conflict.kind, Account.name.label("other"), Conflict.declared_at)
        .join(Account, Account.id == other)
        .where((Conflict.person_id == candidate_id) | (Conflict.other_id == candidate_id))
        .order_by(Conflict.declared_at, Conflict.id)
    ).all()


def _to_rate(cycle_id: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Seat.cycle_id == cycle_id,
        Seat.ended_at.is_(None),
        Seat.sealed_at.is_(None),
        time_to_rate(),
    )


def _bounded(*conditions: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(select(Case.id).where(*conditions).limit(COUNTED).subquery()).scalar_subquery()


def _beyond(moment: Any, row_id: Any, after: Key) -> ColumnElement[bool]:
    return tuple_(moment, row_id) > tuple_(literal(after.at, UTCDateTime()), literal(after.id))


def references(case_ids: Sequence[str]) -> dict[str, str]:
    """Return the references of these cases, by id. One statement."""
    rows = db.session.execute(select(Case.id, Case.reference).where(Case.id.in_(case_ids)))
    return {row.id: row.reference for row in rows}


def names(account_ids: Sequence[str]) -> dict[str, str]:
    """Return the names of these accounts, by id. One statement."""
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(account_ids)))
    return {row.id: row.name for row in rows}


def without_password(account_ids: Sequence[str]) -> set[str]:
    """Return which of these accounts never chose a password. One statement."""
    rows = db.session.execute(select(Account.id).where(Account.id.in_(account_ids), Account.password_hash.is_(None)))
    return set(rows.scalars())


def not_ready(cycle_id: str, *, today: date) -> tuple[list[str], list[str]]:
    """Return the names of assessors and leads who never chose a password, and of assessors trained on none of the scales.

    Training that ended before today is none. Two statements.
    """
    here = (
        select(Account.name)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.cycle_id == cycle_id, Account.disabled_at.is_(None))
        .order_by(Account.name, Account.id)
    )
    trained = (
        select(Training.account_id)
        .join(CycleScale, CycleScale.scale_version_id == Training.scale_version_id)
        .where(CycleScale.cycle_id == cycle_id, Training.expires_on >= today)
    )
    who = (Role.ASSESSOR.value, Role.LEAD.value)
    silent = here.where(Membership.role.in_(who), Account.password_hash.is_(None)).distinct()
    untrained = here.where(Membership.role == Role.ASSESSOR.value, Account.id.not_in(trained))
    return list(db.session.execute(silent.add_columns(Account.id)).scalars()), list(db.session.execute(untrained).scalars())


def assessors_of(cycle_id: str) -> dict[str, str]:
    """Return the names of the cycle's assessors by id, in order of name. One statement."""
    rows = db.session.execute(
        select(Account.id, Account.name)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.cycle_id == cycle_id, Membership.role == Role.ASSESSOR.value, Account.disabled_at.is_(None))
        .order_by(Account.name, Account.id)
    )
    return {row.id: row.name for row in rows}


def holder_of(case_id: str, seat_id: str) -> str | None:
    """Return the name of the assessor on a live seat of a case; None when the case has no such seat. One statement."""
    return db.session.execute(
        select(Account.name)
        .join(Seat, Seat.assessor_id == Account.id)
        .where(Seat.id == seat_id, Seat.case_id == case_id, Seat.ended_at.is_(None))
    ).scalar_one_or_none()
