"""A new record takes the place of the one in force: never over it. It is released as it is written, and the old one stays."""

from datetime import UTC, datetime
from typing import Any

from reviewboard.extensions import db
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import IllegalStep
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.record.rules import Method
from reviewboard.stages.record.tables import Record
from reviewboard.stages.record.writing import outcome_parts, settled
from reviewboard.stages.recourse.people import fresh_cases
from reviewboard.stages.recourse.tables import RecourseDecision
from reviewboard.stages.submission.tables import Case


def supersede_by_review(case: Case, decision: RecourseDecision, *, actor: Principal, now: datetime) -> Record:
    """Record what a decision review varied the outcome to, under both signatures. Part of a transaction."""
    held = _in_force(case)
    parts = {
        "outcome": decision.outcome, "level": decision.level, "competency": decision.competency,
        "agreement_id": None, "resolution_id": None, "review_id": decision.id, "method": Method.REVIEW.value,
        "deciders": [
            {"account_id": decision.decided_by, "as": "handler"},
            {"account_id": decision.countersigned_by, "as": "second_lead"},
        ],
        "reasons": decision.reasons, "dimension_reasons": dict(decision.dimension_reasons),
        "next_needed": decision.next_needed, "rating_digests": list(held.rating_digests),
        **({"answer_digest": held.answer_digest} if held.answer_digest else {}),
    }  # fmt: skip
    return _supersede(case, held, parts, actor=actor, now=now)


def supersede_by_fresh(case: Case, *, actor: Principal, now: datetime) -> Record:
    """Record what the fresh pair came to: its agreement or resolution is the basis. Part of a transaction."""
    (fresh_id,) = fresh_cases(case.id)
    return _supersede(case, _in_force(case), outcome_parts(db.session.get_one(Case, fresh_id)), actor=actor, now=now)


def _in_force(case: Case) -> Record:
    record = record_in_force(case.id)
    if record is None or case.fresh_of is not None:
        raise IllegalStep()
    return record


def _supersede(case: Case, held: Record, parts: dict[str, Any], *, actor: Principal, now: datetime) -> Record:
    held.superseded_at = now
    db.session.flush()  # one is in force at any moment: the old one goes first
    record = settled(case, parts | {"supersedes_id": held.id}, now=now.astimezone(UTC))
    record.released_at, record.released_by = now, actor.account_id
    db.session.add(record)
    db.session.flush()
    enter("record.supersede", actor=actor, now=now, case_id=case.id, cycle_id=case.cycle_id, subject=f"record:{record.id}",
          details={"digest": record.digest, "supersedes": held.id})  # fmt: skip
    return record
