"""Reads of seats: an assessor's own desk, the conflict screen, and who sits where for those who may know.

What an assessor reads here depends on their own seats alone: nothing in it moves when the other rater does anything.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, func, select, true, tuple_
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.foundation.database import UTCDateTime
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.assignment.asked import time_to_rate
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.ties import here
from reviewboard.stages.assignment.ties_of_one import PERSON, PERSON_TIED
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS, State

PAGE = 40
COUNTED = 200  # counts stop here: "200+"

_DESK = (Seat.id, Seat.due_at, Seat.assigned_at, Seat.cleared_at, Seat.touched_at, Seat.sealed_at,
         Case.reference, Case.language, Case.words, Case.example_count, Case.state, Seat.place)  # fmt: skip

_OWN = and_(Seat.assessor_id == PERSON, Seat.ended_at.is_(None), here(PERSON), ~PERSON_TIED)
"""A condition: the person holds the seat, as an assessor of its cycle, with no conflict. It is what rights ask."""
_TO_RATE = and_(
    _OWN,
    Seat.sealed_at.is_(None),
    time_to_rate(),
)
OWN_SEALED = and_(_OWN, Seat.sealed_at.is_not(None), Case.state != State.WITHDRAWN)
"""A condition: the person sealed it and holds it still, and the case was not withdrawn."""
_NEXT = (
    select(Seat.id, Seat.due_at, Case.reference, Seat.cleared_at)
    .join(Case, Case.id == Seat.case_id)
    .where(_TO_RATE)
    .order_by(Seat.due_at, Seat.id)
    .limit(1)
)


class Key(NamedTuple):
    """Where a page of the desk goes on: the moment the last row is sorted by, and its seat's id."""

    at: datetime
    id: str


class Listing(StrEnum):
    """Which of their own seats an assessor looks at."""

    TO_RATE = "to_rate"
    TO_OPEN = "to_open"
    DRAFTING = "drafting"
    SEALED = "sealed"


@dataclass(frozen=True)
class DeskPage:
    """One page of seats and where the next page goes on, if there is one."""

    rows: list[Any]
    onward: Key | None


def desk_page(
    account_id: str, *, listing: Listing = Listing.TO_RATE, language: str | None = None, oldest: bool = False,
    after: Key | None = None,
) -> DeskPage:  # fmt: skip
    """Return one page of the person's own seats: due soonest first, or longest assigned; sealed ones newest first."""
    asked = {"person_id": account_id, "limit": PAGE + 1, "language": language}
    if after:
        asked |= {"after_at": after.at, "after_id": after.id}
    found = db.session.execute(_desk(listing, oldest, bool(language), bool(after)), asked).all()
    onward = Key(found[PAGE - 1].at, found[PAGE - 1].id) if len(found) > PAGE else None
    return DeskPage(list(found[:PAGE]), onward)


@cache
def _desk(listing: Listing, oldest: bool, one_language: bool, further: bool) -> Select[Any]:
    """Return the statement of a page of the desk, put together once for each way to ask."""
    sealed = listing is Listing.SEALED
    column = Seat.sealed_at if sealed else Seat.assigned_at if oldest else Seat.due_at
    rows: Any = (
        select(*_DESK, column.label("at"))
        .join(Case, Case.id == Seat.case_id)
        .where(OWN_SEALED if sealed else _TO_RATE)
        .order_by(column.desc() if sealed else column, Seat.id.desc() if sealed else Seat.id)
        .limit(bindparam("limit"))
    )
    if listing is Listing.TO_OPEN:
        rows = rows.where(Seat.touched_at.is_(None))
    if listing is Listing.DRAFTING:
        rows = rows.where(Seat.touched_at.is_not(None))
    if one_language:
        rows = rows.where(Case.language == bindparam("language"))
    if further:
        here, there = tuple_(column, Seat.id), tuple_(bindparam("after_at", type_=UTCDateTime()), bindparam("after_id"))
        rows = rows.where(here < there if sealed else here > there)
    return rows


@dataclass(frozen=True)
class Figures:
    """What waits for an assessor: how many seats to rate (at most COUNTED), and what is next.

    `next` has id, due_at, reference and cleared_at of the seat due soonest, or is None.
    """

    to_rate: int
    next: Any | None


