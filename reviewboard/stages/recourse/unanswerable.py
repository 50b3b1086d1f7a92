"""Recourses that wait and that no lead of their cycle may answer or sign: a coordinator finds somebody.

Those that have waited longest are looked at, so that a page stays fast however many wait; it says so where there are more.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.recourse.part import heard, hindrances
from reviewboard.stages.recourse.steps import Stand
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.submission.tables import Case

WAITS = (Stand.ASKED.value, Stand.COUNTERSIGN.value)
LOOKED_AT = 100


def unanswerable(cycle_id: str, *, limit: int) -> Sequence[Any]:
    """Return at most limit such recourses of a cycle: id, case_id, kind, stand, reference; longest waiting first."""
    looked_at = _waiting(cycle_id).limit(LOOKED_AT).subquery()
    return db.session.execute(
        select(Recourse.id, Recourse.case_id, Recourse.kind, Recourse.stand, Case.reference)
        .join(looked_at, looked_at.c.id == Recourse.id)
        .join(Case, Case.id == Recourse.case_id)
        .where(~_somebody_may().exists())
        .order_by(Recourse.since, Recourse.id)
        .limit(limit)
    ).all()


def more_wait(cycle_id: str) -> bool:
    """Return whether more recourses of a cycle wait than are looked at. One statement."""
    return db.session.execute(_waiting(cycle_id).offset(LOOKED_AT).limit(1)).first() is not None


def _waiting(cycle_id: str) -> Select[str]:
    here = select(Recourse.id).where(Recourse.cycle_id == cycle_id, Recourse.stand.in_(WAITS))
    return here.order_by(Recourse.since, Recourse.id)


def _somebody_may() -> Select[Any]:
    """The leads of the cycle who may answer the recourse at hand or, where it waits for that, sign."""
    who = Membership.account_id
    return (
        select(who)
        .join(Account, Account.id == who)
        .where(Membership.cycle_id == Case.cycle_id, Membership.role == Role.LEAD.value)
        .where(Account.disabled_at.is_(None), who != Case.candidate_id)
        .where(*(~why for why in hindrances(who).values()))
        .where(or_(Recourse.stand != Stand.COUNTERSIGN.value, ~heard(who)))
        .correlate(Case, Recourse)
    )
