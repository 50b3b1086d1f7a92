"""A coordinator may note a conflict of interest that nobody declared. Rights look at it from the same moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import and_, literal, or_, select, tuple_
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.database import UTCDateTime
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.stages.assignment.asked import time_to_rate
from reviewboard.stages.assignment.declare import ConflictKind, keep_conflict
from reviewboard.stages.assignment.tables import Conflict, Seat
from reviewboard.stages.submission.tables import Case

NOTE_LONGEST = 1000  # characters


class NotTwoPeople(Refusal):
    """A conflict lies between two different people who both take part in the cycle."""

    status = 422
    message = _("Choose two different people who take part in this cycle.")


@dataclass(frozen=True)
class Noted:
    """What noting a conflict did: whether it is `new`, and the references of the cycle's cases that lost an assessor.

    `recourses`: how many recourses, of any cycle, wait for another lead.
    """

    new: bool
    cases: tuple[str, ...]
    recourses: int = 0


def note_conflict(
    *, cycle_id: str, person_id: str, other_id: str, kind: ConflictKind, note: str, actor: Principal, now: datetime
) -> Noted:
    """Note a conflict between two people of a cycle; one that is known already stays as it is. Part of a transaction.

    Seats between them lose access at once and are freed by the next sweep. Raises NotTwoPeople, NotYours.
    """
    cycle = db.session.get(Cycle, cycle_id)
    if cycle is None:
        raise NotYours()
    require(actor, "cycle.manage", CycleFacts(cycle.id, cycle.state))
    pair = (person_id, other_id)
    here = db.session.execute(
        select(Membership.account_id).where(Membership.cycle_id == cycle_id, Membership.account_id.in_(pair)).distinct()
    ).scalars()
    if len(set(pair)) != 2 or set(here) != set(pair):
        raise NotTwoPeople()
    conflict = Conflict(person_id=person_id, other_id=other_id, kind=kind.value, note=note.strip()[:NOTE_LONGEST],
                        declared_by=actor.account_id, declared_at=now)  # fmt: skip
    if not keep_conflict(conflict):
        return Noted(False, ())
    enter("conflict.note", actor=actor, now=now, cycle_id=cycle_id, subject=f"conflict:{conflict.id}",
          details={"pair": sorted(pair), "kind": kind.value})  # fmt: skip
    return Noted(True, _between(cycle_id, *pair))


def _between(cycle_id: str, one: str, other: str) -> tuple[str, ...]:
    """Return the references of the cycle's cases of one of two people on which the other has a seat to rate or rated."""
    rows = db.session.execute(
        select(Case.reference)
        .join(Seat, Seat.case_id == Case.id)
        .where(Seat.cycle_id == cycle_id, Seat.ended_at.is_(None), time_to_rate())
        .where(or_(and_(Seat.assessor_id == one, Case.candidate_id == other),
                   and_(Seat.assessor_id == other, Case.candidate_id == one)))
        .order_by(Case.reference)
    ).scalars()  # fmt: skip
    return tuple(rows)


def conflicts_in(cycle_id: str, *, after: tuple[datetime, str] | None, limit: int) -> Sequence[Any]:
    """Return at most limit conflicts between people of a cycle, newest first. One statement.

    Each has id, person, other, kind, note, declared_by, declared_at; `after` is the (declared_at, id) last seen.
    """
    person, other, by = aliased(Account), aliased(Account), aliased(Account)
    here = select(Membership.account_id).where(Membership.cycle_id == cycle_id)
    query = (
        select(
            Conflict.id, person.name.label("person"), other.name.label("other"), Conflict.kind, Conflict.note,
            by.name.label("declared_by"), Conflict.declared_at,
        )
        .join(person, person.id == Conflict.person_id)
        .join(other, other.id == Conflict.other_id)
        .join(by, by.id == Conflict.declared_by)
        .where(Conflict.person_id.in_(here), Conflict.other_id.in_(here))
        .order_by(Conflict.declared_at.desc(), Conflict.id.desc())
        .limit(limit)
    )  # fmt: skip
    if after is not None:
        seen = tuple_(literal(after[0], UTCDateTime()), literal(after[1]))
        query = query.where(tuple_(Conflict.declared_at, Conflict.id) < seen)
    return db.session.execute(query).all()
