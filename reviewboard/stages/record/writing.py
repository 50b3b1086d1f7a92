"""The board writes the record of a decided case: once, from what people signed, in the words that people wrote."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.digest import digest
from reviewboard.foundation.outbox.actions import owe
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.stages.consensus.queries import OUTCOME, agreement_of, moves_of, question_of, resolution_in_force
from reviewboard.stages.consensus.rules import Ladder
from reviewboard.stages.consensus.sealed import SealedRating, as_outcome, sealed_ratings
from reviewboard.stages.consensus.tables import Agreement, Move, Resolution
from reviewboard.stages.record.refusals import NoBasis
from reviewboard.stages.record.rules import BETWEEN, Path, RecordReasons, basis, compose_reasons, years_after
from reviewboard.stages.record.tables import Record
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS, State

LATER = ("review_id", "supersedes_id", "answer_digest", "expires_on")  # digested where there is one: the first had none
FIXED = (
    "case_id", "cycle_id", "outcome", "level", "competency", "method", "agreement_id", "resolution_id", "deciders",
    "reasons", "dimension_reasons", "next_needed", "scale_version_id", "policy_hash", "rating_digests", "recorded_at",
)  # fmt: skip


def write(*, case_id: str, now: datetime) -> None:
    """Write the record of a decided case; does nothing when it is written already. Raises NoBasis."""
    case = lock_case(case_id)
    if case.state != State.DECIDED:
        return
    record = compose(case, now=now)
    db.session.add(record)
    case.recorded_at = now
    db.session.flush()
    take_step(case, "record", actor=SYSTEM, now=now, subject=f"record:{record.id}", details={"digest": record.digest})
    if case.fresh_of is not None:
        owe("recourse.tell_rated", {"case_id": case.id}, now=now, case_id=case.id, cycle_id=case.cycle_id,
            single=f"recourse.tell_rated:{case.id}")  # fmt: skip


def compose(case: Case, *, now: datetime) -> Record:
    """Return the record that a decided case asks for, unsaved. Raises NoBasis."""
    return settled(case, outcome_parts(case), now=now)


def outcome_parts(case: Case) -> dict[str, Any]:
    """Return what the agreement or the resolution of a case says, as parts of a record. Raises NoBasis."""
    ratings = sealed_ratings(case.id)
    resolution, agreement = resolution_in_force(case.id), agreement_of(case.id)
    if resolution is not None:
        parts = _of_resolution(resolution, ratings)
    elif agreement is not None:
        parts = _of_agreement(agreement, ratings)
    else:
        raise NoBasis()
    return parts | {"rating_digests": [one.digest for one in ratings], **_answer(case)}


def _answer(case: Case) -> dict[str, str]:
    """Return the digest of what its candidate added to the case that was rated, where they did."""
    asked = question_of(case.id)
    return {} if asked is None or asked.digest is None else {"answer_digest": asked.digest}


def settled(case: Case, parts: dict[str, Any], *, now: datetime) -> Record:
    """Return a record of the case that says these parts, with its digest, unsaved."""
    policy_hash, policy = db.session.execute(select(Cycle.policy_hash, Cycle.policy).where(Cycle.id == case.cycle_id)).one()
    whole = parts | {
        "case_id": case.id,
        "cycle_id": case.cycle_id,
        "scale_version_id": case.scale_version_id,
        "policy_hash": policy_hash,
        "recorded_at": now.astimezone(UTC),
    }
    if valid := Ladder.from_policy(policy).valid_years:
        whole["expires_on"] = years_after(whole["recorded_at"].date(), valid)
    return Record(**whole, digest=digest(whole))


def digest_of(record: Record) -> str:
    """Return the digest that a stored record should have: of all that was fixed when it was written."""
    later = {name: value for name in LATER if (value := getattr(record, name)) is not None}
    return digest({name: getattr(record, name) for name in FIXED} | later)


def _of_resolution(resolution: Resolution, ratings: Sequence[SealedRating]) -> dict[str, Any]:
    deciders = [_decider(resolution.lead_id, "lead")]
    if resolution.countersigned_by is not None:
        deciders.append(_decider(resolution.countersigned_by, "second_lead"))
    found = compose_reasons(as_outcome(resolution), [one.draft for one in ratings], [resolution.reasons])
    return {
        **_outcome(resolution),
        "resolution_id": resolution.id,
        "agreement_id": None,
        "method": basis(Path.RESOLUTION, signed=resolution.countersigned_by is not None).value,
        "deciders": deciders,
        "reasons": resolution.reasons,
        "dimension_reasons": {**_joined(found.dimensions), **resolution.dimension_reasons},
        "next_needed": resolution.next_needed,
    }


def _of_agreement(agreement: Agreement, ratings: Sequence[SealedRating]) -> dict[str, Any]:
    deciders = [_decider(one.assessor_id, "rater") for one in ratings if one.place <= SEATS]
    if agreement.confirmed_by is not None:
        deciders.append(_decider(agreement.confirmed_by, "lead"))
    moves = moves_of(agreement.discussion_id) if agreement.discussion_id else []
    found = _with_moves(agreement, ratings, moves)
    return {
        **_outcome(agreement),
        "resolution_id": None,
        "agreement_id": agreement.id,
        "method": basis(
            Path.DISCUSSION if agreement.discussion_id else Path.AGREEMENT, signed=agreement.confirmed_by is not None
        ).value,
        "deciders": deciders,
        "reasons": BETWEEN.join(found.general),
        "dimension_reasons": _joined(found.dimensions),
        "next_needed": BETWEEN.join(found.why_not_above),
    }


def _with_moves(agreement: Agreement, ratings: Sequence[SealedRating], moves: Sequence[Move]) -> RecordReasons:
    """Return the reasons of the ratings that say so, and of the changes of mind that led there."""
    outcome = as_outcome(agreement)
    changes = [move for move in moves if move.to_value != move.from_value]
    led_there = [move.reason for move in changes if move.topic == OUTCOME and move.to_value == outcome.as_dict()]
    found = compose_reasons(outcome, [one.draft for one in ratings], led_there)
    dimensions = dict(found.dimensions)
    for move in changes:
        if move.topic != OUTCOME:
            dimensions[move.topic] = (*dimensions.get(move.topic, ()), move.reason)
    return RecordReasons(found.general, dimensions, found.why_not_above)


def _outcome(row: Agreement | Resolution) -> dict[str, Any]:
    return {"outcome": row.outcome, "level": row.level, "competency": row.competency}


def _decider(account_id: str, role: str) -> dict[str, str]:
    return {"account_id": account_id, "as": role}


def _joined(dimensions: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: BETWEEN.join(texts) for name, texts in dimensions.items()}
