"""The levels of a page, in its order, numbered from 1.

A level is a table with its concept and its behaviours, an "in other words" list, perhaps evidence rules, a paragraph
that begins "at this level" and speaks of each dimension in turn, and an example. Its name stays empty: on the page a
level goes by its concept.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewboard.foundation.scale.page_lines import MARKER, Line
from reviewboard.foundation.scale.page_parts import PageDimension, PageParts
from reviewboard.foundation.scale.page_words import fold
from reviewboard.foundation.scale.problems import N_
from reviewboard.foundation.scale.reading_levels import FEW_LEVELS, MIN_LEVELS, NEXT_LEVEL
from reviewboard.foundation.scale.shape import DimensionText, EvidenceRule, EvidenceRuleKind, Level
from reviewboard.foundation.scale.text import Text

NO_TABLE = N_("expected the table of level %(level)d here, with its underlying concept")
ONE_CONCEPT = N_("expected one underlying concept in this cell, found %(found)d lines")
SILENT = N_("this paragraph says nothing about “%(word)s”")


def read_page_levels(parts: PageParts, dimensions: tuple[PageDimension, ...]) -> tuple[Level, ...]:
    """The levels from here to the end of the page or its details. Refuses the page when there are too few."""
    levels: list[Level] = []
    while parts.at_level():
        levels.append(_level(parts, len(levels) + 1, dimensions))
    if len(levels) < MIN_LEVELS:
        if parts.lines.peek():
            parts.lines.refuse(NO_TABLE, level=len(levels) + 1)
        parts.lines.refuse(FEW_LEVELS, least=MIN_LEVELS)
    return tuple(levels)


def _level(parts: PageParts, number: int, dimensions: tuple[PageDimension, ...]) -> Level:
    lines, words = parts.lines, parts.words
    if parts.at_level_heading():
        if not fold(lines.peek()).endswith(f" {number}"):
            lines.refuse(NEXT_LEVEL, expected=number)
        lines.take()
    parts.table_head(lambda head: len(head) == 2 and head[0] == words.concept, NO_TABLE, level=number)
    concept_line, concept = parts.cell()
    if len(concept) != 1:
        lines.refuse_at(concept_line, ONE_CONCEPT, found=len(concept))
    behaviours = parts.cell()[1]
    lines.heading(words.in_other_words, goes_on=True)
    in_other_words = lines.bullets()
    rules, spoken = _rules_and_dimensions(parts, parts.paragraphs())
    texts = _by_dimension(parts, spoken, dimensions)
    return Level(
        number=number,
        name=Text(),
        concept=parts.text(concept[0]),
        behaviours=parts.texts(behaviours),
        in_other_words=parts.texts(in_other_words),
        texts=texts,
        evidence_rules=tuple(_evidence_rule(parts, rule) for rule in rules),
        example=parts.labelled(words.example),
    )


def _rules_and_dimensions(parts: PageParts, paragraphs: list[Line]) -> tuple[list[str], list[Line]]:
    """What comes before the paragraph "at this level" are rules, sentence by sentence; from it on, the dimensions."""
    opens = [fold(words).startswith(parts.words.at_this_level) for _, words in paragraphs]
    if True not in opens:
        parts.lines.refuse(MARKER, marker=parts.words.at_this_level)
    first = opens.index(True)
    return [rule for _, words in paragraphs[:first] for rule in parts.sentences(words)], paragraphs[first:]


def _by_dimension(
    parts: PageParts, paragraphs: list[Line], dimensions: Sequence[PageDimension]
) -> tuple[DimensionText, ...]:
    """A sentence that names one dimension only is about that one; any other goes on about the one before it."""
    texts = {dimension.key: "" for dimension in dimensions}
    current = dimensions[0].key
    for _, paragraph in paragraphs:
        for sentence in parts.sentences(paragraph):
            named = [dimension.key for dimension in dimensions if dimension.is_named_in(sentence)]
            current = named[0] if len(named) == 1 else current
            texts[current] += sentence if sentence[-1].isspace() else f"{sentence}\n"
    for dimension in dimensions:
        if not texts[dimension.key]:
            parts.lines.refuse_at(paragraphs[0][0], SILENT, word=dimension.word)
    return tuple(DimensionText(key, parts.text(words)) for key, words in texts.items())


def _evidence_rule(parts: PageParts, sentence: str) -> EvidenceRule:
    kinds = parts.words.rules.items()
    found = [kind for kind, phrases in kinds if any(phrase in fold(sentence) for phrase in phrases)]
    return EvidenceRule(found[0] if found else EvidenceRuleKind.OTHER, parts.text(sentence))
