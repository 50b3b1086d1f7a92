"""The one door for a recourse: who, legality, guard, stand, journal and owed work, in one transaction with its case."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import coordinates, leads_panel
from reviewboard.foundation.access.predicates import Predicate, all_of, board, is_candidate
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.outbox.actions import owe
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.consensus.drafting import forget_drafts
from reviewboard.stages.facts import case_facts
from reviewboard.stages.recourse.people import has_heard, require_able
from reviewboard.stages.recourse.queries import recourses_of, windows_of
from reviewboard.stages.recourse.refusals import RecourseMovedOn
from reviewboard.stages.recourse.rules import Shut
from reviewboard.stages.recourse.steps import OVER, By, Kind, Known, Stand, Step, find_step
from reviewboard.stages.recourse.tables import Recourse, RecourseDraft
from reviewboard.stages.step import lock_case
from reviewboard.stages.submission.tables import Case

RIGHTS: dict[By, Predicate] = {
    By.CANDIDATE: is_candidate,
    By.ABLE_LEAD: leads_panel,
    By.HANDLER: leads_panel,
    By.SECOND_LEAD: leads_panel,
    By.COORDINATOR: coordinates,
    By.BOARD: all_of(board),
}


def lock_recourse(case_id: str, kind: Kind) -> tuple[Case, Recourse]:
    """Return a case and its recourse of this kind, both locked until the transaction ends. Raises NotYours."""
    case = lock_case(case_id)
    recourse = db.session.execute(
        select(Recourse)
        .where(Recourse.case_id == case_id, Recourse.kind == kind.value)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    if recourse is None:
        raise NotYours()
    return case, recourse


def move(
    case: Case,
    recourse: Recourse,
    action: str,
    *,
    actor: Principal,
    now: datetime,
    known: Known | None = None,
    subject: str | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
    **facts: Any,
) -> Step:
    """Take one step of a locked recourse and return its line; `facts` are columns that change with it.

    Raises RecourseMovedOn when there is no such step from here or its guard does not hold, NotYours or CannotAnswer
    when actor is not who takes it.
    """
    step = find_step(Kind(recourse.kind), Stand(recourse.stand), action)
    if step is None:
        raise RecourseMovedOn()
    require_who(step, case, recourse, actor)
    if not step.guard(known or Known()):
        raise RecourseMovedOn()
    with db.session.no_autoflush:  # stand and facts change in one statement: the table refuses one without the other
        for name, value in facts.items():
            setattr(recourse, name, value)
        if step.end is not step.start:
            recourse.stand, recourse.since, recourse.lapses_at = step.end.value, now, None
        if step.end in OVER:
            recourse.ended_at = now
        recourse.version += 1
    db.session.flush()
    if step.end in OVER:
        _forget_drafts(recourse)
    if step.start is Stand.DRAFT or step.end in OVER:
        set_clocks(case, now=now)
    enter(
        f"recourse.{action}", actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id,
        subject=subject or f"recourse:{recourse.id}", from_state=step.start.value, to_state=step.end.value, reason=reason,
        details={"kind": recourse.kind, **(details or {})},
    )  # fmt: skip
    for topic in step.owes:
        owe(topic, {"recourse_id": recourse.id}, now=now, case_id=case.id, cycle_id=case.cycle_id,
            single=f"{topic}:{recourse.id}")  # fmt: skip
    return step


def _forget_drafts(recourse: Recourse) -> None:
    """Delete what leads wrote of an answer, and of a decision of the fresh rating: both are over for good."""
    db.session.execute(delete(RecourseDraft).where(RecourseDraft.recourse_id == recourse.id))
    if recourse.fresh_case_id is not None:
        forget_drafts(recourse.fresh_case_id)


def set_clocks(case: Case, *, now: datetime) -> None:
    """Note on each draft of a locked case when it lapses: now, where a later recourse was asked for. Part of a transaction."""
    drafts = [one for one in recourses_of(case.id).values() if one.stand == Stand.DRAFT]
    windows = windows_of(case, now=now) if drafts else {}
    for draft in drafts:
        window = windows[Kind(draft.kind)]
        draft.lapses_at = now if window.shut is Shut.GIVEN_UP else window.until
    db.session.flush()


def require_who(step: Step, case: Case, recourse: Recourse, actor: Principal) -> None:
    """Raise NotYours unless actor may take this step of the recourse, CannotAnswer for a lead who took part before."""
    facts = case_facts(case, actor)
    if not any(RIGHTS[by](actor, facts) and _OWN[by](recourse, actor) for by in step.by):
        raise NotYours()
    if step.by & {By.ABLE_LEAD, By.SECOND_LEAD, By.HANDLER}:
        require_able(recourse, actor.account_id)


def _anybody(_recourse: Recourse, _actor: Principal) -> bool:
    return True


def _handles(recourse: Recourse, actor: Principal) -> bool:
    return recourse.handler_id == actor.account_id


def _never_heard_it(recourse: Recourse, actor: Principal) -> bool:
    return not has_heard(recourse, actor.account_id)


_OWN: dict[By, Callable[[Recourse, Principal], bool]] = {
    By.CANDIDATE: _anybody,
    By.ABLE_LEAD: _anybody,
    By.HANDLER: _handles,
    By.SECOND_LEAD: _never_heard_it,
    By.COORDINATOR: _anybody,
    By.BOARD: _anybody,
}
