"""A handler answers with a verdict and reasons; a level varied on a review counts once a second lead has signed.

Where no lead is left to sign, the coordinators hear it, who may add one, and the handler: the decision waits, or the handler
takes it back for a reason the candidate reads and varies anew or returns the case to a fresh pair. Who took a decision back
cannot uphold the outcome: a missing signature never becomes the contrary decision.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.people.roles import SYSTEM, Principal
from reviewboard.foundation.refusals import IllegalStep, NotYours, StaleWrite
from reviewboard.stages.consensus.drafting import write_over
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.consensus.refusals import DeciderTied
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.facts import case_facts, is_tied
from reviewboard.stages.rating.draft import MOST_TEXT
from reviewboard.stages.rating.queries import shape_of
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.recourse.fresh import fresh_outcome
from reviewboard.stages.recourse.losing import wait_if_lost
from reviewboard.stages.recourse.people import waits_for
from reviewboard.stages.recourse.queries import (
    answer_draft,
    digest_of_asked,
    grounds_of,
    recourse_of,
    terms_of,
    took_back,
    waiting_decision,
)
from reviewboard.stages.recourse.refusals import AnswerIncomplete, NotRatedAfresh, RecourseMovedOn, SayLess, SomebodySigns
from reviewboard.stages.recourse.rules import ACTIONS, Verdict, verdicts
from reviewboard.stages.recourse.step import lock_recourse, move
from reviewboard.stages.recourse.steps import Kind, Known, Stand
from reviewboard.stages.recourse.superseding import supersede_by_fresh, supersede_by_review
from reviewboard.stages.recourse.tables import Recourse, RecourseDecision, RecourseDraft, RecourseGround
from reviewboard.stages.recourse.verdict import Answer, lacking
from reviewboard.stages.submission.tables import Case


def keep_answer(*, case_id: str, kind: Kind, fields: Mapping[str, str], version: int, actor: Principal, now: datetime) -> int:
    """Keep the form of an answer over version (0 before the first save). Return the version it has now.

    Raises NotYours, RecourseMovedOn where the actor does not answer it now, SayLess, StaleWrite with both texts.
    """
    case, recourse = lock_recourse(case_id, kind)
    require(actor, "recourse.follow", case_facts(case, actor))
    if recourse.handler_id != actor.account_id or recourse.stand not in (Stand.TAKEN, Stand.DISCLOSED, Stand.MET):
        raise RecourseMovedOn()
    if any(len(text) > MOST_TEXT for text in fields.values()):
        raise SayLess(most=MOST_TEXT)
    row = answer_draft(recourse.id, actor.account_id)
    if row is None:
        row = RecourseDraft(recourse_id=recourse.id, lead_id=actor.account_id, fields={}, version=0, updated_at=now)
        db.session.add(row)
    return write_over(row, fields, version, now=now)


def weigh(case: Case, recourse: Recourse, answer: Answer) -> Verdict:
    """Return the verdict of an answer, of a fresh rating as the fresh pair's outcome says.

    Raises AnswerIncomplete, NotRatedAfresh.
    """
    kind, held = Kind(recourse.kind), _held(case)
    verdict = answer.verdict
    if kind is Kind.FEEDBACK:
        verdict = Verdict.GIVEN
    elif kind is Kind.FRESH:
        verdict = _compared(case, held)
    said = Answer(verdict, answer.reasons, answer.ground_reasons, answer.outcome, answer.dimension_reasons, answer.next_needed)
    allowed = verdicts(kind, took_back=took_back(recourse.id, recourse.handler_id))
    lacks = lacking(said, list(grounds_of(recourse.id)), allowed, shape_of(case.scale_version_id), held)
    if lacks or verdict is None:
        raise AnswerIncomplete(lacks)
    return verdict


def decide(*, case_id: str, kind: Kind, answer: Answer, version: int, actor: Principal, now: datetime) -> Verdict:
    """Answer a recourse and return the verdict.

    Feedback is given; a review upheld, returned to a fresh pair, or varied, which waits for a second lead; a fresh
    rating concluded as its outcome says, and where that is another one, the new record supersedes. `version` is the
    recourse's. Raises StaleWrite, AnswerIncomplete, NotRatedAfresh, and what `move` raises.
    """
    case, recourse = lock_recourse(case_id, kind)
    require(actor, "recourse.follow", case_facts(case, actor))
    if recourse.handler_id == actor.account_id and recourse.version != version:
        raise StaleWrite(current={"version": recourse.version}, typed={"reasons": answer.reasons})
    if recourse.handler_id != actor.account_id:
        raise NotYours()
    verdict = weigh(case, recourse, answer)
    decision = _decision(recourse, verdict, answer, actor=actor, now=now)
    known = Known(complete=True, fresh_recorded=kind is Kind.FRESH)
    action = "conclude" if kind is Kind.FRESH else ACTIONS[verdict]
    move(case, recourse, action, actor=actor, now=now, known=known, subject=f"decision:{decision.id}", reason=answer.reasons,
         details={"verdict": verdict.value, "digest": fixed_digest(decision, RecourseDecision.FIXED)})  # fmt: skip
    if kind is Kind.FRESH and verdict is Verdict.VARIED:
        supersede_by_fresh(case, actor=actor, now=now)
    if verdict is Verdict.RETURNED:
        _send_on(case, recourse, now=now)
    return verdict


def countersign(*, case_id: str, version: int, actor: Principal, now: datetime) -> None:
    """Sign another lead's decision, so that the new level is recorded and released.

    Raises NotYours for who made it or answered the review before, DeciderTied where a conflict of interest came between: it
    can be declined.
    """
    case, recourse, decision = _proposed(case_id, version, actor)
    if is_tied(decision.decided_by, case):
        raise DeciderTied()
    move(case, recourse, "countersign", actor=actor, now=now, subject=f"decision:{decision.id}")
    decision.countersigned_by, decision.countersigned_at = actor.account_id, now
    db.session.flush()
    supersede_by_review(case, decision, actor=actor, now=now)


def decline(*, case_id: str, reason: str, version: int, actor: Principal, now: datetime) -> None:
    """Send another lead's decision back to them, with a reason; it waits for another lead where they may decide no more."""
    case, recourse, decision = _proposed(case_id, version, actor, typed=reason)
    check_reason(reason)
    move(case, recourse, "decline", actor=actor, now=now, subject=f"decision:{decision.id}", reason=reason)
    decision.declined_by, decision.declined_at, decision.declined_why = actor.account_id, now, reason
    wait_if_lost(case, recourse, now=now)


