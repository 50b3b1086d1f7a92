"""Who may answer a recourse: a lead of the cycle who took no part before, as the rules say, counted from what people did."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, union

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.keeping import keep_from
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.ties import tied
from reviewboard.stages.recourse.part import ANSWERED, DECIDED, HEARD
from reviewboard.stages.recourse.refusals import CannotAnswer
from reviewboard.stages.recourse.rules import Part, Unable, unable
from reviewboard.stages.recourse.steps import Kind, Stand
from reviewboard.stages.recourse.tables import ReadBeside, Recourse
from reviewboard.stages.submission.tables import Case


@dataclass(frozen=True)
class Lead:
    """A lead of the cycle, and why they may not answer a recourse; no reason: they may. `signs`: what others decided on it."""

    account_id: str
    name: str
    unable: tuple[Unable, ...]
    signs: bool


def leads_for(case: Case, recourse: Recourse) -> list[Lead]:
    """Return the leads of the cycle by name, each with what keeps them from answering. At most nine statements."""
    conflict = tied(Membership.account_id, candidate_id=case.candidate_id, case_id=case.id)
    rows = db.session.execute(
        select(Membership.account_id, Account.name, conflict.label("tied"))
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.cycle_id == case.cycle_id, Membership.role == Role.LEAD.value, Account.disabled_at.is_(None))
        .where(Membership.account_id != case.candidate_id)
        .order_by(Account.name, Account.id)
    ).all()
    sat, decided, earlier = sat_on([case.id]), decided_on([case.id]), _answered_others(recourse)
    fresh = fresh_cases(case.id)
    afresh = sat_on(fresh) | decided_on(fresh)
    beside = readers_beside(case.id)
    kind, heard = Kind(recourse.kind), heard_by(recourse)
    found = []
    for row in rows:
        who = row.account_id
        why = unable(kind, Part(tied=bool(row.tied), sat=who in sat, decided=who in decided, earlier=who in earlier,
                                fresh=who in afresh, beside=who in beside))  # fmt: skip
        found.append(Lead(who, row.name, why, signs=not why and who not in heard))
    return found


def waits_for(case: Case, recourse: Recourse) -> list[str]:
    """Return the accounts of the leads who may sign what was decided on a recourse, where that waits, or else answer it."""
    signing = recourse.stand == Stand.COUNTERSIGN
    return [lead.account_id for lead in leads_for(case, recourse) if (lead.signs if signing else not lead.unable)]


def someone_signs(case: Case, recourse: Recourse) -> bool:
    """Return whether a lead is there who could sign what is decided on a recourse."""
    return any(lead.signs for lead in leads_for(case, recourse))


def require_able(case: Case, recourse: Recourse, account_id: str | None) -> None:
    """Raise NotYours unless the account leads the cycle, CannotAnswer (the first reason) where it took part before."""
    lead = next((one for one in leads_for(case, recourse) if one.account_id == account_id), None)
    if lead is None:
        raise NotYours()
    if lead.unable:
        raise CannotAnswer(lead.unable[0])


def sat_on(case_ids: Iterable[str]) -> set[str]:
    """Return who ever had a seat on one of these cases."""
    return set(db.session.execute(select(Seat.assessor_id).where(Seat.case_id.in_(list(case_ids)))).scalars())


def decided_on(case_ids: Iterable[str]) -> set[str]:
    """Return who resolved, signed, sent back, confirmed, refused, asked, or noted a level of their own there."""
    ids = list(case_ids)
    found = union(*(select(column).where(table.case_id.in_(ids)) for table, column in DECIDED))
    return {who for who in db.session.execute(found).scalars() if who is not None}


def heard_by(recourse: Recourse) -> set[str]:
    """Return who ever answered or decided this recourse, whoever does now."""
    return _of_recourses(HEARD, Recourse.id == recourse.id) | ({recourse.handler_id} if recourse.handler_id else set())


def _answered_others(recourse: Recourse) -> set[str]:
    return _of_recourses(ANSWERED, (Recourse.case_id == recourse.case_id) & (Recourse.id != recourse.id))


def _of_recourses(where_it_stands: Any, which: Any) -> set[str]:
    of_one = select(Recourse.id).where(which)
    found = union(*(select(column).where(table.recourse_id.in_(of_one)) for table, column in where_it_stands))
    return {who for who in db.session.execute(found).scalars() if who is not None}


def readers_beside(case_id: str) -> set[str]:
    """Return who read a check of the case. One statement."""
    return set(db.session.execute(select(ReadBeside.lead_id).where(ReadBeside.case_id == case_id)).scalars())


def fresh_cases(case_id: str) -> list[str]:
    """Return the case that rates this one afresh, if there is one."""
    return list(db.session.execute(select(Case.id).where(Case.fresh_of == case_id)).scalars())


def keep_from_fresh(case_id: str, account_ids: Iterable[str]) -> None:
    """Keep people from the case that rates this one afresh, if there is one. Part of a transaction."""
    for fresh_id in fresh_cases(case_id):
        keep_from(fresh_id, account_ids)
