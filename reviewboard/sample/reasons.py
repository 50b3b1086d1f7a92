"""What an assessor would write who reached a given outcome on an example: right, one away, or far off."""

from dataclasses import dataclass
from random import Random

from reviewboard.sample.examples import DIMENSIONS, SampleExample
from reviewboard.sample.phrases import a_quote, competency_words, phrases
from reviewboard.stages.rating.rules import Outcome, OutcomeKind, RatingDraft

TOP_LEVEL = 4
WEIGHED_LEVEL = 3  # the level whose evidence rule must be weighed
OWN_WORDS = 0.7  # share of ratings that use the reasons written for the example, where there are some


@dataclass(frozen=True)
class Reasons:
    """An assessor's words: the paragraph, the levels and a line for each dimension, why not the level above."""

    text: str
    dimensions: dict[str, int | None]
    by_dimension: dict[str, str]
    why_not_above: str


def reasons_for(sample: SampleExample, outcome: Outcome, rng: Random) -> Reasons:
    """Return believable reasons for any outcome on the four-level scale, in the language of the example.

    Raises KeyError for a level or a competency that the scale does not have.
    """
    said = phrases(sample.language)
    dimensions = _dimensions(sample, outcome, rng)
    by_dimension = {
        name: rng.choice(said["by_dimension"][name][level]) for name, level in dimensions.items() if level is not None
    }
    text = rng.choice(said["opening"]) + _paragraph(sample, outcome, rng) + rng.choice(said["closing"])
    return Reasons(text, dimensions, by_dimension, _why_not_above(sample, outcome, rng))


def rating_for(sample: SampleExample, outcome: Outcome, example_id: str, rng: Random) -> RatingDraft:
    """Return a whole rating, ready to seal, that says this outcome and cites passages of the stored example."""
    reasons = reasons_for(sample, outcome, rng)
    cited = [passage for passage in sample.passages if rng.random() < 0.8] or [sample.passages[0]]
    is_level = outcome.kind == OutcomeKind.LEVEL
    return RatingDraft(
        in_scope=outcome.kind != OutcomeKind.OTHER_COMPETENCY,
        dimensions=reasons.dimensions,
        outcome=outcome,
        reasons=reasons.text,
        reasons_dimension=reasons.by_dimension,
        why_not_above=reasons.why_not_above,
        citations=tuple(
            sample.citation(passage, example_id, reasons.dimensions.get(passage.dimension or "")) for passage in cited
        ),
        single_contact_noted=True if is_level and outcome.level == WEIGHED_LEVEL else None,
    )


def _dimensions(sample: SampleExample, outcome: Outcome, rng: Random) -> dict[str, int | None]:
    """The result is the highest level fully shown, so one dimension may lie above it, none below."""
    if outcome == sample.true_outcome or outcome.level is None:
        return sample.dimensions if outcome.level is not None else dict.fromkeys(DIMENSIONS)
    levels: dict[str, int | None] = dict.fromkeys(DIMENSIONS, outcome.level)
    higher = sample.true_outcome.level is not None and sample.true_outcome.level > outcome.level
    if higher and rng.random() < 0.5:
        levels[rng.choice(DIMENSIONS)] = outcome.level + 1
    return levels


def _paragraph(sample: SampleExample, outcome: Outcome, rng: Random) -> str:
    written = {sample.true_outcome: sample.reasons, sample.neighbour: sample.neighbour_reasons}
    if outcome in written and rng.random() < OWN_WORDS:
        return written[outcome]
    choices = phrases(sample.language)["reasons"][outcome.kind.value]
    if outcome.level is not None:
        choices = choices[outcome.level]
    template: str = rng.choice(choices)
    return template.format(quote=a_quote(sample, rng), competency=competency_words(sample.language, outcome))


def _why_not_above(sample: SampleExample, outcome: Outcome, rng: Random) -> str:
    if outcome.level is None or outcome.level == TOP_LEVEL:
        return ""
    if outcome == sample.true_outcome and rng.random() < OWN_WORDS:
        return sample.why_not_above
    text: str = rng.choice(phrases(sample.language)["why_not_above"][outcome.level])
    return text
