"""The library of examples: read and checked once, then varied without end. A passage stays a passage in every variant.

An example is written with slots, such as {region}. A variant is another choice of words for each slot, the same in
the candidate's text, in the passages and in the reasons, so a passage is always an exact part of its field.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from reviewboard.sample.examples import DIMENSIONS, Passage, SampleExample
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS

LANGUAGES = ("fr", "en")
WORDS_LEAST, WORDS_MOST = 250, 450
PASSAGES_LEAST, PASSAGES_MOST = 2, 3
LATER_AT_MOST = 3  # months by which a variant may lie further back
FOLDER = Path(__file__).parent

Words = dict[str, str]  # slot name → text
Pick = Callable[[Sequence[Words]], Words]


class SampleBroken(ValueError):
    """An example of the library breaks a rule of the library; the message names the example and the rule."""


@dataclass(frozen=True)
class _Template:
    """An example before its slots are filled: `shared` slots are those of the language, filled first."""

    key: str
    language: str
    months_ago: tuple[int, int]
    true_outcome: Outcome
    levels: tuple[int | None, int | None]
    neighbour: Outcome
    texts: Words
    passages: tuple[Passage, ...]
    shared: tuple[tuple[Words, ...], ...]
    own: tuple[tuple[Words, ...], ...]


@cache
def library(language: str) -> tuple[SampleExample, ...]:
    """Return every example of a language with the first word of each slot. Raises SampleBroken."""
    examples = tuple(_filled(template, _first, later=0) for template in _templates(language).values())
    for example in examples:
        check(example)
    return examples


def vary(sample: SampleExample, rng: Random) -> SampleExample:
    """Return a variant of an example, or of a variant: other words in its slots, up to three months further back."""
    template = _templates(sample.language)[sample.key]
    return _filled(template, rng.choice, later=rng.randint(0, LATER_AT_MOST))


def check(example: SampleExample) -> None:
    """Raise SampleBroken unless the example keeps the rules of the library: length, passages, levels, dates."""
    is_level = example.true_outcome.kind == OutcomeKind.LEVEL
    levels = [level for level in example.dimensions.values() if level is not None]
    rules = {
        f"{WORDS_LEAST} to {WORDS_MOST} words, not {example.words}": WORDS_LEAST <= example.words <= WORDS_MOST,
        "no field is empty": all(getattr(example, name).strip() for name in EXAMPLE_FIELDS),
        "two or three passages": PASSAGES_LEAST <= len(example.passages) <= PASSAGES_MOST,
        "its dates run forward": example.months_ago_from >= example.months_ago_to >= 1,
        "a level for each dimension if and only if its outcome is a level": len(levels) == len(DIMENSIONS) * is_level,
        "the outcome is the highest level shown in both dimensions": min(levels, default=None)
        == example.true_outcome.level,
        "the neighbour differs": example.neighbour != example.true_outcome,
    }
    for passage in example.passages:
        rules[f"“{passage.quote}” stands once in {passage.field}"] = (
            passage.field in EXAMPLE_FIELDS and getattr(example, passage.field).count(passage.quote) == 1
        )
    broken = [rule for rule, is_kept in rules.items() if not is_kept]
    if broken:
        raise SampleBroken(f"{example.key}: {'; '.join(broken)}")


def _filled(template: _Template, pick: Pick, *, later: int) -> SampleExample:
    words: Words = {}
    for slot in template.shared:
        words.update(pick(slot))
    for slot in template.own:
        words.update({name: text.format_map(words) for name, text in pick(slot).items()})
    began, ended = template.months_ago
    return SampleExample(
        key=template.key,
        language=template.language,
        months_ago_from=began + later,
        months_ago_to=ended + later,
        true_outcome=template.true_outcome,
        effort_level=template.levels[0],
        benefit_level=template.levels[1],
        neighbour=template.neighbour,
        passages=tuple(
            Passage(passage.field, passage.quote.format_map(words), passage.dimension, passage.level)
            for passage in template.passages
        ),
        **{name: text.format_map(words) for name, text in template.texts.items()},
    )


def _first(slot: Sequence[Words]) -> Words:
    return slot[0]


@cache
def _templates(language: str) -> dict[str, _Template]:
    if language not in LANGUAGES:
        raise ValueError(f"there are no examples in {language!r}")
    file = yaml.safe_load((FOLDER / f"examples.{language}.yaml").read_text(encoding="utf-8"))
    shared = _slots(file["slots"])
    return {entry["key"]: _template(entry, language, shared) for entry in file["examples"]}


def _template(entry: dict[str, Any], language: str, shared: tuple[tuple[Words, ...], ...]) -> _Template:
    names = (*EXAMPLE_FIELDS, "confirmer_role", "reasons", "why_not_above", "neighbour_reasons")
    began, ended = entry["months_ago"]
    effort, benefit = (entry["dimensions"].get(dimension) for dimension in DIMENSIONS)
    return _Template(
        key=entry["key"],
        language=language,
        months_ago=(began, ended),
        true_outcome=Outcome.from_dict(entry["outcome"]),
        levels=(effort, benefit),
        neighbour=Outcome.from_dict(entry["neighbour"]),
        texts={name: entry[name] for name in names},
        passages=tuple(Passage(**passage) for passage in entry["passages"]),
        shared=shared,
        own=_slots(entry["slots"]),
    )


def _slots(entries: dict[str, list[str | Words]]) -> tuple[tuple[Words, ...], ...]:
    """Return for each slot its choices; the forms of a choice become words of their own: {region_de}."""
    return tuple(_choices(name, choices) for name, choices in entries.items())


def _choices(name: str, choices: list[str | Words]) -> tuple[Words, ...]:
    words = tuple(
        {f"{name}_{form}": text for form, text in choice.items()} if isinstance(choice, dict) else {name: choice}
        for choice in choices
    )
    if any(choice.keys() != words[0].keys() for choice in words):
        raise SampleBroken(f"slot {name}: every choice has the same forms, unlike {choices}")
    return words
