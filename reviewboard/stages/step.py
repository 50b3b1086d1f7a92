"""The one door for state changes: party, legality, guard, state, journal and owed work, in one transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CaseFacts
from reviewboard.foundation.access.permissions import check, coordinates, leads_panel, rater, third
from reviewboard.foundation.access.predicates import Predicate, all_of, board, is_candidate, not_the_decider
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.outbox.actions import owe
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import IllegalStep, NotYours
from reviewboard.stages.facts import case_facts
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import Facts, Party, State, Step, find_step

PARTIES: dict[Party, Predicate] = {
    Party.CANDIDATE: is_candidate,
    Party.RATER: rater,
    Party.THIRD_RATER: third,
    Party.CHECK_RATER: check,
    Party.LEAD: leads_panel,
    Party.SECOND_LEAD: all_of(leads_panel, not_the_decider),
    Party.COORDINATOR: coordinates,
    Party.BOARD: board,
}


def lock_case(case_id: str) -> Case:
    """Return the case, locked until the transaction under way ends. Raises NotYours when there is none.

    Rows that only name the case (key_share) may still be written meanwhile.
    """
    case = db.session.execute(
        select(Case).where(Case.id == case_id).with_for_update(key_share=True).execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if case is None:
        raise NotYours()
    return case


def lock_cases(case_ids: Iterable[str]) -> list[Case]:
    """Return those of these cases that are there, locked in the one order of all. One statement."""
    query = select(Case).where(Case.id.in_(list(case_ids))).order_by(Case.id).with_for_update(key_share=True)
    return list(db.session.execute(query.execution_options(populate_existing=True)).scalars())


def take_step(
    case: Case,
    action: str,
    *,
    actor: Principal,
    now: datetime,
    facts: Facts | None = None,
    subject: str | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> Step:
    """Take one step of a locked case and return its line.

    Raises IllegalStep when the table has no such step from here or its guard does not hold, NotYours when
    actor is none of the parties that may take it.
    """
    step = find_step(State(case.state), action)
    if step is None:
        raise IllegalStep()
    require_party(step, actor, case_facts(case, actor))
    if not step.guard(facts or Facts()):
        raise IllegalStep()
    if step.end is not step.start:
        case.state = step.end.value
        case.state_since = now
    if not step.unseen:
        case.version += 1
    enter(
        f"case.{action}", actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id, subject=subject,
        from_state=step.start.value, to_state=step.end.value, reason=reason, details=details,
    )  # fmt: skip
    for topic in step.owes:
        owe(topic, payload_of(topic, case), now=now, case_id=case.id, cycle_id=case.cycle_id,
            single=single_of(topic, case))  # fmt: skip
    return step


def require_party(step: Step, actor: Principal, facts: CaseFacts) -> None:
    """Raise NotYours unless actor is one of the parties that may take step."""
    if not any(PARTIES[party](actor, facts) for party in step.by):
        raise NotYours()


def payload_of(topic: str, case: Case) -> dict[str, str]:
    """Return what the courier of topic needs: a round works on a cycle, everything else on a case."""
    return {"cycle_id": case.cycle_id} if topic == "assignment.round" else {"case_id": case.id}


def single_of(topic: str, case: Case) -> str:
    """Return the name under which equal waiting work is one row."""
    return f"{topic}:{case.cycle_id if topic == 'assignment.round' else case.id}"
