"""A lead's decision of a dispute is an outcome with reasons, overall and per dimension: values in, values out.

Source: the product's stages "Consensus" (who decides, with longer reasons if it equals neither rating) and "Record"
(what the next level would have needed).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from reviewboard.stages.consensus.rules import ResolutionKind, min_reasons
from reviewboard.stages.rating.draft import MOST_TEXT
from reviewboard.stages.rating.filler import FEWEST_IN_SHORT, FEWEST_WORDS, Filler, hollow_parts
from reviewboard.stages.rating.rules import Outcome, OutcomeKind, ScaleShape, text_length

NEEDS_NEXT = (OutcomeKind.LEVEL, OutcomeKind.NOT_DEMONSTRATED)


@dataclass(frozen=True)
class Decision:
    """What a lead decides: `dimension_reasons` by dimension key, `next_needed`: what the next level lacked."""

    outcome: Outcome | None
    reasons: str
    dimension_reasons: Mapping[str, str]
    next_needed: str


class Lack(StrEnum):
    """What a part of a decision lacks."""

    MISSING = "missing"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    OFF_SCALE = "off_scale"


def on_scale(outcome: Outcome, scale: ScaleShape) -> bool:
    """Return whether the scale offers this outcome."""
    match outcome.kind:
        case OutcomeKind.LEVEL:
            return outcome.level in scale.levels
        case OutcomeKind.OTHER_COMPETENCY:
            return outcome.competency in scale.other_competencies
    return True


def has_next(outcome: Outcome, scale: ScaleShape) -> bool:
    """Return whether there is a next level above this outcome, so that what it needed must be said."""
    return outcome.kind in NEEDS_NEXT and (outcome.level is None or outcome.level < max(scale.levels))


def lacking(decision: Decision, kind: ResolutionKind | None, scale: ScaleShape) -> dict[str, Lack | Filler]:
    """Return what each part lacks, or how it says nothing, by the part's name; nothing: the decision may be taken.

    `kind` says how the outcome relates to the two ratings; None while there is no outcome. A level needs reasons for
    every dimension.
    """
    outcome = decision.outcome
    per_dimension = int(outcome is not None and outcome.kind == OutcomeKind.LEVEL)
    lacks = {
        "outcome": _outcome(outcome, scale),
        "competency": _competency(outcome, scale),
        "reasons": _text(decision.reasons, min_reasons(kind) if kind else 1),
        **{f"reasons_{key}": _text(decision.dimension_reasons.get(key, ""), per_dimension) for key in scale.dimensions},
        "next_needed": _text(decision.next_needed, int(outcome is not None and has_next(outcome, scale))),
    }
    found = {one.part: one.found for one in hollow_parts(_texts(decision, scale), scale.wording)}
    return found | {name: lack for name, lack in lacks.items() if lack is not None}


def _texts(decision: Decision, scale: ScaleShape) -> list[tuple[str, str, int]]:
    """Return every text of a decision by the name of its part, with the words it needs at least."""
    short = {f"reasons_{key}": decision.dimension_reasons.get(key, "") for key in scale.dimensions}
    short["next_needed"] = decision.next_needed
    return [("reasons", decision.reasons, FEWEST_WORDS), *((part, text, FEWEST_IN_SHORT) for part, text in short.items())]


def _outcome(outcome: Outcome | None, scale: ScaleShape) -> Lack | None:
    if outcome is None:
        return Lack.MISSING
    known = outcome.kind == OutcomeKind.OTHER_COMPETENCY or on_scale(outcome, scale)
    return None if known else Lack.OFF_SCALE


def _competency(outcome: Outcome | None, scale: ScaleShape) -> Lack | None:
    if outcome is None or outcome.kind != OutcomeKind.OTHER_COMPETENCY or on_scale(outcome, scale):
        return None
    return Lack.OFF_SCALE if outcome.competency else Lack.MISSING


def _text(text: str, least: int) -> Lack | None:
    length = text_length(text)
    if len(text) > MOST_TEXT:
        return Lack.TOO_LONG
    if length >= least:
        return None
    return Lack.TOO_SHORT if length else Lack.MISSING