def take_back(*, case_id: str, reason: str, version: int, actor: Principal, now: datetime) -> None:
    """Take one's own decision back, for a reason that the candidate reads, where no lead is left who could sign it.

    Raises SomebodySigns while somebody could, and what `move` raises.
    """
    case, recourse, decision = _proposed(case_id, version, actor, typed=reason)
    if recourse.handler_id != actor.account_id:
        raise NotYours()
    if waits_for(recourse):
        raise SomebodySigns()
    check_reason(reason)
    move(case, recourse, "take_back", actor=actor, now=now, known=Known(nobody_signs=True), subject=f"decision:{decision.id}",
         reason=reason)  # fmt: skip
    decision.declined_by, decision.declined_at, decision.declined_why = actor.account_id, now, reason


def _decision(recourse: Recourse, verdict: Verdict, answer: Answer, *, actor: Principal, now: datetime) -> RecourseDecision:
    varies = verdict is Verdict.VARIED and recourse.kind == Kind.REVIEW
    outcome = answer.outcome if varies else None
    grounds = grounds_of(recourse.id)
    decision = RecourseDecision(
        recourse_id=recourse.id, decided_by=actor.account_id, verdict=verdict.value,
        outcome=outcome.kind.value if outcome else None, level=outcome.level if outcome else None,
        competency=outcome.competency if outcome else None, reasons=answer.reasons,
        ground_reasons={name: answer.ground_reasons.get(name, "") for name in grounds},
        dimension_reasons={key: text for key, text in answer.dimension_reasons.items() if text.strip()} if varies else {},
        next_needed=answer.next_needed if varies else "", needs_countersign=varies, decided_at=now,
    )  # fmt: skip
    db.session.add(decision)
    db.session.flush()
    return decision


def _proposed(case_id: str, version: int, actor: Principal, typed: str = "") -> tuple[Case, Recourse, RecourseDecision]:
    case, recourse = lock_recourse(case_id, Kind.REVIEW)
    require(actor, "recourse.follow", case_facts(case, actor))
    decision = waiting_decision(recourse.id)
    if recourse.stand != Stand.COUNTERSIGN or decision is None:
        raise RecourseMovedOn()
    if recourse.version != version:
        raise StaleWrite(current={"version": recourse.version}, typed={"reason": typed} if typed else None)
    return case, recourse, decision


def _send_on(case: Case, review: Recourse, *, now: datetime) -> None:
    """A review returned to a fresh pair asks for it by itself: on the same grounds, with a clock of its own."""
    fresh = recourse_of(case.id, Kind.FRESH)
    if fresh is None:
        fresh = Recourse(case_id=case.id, cycle_id=case.cycle_id, kind=Kind.FRESH.value, stand="draft", since=now,
                         begun_at=now, saved_at=now, version=1)  # fmt: skip
        db.session.add(fresh)
        db.session.flush()
    grounds = grounds_of(review.id)
    db.session.execute(delete(RecourseGround).where(RecourseGround.recourse_id == fresh.id))
    db.session.add_all(RecourseGround(recourse_id=fresh.id, ground=name, text=text) for name, text in grounds.items())
    fresh.request = review.request
    db.session.flush()
    due = now + terms_of(case.cycle_id).answer(Kind.FRESH)
    move(case, fresh, "send_on", actor=SYSTEM, now=now, asked_at=now, due_at=due,
         details={"review": review.id, "digest": digest_of_asked(fresh)})  # fmt: skip


def _held(case: Case) -> Outcome:
    record = record_in_force(case.id)
    if record is None:
        raise IllegalStep()
    return as_outcome(record)


def _compared(case: Case, held: Outcome) -> Verdict:
    found = fresh_outcome(case.id)
    if found is None:
        raise NotRatedAfresh()
    return Verdict.UPHELD if found == held else Verdict.VARIED
