"""Who may answer a recourse: a lead of the cycle who took no part before, counted from what people did."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, literal, select

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.keeping import keep_from
from reviewboard.stages.recourse.part import as_columns, heard, hindrances, reasons_in
from reviewboard.stages.recourse.refusals import CannotAnswer
from reviewboard.stages.recourse.rules import Unable
from reviewboard.stages.recourse.steps import Stand
from reviewboard.stages.recourse.tables import CheckOpening, Recourse
from reviewboard.stages.submission.tables import Case

_WHO = Membership.account_id
_LEADS = (
    select(_WHO, Account.name, *as_columns(hindrances(_WHO)), heard(_WHO).label("heard"))
    .select_from(Recourse)
    .join(Case, Case.id == Recourse.case_id)
    .join(Membership, (Membership.cycle_id == Case.cycle_id) & (Membership.role == Role.LEAD.value))
    .join(Account, Account.id == _WHO)
    .where(Recourse.id == bindparam("recourse_id"), Account.disabled_at.is_(None), Case.candidate_id != _WHO)
    .order_by(Account.name, Account.id)
)


@dataclass(frozen=True)
class Lead:
    """A lead of the cycle, and why they may not answer a recourse; no reason: they may. `signs`: what others decided on it."""

    account_id: str
    name: str
    unable: tuple[Unable, ...]
    signs: bool


def leads_for(recourse: Recourse) -> list[Lead]:
    """Return the leads of the cycle by name, each with what keeps them from answering. One statement."""
    found = []
    for row in db.session.execute(_LEADS, {"recourse_id": recourse.id}):
        why = reasons_in(row)
        found.append(Lead(row.account_id, row.name, why, signs=not why and not row.heard))
    return found


def waits_for(recourse: Recourse) -> list[str]:
    """Return the accounts of the leads who may sign what was decided on a recourse, where that waits, or else answer it."""
    signing = recourse.stand == Stand.COUNTERSIGN
    return [lead.account_id for lead in leads_for(recourse) if (lead.signs if signing else not lead.unable)]


def someone_signs(recourse: Recourse) -> bool:
    """Return whether a lead is there who could sign what is decided on a recourse."""
    return any(lead.signs for lead in leads_for(recourse))


def require_able(recourse: Recourse, account_id: str | None) -> None:
    """Raise NotYours unless the account leads the cycle, CannotAnswer (the first reason) where it took part before."""
    lead = next((one for one in leads_for(recourse) if one.account_id == account_id), None)
    if lead is None:
        raise NotYours()
    if lead.unable:
        raise CannotAnswer(lead.unable[0])


def has_heard(recourse: Recourse, account_id: str | None) -> bool:
    """Return whether somebody ever answered or decided this recourse, whoever does now. One statement."""
    return bool(db.session.execute(select(heard(literal(account_id))).where(Recourse.id == recourse.id)).scalar_one())


def require_leading(cycle_id: str, account_id: str) -> None:
    """Hold somebody's role and account as they are until the transaction ends. Raises NotYours where they lead no more."""
    held = db.session.execute(
        select(Membership.id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.cycle_id == cycle_id, Membership.account_id == account_id, Membership.role == Role.LEAD.value)
        .where(Account.disabled_at.is_(None))
        .with_for_update(read=True)
    )
    if held.first() is None:
        raise NotYours()


def check_openers(case_id: str) -> set[str]:
    """Return who opened the check of a case. One statement."""
    return set(db.session.execute(select(CheckOpening.lead_id).where(CheckOpening.case_id == case_id)).scalars())


def fresh_cases(case_id: str) -> list[str]:
    """Return the case that rates this one afresh, if there is one."""
    return list(db.session.execute(select(Case.id).where(Case.fresh_of == case_id)).scalars())


def keep_from_fresh(case_id: str, account_ids: Iterable[str]) -> None:
    """Keep people from the case that rates this one afresh, if there is one. Part of a transaction."""
    for fresh_id in fresh_cases(case_id):
        keep_from(fresh_id, account_ids)
