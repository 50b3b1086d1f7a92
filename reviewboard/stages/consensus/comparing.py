"""The board compares two sealed ratings at once and by its policy; what follows is written in the same transaction."""

from datetime import datetime, timedelta

from reviewboard.extensions import db
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.stages.assignment.standing import may_talk, set_aside
from reviewboard.stages.consensus import rules
from reviewboard.stages.consensus.drafting import forget_drafts
from reviewboard.stages.consensus.queries import ladder_of, open_discussion, open_dispute, question_of
from reviewboard.stages.consensus.rules import DisputeReason, Ladder
from reviewboard.stages.consensus.sealed import first_two, sealed_ratings
from reviewboard.stages.consensus.tables import Agreement, Discussion, Dispute
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS, Facts, State


def compare(*, case_id: str, now: datetime) -> None:
    """Reconcile the two sealed ratings of a case in rating; does nothing while one is missing, or when done before.

    A rater with a conflict decides nothing: the place is filled again instead.
    """
    case = lock_case(case_id)
    if case.state != State.RATING:
        return
    if set_aside(case, now=now):
        return
    ratings = sealed_ratings(case.id)
    if not ratings:
        return
    first, second = first_two(ratings)
    case.both_sealed_at = case.both_sealed_at or max(first.sealed_at, second.sealed_at)
    ladder = ladder_of(case.cycle_id)
    both = Facts(sealed=SEATS)
    match rules.reconcile(first.outcome, second.outcome, ladder, case.required_level, may_talk=may_talk(case)):
        case rules.Agreement() as found:
            agree(case, found, actor=SYSTEM, now=now, facts=both)
        case rules.Discussion():
            _discuss(case, ladder, now=now, facts=both)
        case rules.Dispute(reason):
            dispute(case, "dispute", reason, actor=SYSTEM, now=now, facts=both)


def agree(
    case: Case,
    found: rules.Agreement,
    *,
    actor: Principal,
    now: datetime,
    facts: Facts | None = None,
    discussion: Discussion | None = None,
) -> None:
    """Write an agreement of the two raters, and the end of the discussion it came from. Part of a transaction."""
    agreement = Agreement(
        case_id=case.id, discussion_id=discussion.id if discussion else None, outcome=found.outcome.kind.value,
        level=found.outcome.level, competency=found.outcome.competency, agreed_at=now,
        needs_confirmation=found.confirm,
    )  # fmt: skip
    db.session.add(agreement)
    end_discussion(discussion, "agreement", now=now)
    db.session.flush()
    step = "agree_unconfirmed" if found.confirm else "agree"
    take_step(case, step, actor=actor, now=now, facts=facts, subject=f"agreement:{agreement.id}",
              details={"digest": fixed_digest(agreement, Agreement.FIXED)})  # fmt: skip


def _discuss(case: Case, ladder: Ladder, *, now: datetime, facts: Facts) -> None:
    discussion = Discussion(case_id=case.id, opened_at=now, due_at=now + timedelta(hours=ladder.discussion_hours))
    db.session.add(discussion)
    db.session.flush()
    take_step(case, "discuss", actor=SYSTEM, now=now, facts=facts, subject=f"discussion:{discussion.id}")


def dispute(
    case: Case,
    step: str,
    why: DisputeReason,
    *,
    actor: Principal,
    now: datetime,
    facts: Facts | None = None,
    reason: str = "",
) -> None:
    """Open a dispute for a panel lead by the named step. Part of a transaction."""
    opened = Dispute(case_id=case.id, why=why.value, opened_at=now)
    db.session.add(opened)
    case.disputed_at = case.disputed_at or now
    db.session.flush()
    take_step(case, step, actor=actor, now=now, facts=facts, subject=f"dispute:{opened.id}", reason=reason,
              details={"why": why.value})  # fmt: skip


def end_discussion(discussion: Discussion | None, why: str, *, now: datetime) -> None:
    """Note when and why a discussion ended, if there is one. Part of a transaction."""
    if discussion is not None:
        discussion.ended_at, discussion.ended_why = now, why


def third_sealed(*, case_id: str, now: datetime) -> None:
    """Hand the case back to the lead once its third rating is sealed; does nothing before, or when done before."""
    case = lock_case(case_id)
    if case.state != State.THIRD_RATING:
        return
    third = next((one for one in sealed_ratings(case.id) if one.place > SEATS), None)
    if third is not None:
        take_step(case, "third_done", actor=SYSTEM, now=now, facts=Facts(third_sealed=True),
                  subject=f"rating:{third.id}")  # fmt: skip


def close_withdrawn(*, case_id: str, now: datetime) -> None:
    """End the discussion, the dispute and the question of a withdrawn case, if any is open."""
    case = lock_case(case_id)
    if case.state != State.WITHDRAWN:
        return
    end_discussion(open_discussion(case.id), "withdrawn", now=now)
    if (opened := open_dispute(case.id)) is not None:
        opened.ended_at = now
    forget_drafts(case.id)
    if (asked := question_of(case.id)) is not None and asked.ended_at is None:
        asked.ended_at, asked.ended_why = now, "withdrawn"
