"""Recourses that wait and that no lead of their cycle may answer or sign: a coordinator finds somebody."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.recourse.part import heard, hindrances
from reviewboard.stages.recourse.steps import Stand
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.submission.tables import Case

WAITS = (Stand.ASKED.value, Stand.COUNTERSIGN.value)


def unanswerable(cycle_id: str, *, limit: int) -> Sequence[Any]:
    """Return case_id, kind and reference of at most limit such recourses of a cycle, longest waiting first. One statement."""
    return db.session.execute(
        select(Recourse.case_id, Recourse.kind, Case.reference)
        .join(Case, Case.id == Recourse.case_id)
        .where(Recourse.cycle_id == cycle_id, Recourse.stand.in_(WAITS), Recourse.id.not_in(_with_somebody(cycle_id)))
        .order_by(Recourse.since, Recourse.id)
        .limit(limit)
    ).all()


def _with_somebody(cycle_id: str) -> Select[Any]:
    """The waiting recourses that some lead of the cycle may answer or, where it waits for that, sign."""
    recourse, who = aliased(Recourse), Membership.account_id
    return (
        select(recourse.id)
        .join(Case, Case.id == recourse.case_id)
        .join(Membership, (Membership.cycle_id == Case.cycle_id) & (Membership.role == Role.LEAD.value))
        .join(Account, Account.id == who)
        .where(recourse.cycle_id == cycle_id, recourse.stand.in_(WAITS))
        .where(Account.disabled_at.is_(None), who != Case.candidate_id)
        .where(*(~why for why in hindrances(who, recourse).values()))
        .where(or_(recourse.stand != Stand.COUNTERSIGN.value, ~heard(who, recourse)))
        .correlate(None)
    )
