"""What a lead may do now of recourses that are under way, in statements whose number does not grow with the list."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import select, union

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.recourse.part import ANSWERED, DECIDED, HEARD
from reviewboard.stages.recourse.rules import Part, Unable, unable
from reviewboard.stages.recourse.steps import HANDLED, Kind, Stand
from reviewboard.stages.recourse.tables import ReadBeside, Recourse
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State


class Doing(StrEnum):
    """What a recourse waits for from one lead."""

    TAKE = "take"
    ANSWER = "answer"
    SIGN = "sign"


def own_work(rows: Sequence[Any], person: Principal) -> dict[str, Doing | tuple[Unable, ...]]:
    """Return what each recourse waits for from this lead, or why it cannot be theirs; what goes on without them is left out.

    `rows` are of `led_under_way`, whose cases lie in no conflict of interest with the lead. Six statements at most.
    """
    if not rows:
        return {}
    me, case_ids = person.account_id, {row.case_id for row in rows}
    fresh = _fresh_of(case_ids)
    took_part = _took_part([*case_ids, *fresh], me)
    beside = select(ReadBeside.case_id).where(ReadBeside.case_id.in_(case_ids), ReadBeside.lead_id == me)
    read = set(db.session.execute(beside).scalars())
    answered, heard = (_recourses_of(where, case_ids, me) for where in (ANSWERED, HEARD))
    found: dict[str, Doing | tuple[Unable, ...]] = {}
    for row in rows:
        of_fresh = [fresh_id for fresh_id, (case_id, _state) in fresh.items() if case_id == row.case_id]
        part = Part(
            decided=row.case_id in took_part,
            earlier=any(case_id == row.case_id and recourse_id != row.id for recourse_id, case_id in answered),
            fresh=any(fresh_id in took_part for fresh_id in of_fresh),
            beside=row.case_id in read,
        )
        rated = any(fresh[fresh_id][1] == State.RECORDED for fresh_id in of_fresh)
        doing = _doing(row, unable(Kind(row.kind), part), mine=row.handler_id == me, heard=(row.id, row.case_id) in heard,
                       rated=rated)  # fmt: skip
        if doing:
            found[row.id] = doing
    return found


def _doing(row: Any, why: tuple[Unable, ...], *, mine: bool, heard: bool, rated: bool) -> Doing | tuple[Unable, ...] | None:
    if row.stand == Stand.ASKED:
        return why or Doing.TAKE
    if row.stand == Stand.COUNTERSIGN and not mine and not heard:
        return why or Doing.SIGN
    waits = mine and row.stand in HANDLED and (row.kind != Kind.FRESH or rated)
    return Doing.ANSWER if waits and not why else None


def _fresh_of(case_ids: set[str]) -> dict[str, tuple[str, str]]:
    """Return the cases that rate these afresh: the case that each rates, and its state."""
    rows = db.session.execute(select(Case.id, Case.fresh_of, Case.state).where(Case.fresh_of.in_(case_ids)))
    return {row.id: (row.fresh_of, row.state) for row in rows}


def _took_part(case_ids: Sequence[str], account_id: str | None) -> set[str]:
    where = ((Seat, Seat.assessor_id), *DECIDED)
    found = union(
        *(select(table.case_id).where(table.case_id.in_(case_ids), column == account_id) for table, column in where)
    )
    return set(db.session.execute(found).scalars())


def _recourses_of(where: Sequence[tuple[Any, Any]], case_ids: set[str], account_id: str | None) -> set[tuple[str, str]]:
    parts = (
        select(Recourse.id, Recourse.case_id)
        .join(table, table.recourse_id == Recourse.id)
        .where(Recourse.case_id.in_(case_ids), column == account_id)
        for table, column in where
    )
    return {(recourse_id, case_id) for recourse_id, case_id in db.session.execute(union(*parts))}
