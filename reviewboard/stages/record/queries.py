"""Records: the one in force, the candidate's view without anybody's name, what waits for release."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.ties_of_one import PERSON, PERSON_TIED
from reviewboard.stages.consensus.tables import Agreement, Resolution
from reviewboard.stages.record.tables import Record, ReleasePlan
from reviewboard.stages.submission.queries import ORIGINAL
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State

WAITING = (Case.id, Case.reference, Case.scale_version_id, Case.required_level, Case.state_since, Record.outcome,
           Record.level, Record.competency, Record.method, ReleasePlan.release_at, ReleasePlan.held_at,
           ReleasePlan.held_why)  # fmt: skip

_own = aliased(Seat)
_SAT = select(_own.id).where(_own.case_id == Case.id, _own.assessor_id == PERSON)
TOOK_NO_PART = and_(Case.candidate_id != PERSON, ~_SAT.exists(), ~PERSON_TIED)
"""A condition on a case: the person never sat on it and has no conflict. It is a lead's right, in bulk."""


def record_in_force(case_id: str) -> Record | None:
    """Return the case's record in force, or None."""
    return db.session.execute(
        select(Record).where(Record.case_id == case_id, Record.superseded_at.is_(None))
    ).scalar_one_or_none()


def rated_as(case_id: str) -> str:
    """Return the id of the case whose ratings the record in force rests on: this one, or the one that rated it afresh."""
    basis = func.coalesce(Agreement.case_id, Resolution.case_id, Record.case_id)
    return db.session.execute(
        select(basis)
        .select_from(Record)
        .outerjoin(Agreement, Agreement.id == Record.agreement_id)
        .outerjoin(Resolution, Resolution.id == Record.resolution_id)
        .where(Record.case_id == case_id, Record.superseded_at.is_(None))
    ).scalar_one()


def plan_of(record_id: str) -> ReleasePlan | None:
    """Return when a record is to go out and whether it is held back, or None where nobody said."""
    return db.session.execute(
        select(ReleasePlan).where(ReleasePlan.record_id == record_id).execution_options(populate_existing=True)
    ).scalar_one_or_none()


@dataclass(frozen=True)
class Result:
    """What a candidate reads of a record: nobody's name, and no way to one."""

    outcome: str
    level: int | None
    competency: str | None
    method: str
    reasons: str
    dimension_reasons: dict[str, str]
    next_needed: str
    scale_version_id: str
    recorded_at: datetime
    released_at: datetime
    expires_on: date | None


def result_of(case_id: str) -> Result | None:
    """Return the released result of a case, or None as long as there is none."""
    row = db.session.execute(
        select(
            Record.outcome, Record.level, Record.competency, Record.method, Record.reasons, Record.dimension_reasons,
            Record.next_needed, Record.scale_version_id, Record.recorded_at, Record.released_at,
            Record.expires_on,
        ).where(Record.case_id == case_id, Record.superseded_at.is_(None), Record.released_at.is_not(None))
    ).one_or_none()  # fmt: skip
    return Result(**row._mapping) if row is not None else None


def waiting_for_release(
    cycle_id: str, person: Principal, *, limit: int, after: tuple[datetime, str] | None = None
) -> Sequence[Any]:
    """Return at most limit recorded cases that this lead may release, longest waiting first, after a cursor.

    The cursor is (state_since, id) of the last row of the page before. One statement.
    """
    query = (
        select(*WAITING)
        .join(Record, Record.case_id == Case.id)
        .outerjoin(ReleasePlan, ReleasePlan.record_id == Record.id)
        .where(Case.cycle_id == cycle_id, Case.state == State.RECORDED.value, Record.superseded_at.is_(None))
        .where(TOOK_NO_PART, ORIGINAL)
        .order_by(Case.state_since, Case.id)
        .limit(limit)
    )
    if after is not None:
        since, case_id = after
        query = query.where(or_(Case.state_since > since, (Case.state_since == since) & (Case.id > case_id)))
    return db.session.execute(query, {"person_id": person.account_id}).all()


def chosen_for_release(case_ids: list[str], person: Principal) -> Sequence[Any]:
    """Return those of these cases that this lead may release, longest waiting first; none that is held. One statement."""
    return db.session.execute(
        select(*WAITING)
        .join(Record, Record.case_id == Case.id)
        .outerjoin(ReleasePlan, ReleasePlan.record_id == Record.id)
        .where(Case.id.in_(case_ids), Case.cycle_id.in_(person.cycles_as(Role.LEAD)))
        .where(Case.state == State.RECORDED.value, Record.superseded_at.is_(None), ReleasePlan.held_at.is_(None))
        .where(TOOK_NO_PART, ORIGINAL)
        .order_by(Case.state_since, Case.id),
        {"person_id": person.account_id},
    ).all()