def _figures() -> Select[Any]:
    waiting = select(Seat.id).join(Case, Case.id == Seat.case_id).where(_TO_RATE).limit(COUNTED).subquery()
    numbers = select(select(func.count()).select_from(waiting).scalar_subquery().label("to_rate")).subquery()
    soonest = _NEXT.subquery()
    return select(numbers, soonest).select_from(numbers).outerjoin(soonest, true())


_FIGURES = _figures()


def figures(account_id: str) -> Figures:
    """Return what waits for the person. One statement, however many seats there are."""
    row = db.session.execute(_FIGURES, {"person_id": account_id}).one()
    return Figures(row.to_rate, row if row.id else None)


def neighbour(account_id: str, seat: Seat, *, forward: bool) -> Any | None:
    """Return the seat to rate next to this one in order of due time (id, cleared_at), or None at either end."""
    asked = {"person_id": account_id, "due_at": seat.due_at, "seat_id": seat.id}
    return db.session.execute(_neighbour(forward), asked).one_or_none()


@cache
def _neighbour(forward: bool) -> Select[Any]:
    here, there = tuple_(Seat.due_at, Seat.id), tuple_(bindparam("due_at", type_=UTCDateTime()), bindparam("seat_id"))
    rows: Any = (
        select(Seat.id, Seat.cleared_at)
        .join(Case, Case.id == Seat.case_id)
        .where(_TO_RATE, here > there if forward else here < there)
        .order_by(*((Seat.due_at, Seat.id) if forward else (Seat.due_at.desc(), Seat.id.desc())))
        .limit(1)
    )
    return rows


def next_to_rate(account_id: str) -> Any | None:
    """Return the seat due soonest that the person still has to rate (id, cleared_at), or None."""
    return db.session.execute(_NEXT, {"person_id": account_id}).one_or_none()


def candidate_card(case: Case) -> Any:
    """Return who the candidate is (name, unit, team, supervisor), for the conflict check and nowhere beside a text."""
    supervisor = aliased(Account)
    return db.session.execute(
        select(Account.name, Account.unit, Account.team, supervisor.name.label("supervisor"))
        .outerjoin(supervisor, supervisor.id == Account.supervisor_id)
        .where(Account.id == case.candidate_id)
    ).one()


def seats_of(case_ids: list[str]) -> list[Any]:
    """Return every seat of these cases with its assessor's name, for coordinators and auditors; live ones first."""
    return list(
        db.session.execute(
            select(Seat.__table__, Account.name.label("assessor"))
            .join(Account, Account.id == Seat.assessor_id)
            .where(Seat.case_id.in_(case_ids))
            .order_by(Seat.case_id, Seat.ended_at.is_not(None), Seat.place, Seat.assigned_at)
        )
    )


def discussions(account_id: str, *, after: Key | None = None, limit: int) -> list[Any]:
    """Return at most limit cases this person discusses with the other rater, oldest first: id, case_id, reference,
    language, state_since. One statement."""
    asked: dict[str, Any] = {"person_id": account_id, "limit": limit}
    if after:
        asked |= {"after_at": after.at, "after_id": after.id}
    return list(db.session.execute(_discussions(bool(after)), asked))


@cache
def _discussions(further: bool) -> Select[Any]:
    """The person's seats come first and their cases by key: left to itself, PostgreSQL goes through all that is discussed."""
    state = select(Case.state).where(Case.id == Seat.case_id).scalar_subquery()
    own = (
        select(Seat.id, Seat.case_id, state.label("state"))
        .where(Seat.assessor_id == PERSON, Seat.ended_at.is_(None), Seat.place <= SEATS, here(PERSON))
        .cte("own_seats")
        .prefix_with("MATERIALIZED", dialect="postgresql")
    )
    rows: Any = (
        select(own.c.id, own.c.case_id, Case.reference, Case.language, Case.state_since)
        .join(Case, Case.id == own.c.case_id)
        .where(own.c.state == State.DISCUSSION, ~PERSON_TIED)
        .order_by(Case.state_since, own.c.id)
        .limit(bindparam("limit"))
    )
    if further:
        seen = tuple_(bindparam("after_at", type_=UTCDateTime()), bindparam("after_id"))
        rows = rows.where(tuple_(Case.state_since, own.c.id) > seen)
    return rows
