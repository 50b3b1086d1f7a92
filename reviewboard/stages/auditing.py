"""An auditor may read a case's content, and that it was read is in the journal first. Statistics are counts alone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.journal.queries import was_entered
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.coordination import standing_of
from reviewboard.stages.facts import case_facts
from reviewboard.stages.record.tables import Record
from reviewboard.stages.submission.queries import ORIGINAL
from reviewboard.stages.submission.tables import Case

READ = "case.read_by_auditor"
HISTORY = "case.history_read_by_auditor"
READING = timedelta(hours=1)
"""How long the pages of a file may be turned after it was opened, before that is another reading and another entry."""


def read_as_auditor(*, case_id: str, actor: Principal, now: datetime, evidence_id: str | None = None) -> Case:
    """Enter that the auditor reads a case's content, or one file of it, and return the case. Part of a transaction.

    A draft is its candidate's alone. Raises NotYours.
    """
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotYours()
    require(actor, "journal.read")
    require(actor, "examples.read", case_facts(case, actor))
    subject = f"evidence:{evidence_id}" if evidence_id else f"case:{case.id}"
    enter(READ, actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id, subject=subject)
    return case


def read_history(*, case: Case, actor: Principal, now: datetime) -> None:
    """Enter that the auditor reads what happened to a case and who rates it, once in READING. Part of a transaction.

    Raises NotYours.
    """
    require(actor, "journal.read")
    subject = f"case:{case.id}"
    if not was_entered(action=HISTORY, case_id=case.id, subject=subject, actor_id=actor.account_id, since=now - READING):
        enter(HISTORY, actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id, subject=subject)


def is_being_read(*, case_id: str, evidence_id: str, actor: Principal, now: datetime) -> bool:
    """Whether the auditor's opening of one file was entered less than READING ago. One statement."""
    return was_entered(
        action=READ, case_id=case_id, subject=f"evidence:{evidence_id}", actor_id=actor.account_id, since=now - READING
    )


def find_case(reference: str) -> str | None:
    """Return the id of the case called so, or None. One statement."""
    return db.session.execute(select(Case.id).where(Case.reference == reference)).scalar_one_or_none()


def raters_of(case_id: str) -> Sequence[Any]:
    """Return who has or had a seat on a case: place, assessor, sealed_at, ended_why. One statement."""
    return db.session.execute(
        select(Seat.place, Account.name.label("assessor"), Seat.sealed_at, Seat.ended_why)
        .join(Account, Account.id == Seat.assessor_id)
        .where(Seat.case_id == case_id)
        .order_by(Seat.ended_at.is_not(None), Seat.place, Seat.assigned_at)
    ).all()


def cycles_page(*, after: tuple[datetime, str] | None, limit: int) -> Sequence[Any]:
    """Return at most limit cycles that were opened (id, name_fr, name_en, state, created_at), newest first."""
    query = (
        select(Cycle.id, Cycle.name_fr, Cycle.name_en, Cycle.state, Cycle.created_at)
        .where(Cycle.state != "draft")
        .order_by(Cycle.created_at.desc(), Cycle.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where((Cycle.created_at < after[0]) | ((Cycle.created_at == after[0]) & (Cycle.id < after[1])))
    return db.session.execute(query).all()


def cycles_by_id(cycle_ids: Sequence[str]) -> dict[str, Any]:
    """Return the names of these cycles (id, name_fr, name_en), by id. One statement."""
    rows = db.session.execute(select(Cycle.id, Cycle.name_fr, Cycle.name_en).where(Cycle.id.in_(cycle_ids)))
    return {row.id: row for row in rows}


def newest_cycles(*, limit: int) -> Sequence[Any]:
    """Return at most limit cycles (id, name_fr, name_en), drafts too, newest first. One statement."""
    newest = select(Cycle.id, Cycle.name_fr, Cycle.name_en).order_by(Cycle.created_at.desc(), Cycle.id.desc())
    return db.session.execute(newest.limit(limit)).all()


def standing_counts(cycle_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return, by cycle, how many cases stand where (see `coordination.Standing`). One statement."""
    found: dict[str, dict[str, int]] = {cycle_id: {} for cycle_id in cycle_ids}
    for cycle_id, state, count in db.session.execute(
        select(Case.cycle_id, Case.state, func.count())
        .where(Case.cycle_id.in_(cycle_ids), ORIGINAL)
        .group_by(Case.cycle_id, Case.state)
    ):
        standing = standing_of(state).value
        found[cycle_id][standing] = found[cycle_id].get(standing, 0) + count
    return found


def outcome_counts(cycle_ids: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return, by cycle, how many records in force say what: a level's number as text, or the kind. One statement."""
    found: dict[str, dict[str, int]] = {cycle_id: {} for cycle_id in cycle_ids}
    for cycle_id, outcome, level, count in db.session.execute(
        select(Record.cycle_id, Record.outcome, Record.level, func.count())
        .join(Case, Case.id == Record.case_id)
        .where(Record.cycle_id.in_(cycle_ids), Record.superseded_at.is_(None), ORIGINAL)
        .group_by(Record.cycle_id, Record.outcome, Record.level)
        .order_by(Record.outcome, Record.level)
    ):
        found[cycle_id][outcome if level is None else str(level)] = count
    return found
