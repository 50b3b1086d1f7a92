"""The last legs: the record is written from what people signed, and released."""

from datetime import UTC, datetime
from typing import Any

from reviewboard.foundation.digest import digest
from reviewboard.seeding.case import SeededCase
from reviewboard.seeding.writer import Row
from reviewboard.stages.consensus.queries import OUTCOME
from reviewboard.stages.rating.queries import as_draft
from reviewboard.stages.rating.rules import Outcome, RatingDraft
from reviewboard.stages.record.rules import BETWEEN, Path, basis, compose_reasons
from reviewboard.stages.record.tables import Record
from reviewboard.stages.workflow import SEATS


def record(case: SeededCase, start: datetime, end: datetime) -> None:
    """The board writes the record."""
    parts = _resolved(case, case.resolution) if case.resolution is not None else _agreed(case)
    parts |= {
        "case_id": case.id, "cycle_id": case.cycle.id, "scale_version_id": case.ground.scale_version_id,
        "policy_hash": case.cycle.policy_hash, "recorded_at": end.astimezone(UTC),
        "rating_digests": [case.ratings[place]["digest"] for place in sorted(case.ratings)],
    }  # fmt: skip
    case.record = case.writer.take(Record, id=case.ids.new(), **parts, digest=digest(parts))
    case.row["recorded_at"] = end
    case.step("record", end, None, subject=f"record:{case.record['id']}", details={"digest": case.record["digest"]})


def release(case: SeededCase, start: datetime, end: datetime) -> None:
    """A lead releases the result, and the candidate hears of it."""
    lead, made = case.a_lead(), case.record
    if made is None:
        raise LookupError("a result is released before it is recorded")
    case.step("release", end, lead, subject=f"record:{made['id']}")
    made |= {"released_at": end, "released_by": lead}
    case.row["released_at"] = end
    case.told(case.candidate.id, "result.ready", made["id"], end)


def _drafts(case: SeededCase) -> list[RatingDraft]:
    """Return the sealed ratings as rules look at them, by place; a record takes no words from citations."""
    rows: list[Any] = [_Row(case.ratings[place]) for place in sorted(case.ratings)]
    return [as_draft(row, ()) for row in rows]


class _Row:
    """A row read by attribute, as an entity is."""

    def __init__(self, row: Row) -> None:
        self.__dict__.update(row)


def _resolved(case: SeededCase, row: Row) -> Row:
    deciders = [_decider(row["lead_id"], "lead")]
    if row["countersigned_by"]:
        deciders.append(_decider(row["countersigned_by"], "second_lead"))
    found = compose_reasons(_outcome(row), _drafts(case), [row["reasons"]])
    return {
        **_three(row), "resolution_id": row["id"], "agreement_id": None, "deciders": deciders,
        "method": basis(Path.RESOLUTION, signed=bool(row["countersigned_by"])).value, "reasons": row["reasons"],
        "dimension_reasons": {**_joined(found.dimensions), **row["dimension_reasons"]},
        "next_needed": row["next_needed"],
    }  # fmt: skip


def _agreed(case: SeededCase) -> Row:
    row = case.agreement
    if row is None:
        raise LookupError("a case is recorded before it is decided")
    outcome = _outcome(row)
    deciders = [_decider(case.ratings[place]["assessor_id"], "rater") for place in sorted(case.ratings)[:SEATS]]
    if row["confirmed_by"]:
        deciders.append(_decider(row["confirmed_by"], "lead"))
    changes = [move for move in case.moves if move["to_value"] != move["from_value"]]
    led_there = [move["reason"] for move in changes if move["topic"] == OUTCOME and move["to_value"] == outcome.as_dict()]
    found = compose_reasons(outcome, _drafts(case), led_there)
    dimensions = dict(found.dimensions)
    for move in changes:
        if move["topic"] != OUTCOME:
            dimensions[move["topic"]] = (*dimensions.get(move["topic"], ()), move["reason"])
    path = Path.DISCUSSION if row["discussion_id"] else Path.AGREEMENT
    return {
        **_three(row), "resolution_id": None, "agreement_id": row["id"], "deciders": deciders,
        "method": basis(path, signed=bool(row["confirmed_by"])).value, "reasons": BETWEEN.join(found.general),
        "dimension_reasons": _joined(dimensions), "next_needed": BETWEEN.join(found.why_not_above),
    }  # fmt: skip


def _three(row: Row) -> Row:
    return {"outcome": row["outcome"], "level": row["level"], "competency": row["competency"]}


def _outcome(row: Row) -> Outcome:
    return Outcome.from_dict({"kind": row["outcome"], "level": row["level"], "competency": row["competency"]})


def _decider(account_id: str, role: str) -> dict[str, str]:
    return {"account_id": account_id, "as": role}


def _joined(dimensions: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: BETWEEN.join(texts) for name, texts in dimensions.items()}
