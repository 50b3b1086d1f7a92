"""Every act on a draft begins here: the case locked, one's own, not submitted, and in time by the board's own clock."""

from dataclasses import dataclass
from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.facts import case_facts
from reviewboard.stages.step import lock_case
from reviewboard.stages.submission.queries import is_open
from reviewboard.stages.submission.refusals import AlreadySubmitted, CaseWithdrawn, ExampleGone, PastDeadline
from reviewboard.stages.submission.tables import Case, Example
from reviewboard.stages.workflow import State


@dataclass(frozen=True)
class Draft:
    """A locked case whose candidate may write now, and its cycle."""

    case: Case
    cycle: Cycle


def open_draft(case_id: str, actor: Principal, now: datetime, permission: str = "submission.write") -> Draft:
    """Return the actor's own draft, locked until the transaction ends.

    Raises NotYours for anybody else's case, AlreadySubmitted, CaseWithdrawn, PastDeadline.
    """
    case = lock_case(case_id)
    facts = case_facts(case, actor)
    require(actor, "submission.own", facts)
    cycle = db.session.get_one(Cycle, case.cycle_id)
    if refusal := why_closed(case, cycle, now):
        raise refusal
    require(actor, permission, facts)
    return Draft(case, cycle)


def why_closed(case: Case, cycle: Cycle, now: datetime) -> Refusal | None:
    """Return why this case is not written any more (AlreadySubmitted, CaseWithdrawn, PastDeadline), or None."""
    if is_open(case, cycle, now):
        return None
    match case.state:
        case State.WITHDRAWN:
            return CaseWithdrawn()
        case State.DRAFT:
            return PastDeadline()
        case _:
            return AlreadySubmitted()


def find_example(draft: Draft, example_id: str) -> Example:
    """Return one example of this draft. Raises ExampleGone when there is none such."""
    example = db.session.get(Example, example_id, populate_existing=True)
    if example is None or example.case_id != draft.case.id:
        raise ExampleGone()
    return example


def touch(draft: Draft) -> None:
    """Note that the draft changed, so that whoever checked it before sees it again before it is submitted."""
    draft.case.version += 1
