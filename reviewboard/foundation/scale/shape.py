"""A scale is data, not code: these frozen values hold one, and decide nothing.

A list that holds nothing is an empty tuple and a text that is not there an empty `Text`: nothing is ever made up.
The checks are in `reading.py`; whatever comes out of `read_yaml` or `read_page` keeps them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reviewboard.foundation.scale.text import Text


class WordingKind(StrEnum):
    """Whose words these are."""

    OWN = "own"
    OFFICIAL = "official"


class EvidenceRuleKind(StrEnum):
    """What an evidence rule asks for; OTHER is a rule known by its text alone."""

    MORE_THAN_ONE_CONTACT = "more_than_one_contact"
    SINGLE_CONTACT_LEADS_ON = "single_contact_leads_on"
    SERIES_COUNTS_AS_ONE = "series_counts_as_one"
    OTHER = "other"


class BesidesLevel(StrEnum):
    """The outcomes a case may have besides a level."""

    NOT_DEMONSTRATED = "not_demonstrated"
    OTHER_COMPETENCY = "other_competency"
    INSUFFICIENT_EVIDENCE = "insufficient_evidence"


@dataclass(frozen=True)
class Competency:
    """A competency by its code (small letters, digits, hyphens) and its names."""

    code: str
    name: Text


@dataclass(frozen=True)
class Wording:
    """Whose wording the scale is in, and the sentence that tells readers so."""

    kind: WordingKind
    label: Text


@dataclass(frozen=True)
class Exclusion:
    """What does not belong to this competency, and the competencies (one or more) where it belongs."""

    text: Text
    competencies: tuple[Competency, ...]


@dataclass(frozen=True)
class Dimension:
    """One dimension the levels climb along: its key and name, and what its lower and upper ends look like."""

    key: str
    name: Text
    lower: Text
    upper: Text


@dataclass(frozen=True)
class Gradation:
    """How the scale climbs: title, note, one or more dimensions."""

    title: Text
    note: Text
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True)
class DimensionText:
    """What one dimension, named by its key, looks like at one level."""

    dimension: str
    text: Text


@dataclass(frozen=True)
class EvidenceRule:
    """A rule about what an example must show to count at its level."""

    kind: EvidenceRuleKind
    text: Text


@dataclass(frozen=True)
class Level:
    """One step of the scale. `name` may be empty: the level then goes by its underlying concept."""

    number: int
    name: Text
    concept: Text
    behaviours: tuple[Text, ...]
    in_other_words: tuple[Text, ...]
    texts: tuple[DimensionText, ...]
    evidence_rules: tuple[EvidenceRule, ...]
    example: Text

    @property
    def called(self) -> Text:
        """What to call this level on a screen: its name, or the underlying concept when it has none."""
        return self.name or self.concept

    def text_on(self, dimension: str) -> Text:
        """What the dimension with this key looks like here. Raises KeyError when there is no such text."""
        for entry in self.texts:
            if entry.dimension == dimension:
                return entry.text
        raise KeyError(dimension)


@dataclass(frozen=True)
class OutcomeName:
    """An outcome besides a level: its kind, what to call it, what it means."""

    kind: BesidesLevel
    name: Text
    meaning: Text


@dataclass(frozen=True)
class Scale:
    """A whole scale. `levels` go up by one from 1, or from 0 where the scale has a zero level."""

    competency: Competency
    wording: Wording
    definition: Text
    notes: tuple[Text, ...]
    motivation: Text
    about: tuple[Text, ...]
    explanation: tuple[Text, ...]
    exclusions: tuple[Exclusion, ...]
    illustration: Text
    means: tuple[Text, ...]
    does_not_mean: tuple[Text, ...]
    purpose: Text
    gradation: Gradation
    levels: tuple[Level, ...]
    outcomes: tuple[OutcomeName, ...]

    def level(self, number: int) -> Level:
        """The level with this number. Raises KeyError when the scale has none."""
        for level in self.levels:
            if level.number == number:
                return level
        raise KeyError(number)

    @property
    def level_numbers(self) -> tuple[int, ...]:
        """The numbers of the levels, going up."""
        return tuple(level.number for level in self.levels)

    @property
    def dimension_keys(self) -> tuple[str, ...]:
        """The keys of the dimensions, in the order of the gradation."""
        return tuple(dimension.key for dimension in self.gradation.dimensions)

    @property
    def other_competencies(self) -> tuple[Competency, ...]:
        """The competencies the exclusions point to, each once, in order."""
        found = {other.code: other for exclusion in self.exclusions for other in exclusion.competencies}
        return tuple(found.values())

    @property
    def evidence_rule_levels(self) -> tuple[int, ...]:
        """The numbers of the levels that carry evidence rules, going up."""
        return tuple(level.number for level in self.levels if level.evidence_rules)
