"""A rating is an outcome, the reasons for it and the passages it rests on. Nothing is sealed before it is whole.

Source: the product's stage "Rating" and its part "Scale" (outcomes, evidence rules).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reviewboard.stages.rating.filler import FEWEST_IN_SHORT, FEWEST_WORDS, Hollow, hollow_parts

MIN_REASONS = 40  # characters, as `text_length` counts them, under any outcome


class OutcomeKind(StrEnum):
    """What a rating can say: a level of the scale, or one of the three outcomes besides a level."""

    LEVEL = "level"
    NOT_DEMONSTRATED = "not_demonstrated"
    OTHER_COMPETENCY = "other_competency"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"


FITS = {
    True: (OutcomeKind.LEVEL, OutcomeKind.NOT_DEMONSTRATED, OutcomeKind.INSUFFICIENT_EVIDENCE),
    False: (OutcomeKind.NOT_DEMONSTRATED, OutcomeKind.OTHER_COMPETENCY),
}
"""The outcomes that fit the answer to "is it this competency?"."""


class MalformedOutcome(ValueError):
    """The parts of an outcome contradict each other, or one of them is not what it should be."""


@dataclass(frozen=True)
class Outcome:
    """One outcome: a whole level iff its kind is LEVEL, the code of a competency iff it is OTHER_COMPETENCY.

    An empty competency is a choice not finished yet, which the seal refuses. Raises MalformedOutcome.
    """

    kind: OutcomeKind
    level: int | None = None
    competency: str | None = None

    def __post_init__(self) -> None:
        match self.kind, self.level, self.competency:
            case OutcomeKind.LEVEL, int(level), None if level >= 0 and not isinstance(level, bool):
                return
            case OutcomeKind.OTHER_COMPETENCY, None, str():
                return
            case OutcomeKind.NOT_DEMONSTRATED | OutcomeKind.INSUFFICIENT_EVIDENCE, None, None:
                return
        raise MalformedOutcome(f"no outcome is {self.kind!r}, level {self.level!r}, competency {self.competency!r}")

    @classmethod
    def at(cls, level: int) -> "Outcome":
        """Return the outcome that says this level. Raises MalformedOutcome for anything but a whole level."""
        return cls(OutcomeKind.LEVEL, level)

    def as_dict(self) -> dict[str, Any]:
        """Return kind, level and competency as JSON values; `from_dict` reads them back."""
        return {"kind": self.kind.value, "level": self.level, "competency": self.competency}

    @classmethod
    def from_dict(cls, parts: Mapping[str, Any]) -> "Outcome":
        """Return the outcome whose parts these are; absent parts are None. Raises MalformedOutcome."""
        try:
            return cls(OutcomeKind(parts["kind"]), parts.get("level"), parts.get("competency"))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise MalformedOutcome(f"no outcome can be read from {parts!r}") from error


@dataclass(frozen=True)
class Citation:
    """A marked passage: characters `start` to `end` of one field of one example, in Unicode code points.

    `dimension` and `level` name the anchor it is tied to, where it is tied to one.
    """

    example_id: str
    field: str
    start: int
    end: int
    quote: str
    dimension: str | None = None
    level: int | None = None
    note: str = ""


@dataclass(frozen=True)
class RatingDraft:
    """All that an assessor says about one case. None, or an empty text, is a question not answered yet.

    `in_scope` answers the gate "is it this competency?"; `single_contact_noted`: the evidence rule was weighed.
    """

    in_scope: bool | None
    dimensions: dict[str, int | None]
    outcome: Outcome | None
    reasons: str
    reasons_dimension: dict[str, str]
    why_not_above: str
    citations: tuple[Citation, ...]
    single_contact_noted: bool | None


@dataclass(frozen=True)
class ScaleShape:
    """What a rating needs of its scale version: its levels, the codes it may name, the levels with evidence rules.

    `wording` is every text of the scale: a reason says more than that.
    """

    levels: tuple[int, ...]
    dimensions: tuple[str, ...]
    other_competencies: tuple[str, ...]
    evidence_rule_levels: tuple[int, ...]
    wording: tuple[str, ...] = ()


class Missing(StrEnum):
    """What keeps a rating from being sealed, in the order of the screen."""

    GATE = "gate"
    CITATION = "citation"
    DIMENSION_LEVELS = "dimension_levels"
    OUTCOME = "outcome"
    OUTCOME_AGAINST_YES = "outcome_against_yes"
    OUTCOME_AGAINST_NO = "outcome_against_no"
    OFF_SCALE = "off_scale"
    COMPETENCY = "competency"
    EVIDENCE_RULE = "evidence_rule"
    REASONS = "reasons"
    REASONS_TOO_SHORT = "reasons_too_short"
    WHY_NOT_ABOVE = "why_not_above"


def text_length(text: str) -> int:
    """Return how many characters a text has, a run of white space counted as one and the ends trimmed."""
    return len(" ".join(text.split()))


def missing_before_seal(draft: RatingDraft, scale: ScaleShape) -> tuple[Missing | Hollow, ...]:
    """Return what the draft still lacks on this scale, then which of its texts say nothing; nothing: it may be sealed.

    Source: the product's stage "Rating" (every outcome needs reasons and a cited passage; why not the level above).
    """
    outcome = draft.outcome
    level = outcome.level if outcome else None
    length = text_length(draft.reasons)
    lacking = {
        Missing.GATE: draft.in_scope is None,
        Missing.CITATION: not draft.citations,
        Missing.DIMENSION_LEVELS: level is not None
        and any(draft.dimensions.get(dimension) is None for dimension in scale.dimensions),
        Missing.OUTCOME: outcome is None,
        Missing.OUTCOME_AGAINST_YES: draft.in_scope is True and outcome is not None and outcome.kind not in FITS[True],
        Missing.OUTCOME_AGAINST_NO: draft.in_scope is False and outcome is not None and outcome.kind not in FITS[False],
        Missing.OFF_SCALE: not _is_on(draft, scale),
        Missing.COMPETENCY: outcome is not None
        and outcome.kind == OutcomeKind.OTHER_COMPETENCY
        and outcome.competency not in scale.other_competencies,
        Missing.EVIDENCE_RULE: level in scale.evidence_rule_levels and not draft.single_contact_noted,
        Missing.REASONS: length == 0,
        Missing.REASONS_TOO_SHORT: 0 < length < MIN_REASONS,
        Missing.WHY_NOT_ABOVE: level is not None
        and level < max(scale.levels, default=level)
        and not draft.why_not_above.strip(),
    }
    return (*(missing for missing, is_lacking in lacking.items() if is_lacking), *_hollow(draft, scale))


def _hollow(draft: RatingDraft, scale: ScaleShape) -> tuple[Hollow, ...]:
    """Look at reasons that are long enough, and at the other texts, which may be as short as one likes."""
    reasons = draft.reasons if text_length(draft.reasons) >= MIN_REASONS else ""
    short = {f"reasons_{key}": text for key, text in draft.reasons_dimension.items()} | {"why_not_above": draft.why_not_above}
    texts = [("reasons", reasons, FEWEST_WORDS), *((part, text, FEWEST_IN_SHORT) for part, text in short.items())]
    return hollow_parts(texts, scale.wording)


def thin_dimensions(draft: RatingDraft, tied: Collection[str | None]) -> dict[str, tuple[bool, bool]]:
    """Return the rated dimensions that rest on little: (no passage is tied to it, no reason is given for it), by key.

    `tied`: the dimensions that passages are tied to; where there is no passage at all, the seal asks for one anyhow.

    It keeps nothing from being sealed: the reasons of the whole may cover both.
    """
    rests = {
        key: (
            bool(tied) and key not in tied,
            not draft.reasons_dimension.get(key, "").strip(),
        )
        for key, level in draft.dimensions.items()
        if level is not None
    }
    return {key: lacks for key, lacks in rests.items() if any(lacks)}


def at_odds(draft: RatingDraft) -> bool:
    """Return whether the outcome lies outside the levels of the dimensions, or names none where they name some.

    It keeps nothing from being sealed: how dimensions make a level is the assessor's to say.
    """
    levels = [level for level in draft.dimensions.values() if level is not None]
    if draft.outcome is None or not levels:
        return False
    return draft.outcome.level is None or not min(levels) <= draft.outcome.level <= max(levels)


def _is_on(draft: RatingDraft, scale: ScaleShape) -> bool:
    levels = {*draft.dimensions.values(), *(citation.level for citation in draft.citations)}
    dimensions = {*draft.dimensions, *(citation.dimension for citation in draft.citations)}
    if draft.outcome:
        levels.add(draft.outcome.level)
    return levels <= {None, *scale.levels} and dimensions <= {None, *scale.dimensions}
