"""Seats: an assessor's place on a case. History stays; one live seat per place, two distinct people for ever."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from reviewboard.extensions import db
from reviewboard.foundation.database import ID_LENGTH, Id, UTCDateTime, new_id

_LIVE = text("ended_at IS NULL")
_TO_RATE = text("ended_at IS NULL AND sealed_at IS NULL")


class Seat(db.Model):
    """Places 1 and 2 rate first; place 3 is a third blind rating, place 4 a check of what is recorded.

    `cleared_at`: the assessor declared no conflict, so the text may open; `opened_at`: it was opened;
    `sealed_at`: its rating was sealed; `ended_at` and `ended_why`: it was given up and refilled.
    """

    __tablename__ = "seats"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycles.id"))
    place: Mapped[int]
    assessor_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    round_id: Mapped[str | None] = mapped_column(ForeignKey("assignment_rounds.id"))
    assigned_at: Mapped[datetime] = mapped_column(UTCDateTime)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    cleared_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    touched_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    sealed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    ended_why: Mapped[str | None] = mapped_column(String(16))
    explanation: Mapped[dict[str, Any]] = mapped_column(JSON)
    __table_args__ = (
        UniqueConstraint("case_id", "assessor_id", name="two_distinct_assessors"),
        CheckConstraint("place IN (1, 2, 3, 4)", name="seat_place_is_known"),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="seat_ends_with_a_reason"),
        CheckConstraint("sealed_at IS NULL OR cleared_at IS NOT NULL", name="sealed_only_after_conflict_cleared"),
        CheckConstraint(
            "ended_why IN ('conflict', 'recused', 'overdue', 'withdrawn', 'departed', 'moved', 'away', 'unneeded')",
            name="seat_end_is_known",
        ),
        Index("one_live_seat_per_place", "case_id", "place", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_seats_desk", "assessor_id", "due_at", "id", sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_seats_to_rate", "due_at", "id", sqlite_where=_TO_RATE, postgresql_where=_TO_RATE),
        Index("ix_seats_cycle_due", "cycle_id", "due_at", "id", sqlite_where=_LIVE, postgresql_where=_LIVE),
    )


class CaseBar(db.Model):
    """A person kept from one case by name: they took part in the case that it rates afresh, answer its recourse, or rate it
    afresh themselves."""

    __tablename__ = "case_bars"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)


class AssignmentRound(db.Model):
    """One run of the solver. `seed` and `input_hash` reproduce it; `outcome` counts what it did and what was short."""

    __tablename__ = "assignment_rounds"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    cycle_id: Mapped[str] = mapped_column(ForeignKey("cycles.id"), index=True)
    seed: Mapped[int] = mapped_column(BigInteger)
    input_hash: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[dict[str, Any]] = mapped_column(JSON)
    ran_at: Mapped[datetime] = mapped_column(UTCDateTime)


def pair_of(person_id: str, other_id: str) -> str:
    """Return what names two people, whichever of them comes first."""
    return ":".join(sorted((person_id, other_id)))


def _pair_of_row(context: DefaultExecutionContext) -> str:
    row = context.get_current_parameters()
    return pair_of(row["person_id"], row["other_id"])


class Conflict(db.Model):
    """A conflict of interest between two people, declared by one of them or by a coordinator. `pair` names both."""

    __tablename__ = "conflicts"
    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    other_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    note: Mapped[str] = mapped_column(Text, default="")
    declared_by: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    case_id: Mapped[str | None] = mapped_column(ForeignKey("cases.id"))
    declared_at: Mapped[datetime] = mapped_column(UTCDateTime)
    pair: Mapped[str] = mapped_column(String(2 * ID_LENGTH + 1), default=_pair_of_row)
    __table_args__ = (
        UniqueConstraint("person_id", "other_id", name="one_conflict_per_pair"),
        UniqueConstraint("pair", name="one_conflict_between_two_people"),
        CheckConstraint(
            "pair IN (person_id || ':' || other_id, other_id || ':' || person_id)", name="conflict_pair_names_both"
        ),
        CheckConstraint("person_id <> other_id", name="conflict_is_between_two_people"),
        CheckConstraint("kind IN ('declared', 'kin', 'dispute', 'team', 'supervisor')", name="conflict_kind_is_known"),
    )
