"""What a lead may do now of recourses that are under way, in one statement however long the list is."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.assignment.ties_of_one import PERSON
from reviewboard.stages.recourse.part import as_columns, heard, hindrances, reasons_in
from reviewboard.stages.recourse.rules import Unable
from reviewboard.stages.recourse.steps import HANDLED, Kind, Stand
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State

_FRESH = aliased(Case)
_RATED = select(_FRESH.id).where(_FRESH.fresh_of == Case.id, _FRESH.state == State.RECORDED.value).exists()
_THEIRS = select(
    Recourse.id, *as_columns(hindrances(PERSON)), heard(PERSON).label("heard"), _RATED.label("rated")
).join(Case, Case.id == Recourse.case_id)  # fmt: skip


class Doing(StrEnum):
    """What a recourse waits for from one lead."""

    TAKE = "take"
    ANSWER = "answer"
    SIGN = "sign"


def own_work(rows: Sequence[Any], person: Principal) -> dict[str, Doing | tuple[Unable, ...]]:
    """Return what each recourse waits for from this lead, or why it cannot be theirs; what goes on without them is left out.

    `rows` are of `led_under_way`. One statement.
    """
    if not rows:
        return {}
    which = _THEIRS.where(Recourse.id.in_([row.id for row in rows]))
    told = {one.id: one for one in db.session.execute(which, {"person_id": person.account_id})}
    found = {row.id: _doing(row, told[row.id], mine=row.handler_id == person.account_id) for row in rows}
    return {recourse_id: doing for recourse_id, doing in found.items() if doing}


def _doing(row: Any, told: Any, *, mine: bool) -> Doing | tuple[Unable, ...] | None:
    why = reasons_in(told)
    if row.stand == Stand.ASKED:
        return why or Doing.TAKE
    if row.stand == Stand.COUNTERSIGN and not told.heard:
        return why or Doing.SIGN
    waits = mine and row.stand in HANDLED and (row.kind != Kind.FRESH or told.rated)
    return Doing.ANSWER if waits and not why else None
