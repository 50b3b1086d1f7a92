"""Who took part in a case: its candidate, who sat on it, who decided on it, who answered a recourse of it; and so, who may
not answer one.

The case that rates another one afresh counts as that one: whoever took part in either took part in both.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, union
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.ties import tied
from reviewboard.stages.consensus.tables import Agreement, Dispute, OwnLevel, Question, Resolution
from reviewboard.stages.recourse.rules import NO_HINDRANCE_TO, Unable
from reviewboard.stages.recourse.tables import CheckOpening, Recourse, RecourseDecision, RecourseHandler
from reviewboard.stages.submission.tables import Case

DECIDED: tuple[tuple[Any, Any], ...] = (
    (Resolution, Resolution.lead_id), (Resolution, Resolution.countersigned_by), (Resolution, Resolution.declined_by),
    (Agreement, Agreement.confirmed_by), (Agreement, Agreement.refused_by), (Dispute, Dispute.third_by),
    (Question, Question.lead_id), (OwnLevel, OwnLevel.lead_id),
)  # fmt: skip
"""Where it stands who decided, signed, sent back, confirmed, refused, asked, or noted a level of their own, by case."""

HEARD: tuple[tuple[Any, Any], ...] = (
    (RecourseHandler, RecourseHandler.account_id), (RecourseDecision, RecourseDecision.decided_by),
)  # fmt: skip
"""Where it stands who answered or decided a recourse: none of them is its second lead."""

ANSWERED: tuple[tuple[Any, Any], ...] = (
    *HEARD, (RecourseDecision, RecourseDecision.countersigned_by), (RecourseDecision, RecourseDecision.declined_by),
)  # fmt: skip
"""Where it stands who answered, decided, signed or sent back a recourse, by recourse."""


def decided(case_id: Any, account_id: Any) -> ColumnElement[bool]:
    """A condition: the account decided something of the case. Ids are columns."""
    return or_(*(exists().where(table.case_id == case_id, column == account_id) for table, column in DECIDED))


def answered(recourse_id: Any, account_id: Any) -> ColumnElement[bool]:
    """A condition: the account answered, decided, signed or sent back the recourse. Ids are columns."""
    return or_(*(exists().where(table.recourse_id == recourse_id, column == account_id) for table, column in ANSWERED))


def part_of(case_id: Any, account_id: Any) -> ColumnElement[bool]:
    """A condition: the account took part in the case otherwise than by a seat on it. Ids are columns."""
    return or_(decided(case_id, account_id), answered_one_of(case_id, account_id), part_of_fresh(case_id, account_id))


def answered_one_of(case_id: Any, account_id: Any, *, but: Any = None) -> ColumnElement[bool]:
    """A condition: the account answered, decided, signed or sent back a recourse of the case, `but` for one. Columns."""
    asked = aliased(Recourse)
    others = (asked.case_id == case_id, *(() if but is None else (asked.id != but,)))
    return or_(*(
        select(column).join(asked, asked.id == table.recourse_id).where(*others, column == account_id).exists()
        for table, column in ANSWERED
    ))  # fmt: skip


def part_of_fresh(case_id: Any, account_id: Any) -> ColumnElement[bool]:
    """A condition: the account sat on the case that rates this one afresh, or decided something of it. Ids are columns."""
    fresh = aliased(Case)
    parts = ((Seat, Seat.assessor_id), *DECIDED)
    return or_(*(
        select(column).join(fresh, fresh.id == table.case_id).where(fresh.fresh_of == case_id, column == account_id).exists()
        for table, column in parts
    ))  # fmt: skip


def hindrances(who: Any) -> dict[Unable, ColumnElement[bool]]:
    """Return a condition for each reason that keeps an account from answering a recourse; where none holds, it may.

    For statements that hold Recourse and its Case. `who` is a column or a parameter.
    """
    found = {
        Unable.SAT: exists().where(Seat.case_id == Case.id, Seat.assessor_id == who),
        Unable.DECIDED: decided(Case.id, who),
        Unable.EARLIER: answered_one_of(Case.id, who, but=Recourse.id),
        Unable.FRESH: part_of_fresh(Case.id, who),
        Unable.CHECK: exists().where(CheckOpening.case_id == Case.id, CheckOpening.lead_id == who),
        Unable.TIED: tied(who, candidate_id=Case.candidate_id, case_id=Case.id),
    }
    for why, kind in NO_HINDRANCE_TO.items():
        found[why] = and_(Recourse.kind != kind.value, found[why])
    return found


def as_columns(conditions: dict[Unable, ColumnElement[bool]]) -> list[Any]:
    """Return the hindrances as columns of a statement, for `reasons_in`."""
    return [condition.label(why.value) for why, condition in conditions.items()]


def reasons_in(row: Any) -> tuple[Unable, ...]:
    """Return the reasons that hold in a row of such a statement, in the order in which they are told."""
    return tuple(why for why in Unable if row._mapping[why.value])


def heard(who: Any) -> ColumnElement[bool]:
    """A condition on Recourse: the account ever answered or decided it, whoever does now, and is not its second lead."""
    rows = (exists().where(table.recourse_id == Recourse.id, column == who) for table, column in HEARD)
    return or_(func.coalesce(Recourse.handler_id == who, false()), *rows)


def who_took_part(case_id: str) -> set[str]:
    """Return who took part in a case, its candidate aside. One statement."""
    of_it = select(Case.id).where(or_(Case.id == case_id, Case.fresh_of == case_id))
    parts = [select(column).where(table.case_id.in_(of_it)) for table, column in ((Seat, Seat.assessor_id), *DECIDED)]
    parts += [
        select(column).join(Recourse, Recourse.id == table.recourse_id).where(Recourse.case_id.in_(of_it))
        for table, column in ANSWERED
    ]
    return {who for who in db.session.execute(union(*parts)).scalars() if who is not None}


def took_part_in(account_id: str | None, case_ids: Sequence[str]) -> set[str]:
    """Return in which of these cases the account took part. One statement."""
    ids = list(case_ids)
    there = or_(Case.id.in_(ids), Case.fresh_of.in_(ids))
    of_these = select(Case.id).where(there)
    parts: list[Select[Any]] = [
        select(table.case_id).where(table.case_id.in_(of_these), column == account_id)
        for table, column in ((Seat, Seat.assessor_id), *DECIDED)
    ]
    parts += [
        select(Recourse.case_id)
        .join(table, table.recourse_id == Recourse.id)
        .where(Recourse.case_id.in_(of_these), column == account_id)
        for table, column in ANSWERED
    ]
    found = union(select(Case.id).where(there, Case.candidate_id == account_id), *parts)
    return set(db.session.execute(select(func.coalesce(Case.fresh_of, Case.id)).where(Case.id.in_(found))).scalars())
