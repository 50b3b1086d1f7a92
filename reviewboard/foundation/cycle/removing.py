"""A draft made by mistake can be deleted while nobody but its coordinators is in it. The journal keeps that it was there."""

from datetime import datetime

from sqlalchemy import delete, select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.refusals import DraftInUse
from reviewboard.foundation.cycle.setup import lock_cycle, require_draft
from reviewboard.foundation.cycle.tables import Cycle, CycleScale
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.foundation.people.tables import Membership


def holds_people(cycle_id: str) -> bool:
    """Return whether anybody but coordinators is in a cycle. One statement."""
    others = select(Membership.id).where(Membership.cycle_id == cycle_id, Membership.role != Role.COORDINATOR.value)
    return db.session.execute(others.limit(1)).first() is not None


def delete_draft(*, cycle_id: str, version: int, actor: Principal, now: datetime) -> None:
    """Delete a draft cycle for good. Part of a transaction. Raises CycleFrozen, StaleWrite, DraftInUse, NotYours."""
    cycle = lock_cycle(cycle_id, actor)
    require_draft(cycle, version, current={}, typed={})
    if holds_people(cycle_id):
        raise DraftInUse()
    names = {"name_fr": cycle.name_fr, "name_en": cycle.name_en}
    db.session.execute(delete(CycleScale).where(CycleScale.cycle_id == cycle_id))
    db.session.execute(delete(Membership).where(Membership.cycle_id == cycle_id))
    db.session.execute(delete(Cycle).where(Cycle.id == cycle_id))
    enter("cycle.delete", actor=actor, now=now, cycle_id=cycle_id, from_state="draft", details=names)
