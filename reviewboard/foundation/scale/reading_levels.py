"""Levels go up by one, and each has a text for every dimension; only a zero level may leave some out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reviewboard.foundation.scale.problems import N_
from reviewboard.foundation.scale.reader import MISSING, Reader
from reviewboard.foundation.scale.shape import DimensionText, EvidenceRule, EvidenceRuleKind, Level

MIN_LEVELS = 2

FIRST_LEVEL = N_("the levels begin at 1, or at 0 where there is a zero level")
NEXT_LEVEL = N_("expected level %(expected)d here: the levels go up by one")
FEW_LEVELS = N_("a scale has at least %(least)d levels besides a zero level")
NO_SUCH_DIMENSION = N_("there is no such dimension; there are: %(known)s")


def read_levels(read: Reader, plain: object, dimensions: tuple[str, ...]) -> tuple[Level, ...]:
    """The levels in the list `plain`, their texts in the order of `dimensions` (keys). Problems go to `read`."""
    levels: list[Level] = []
    for place, item in read.items(plain, "levels"):
        level = _level(read, item, place, dimensions)
        _check_number(read, level.number, levels, place)
        levels.append(level)
    if isinstance(plain, list) and len([level for level in levels if level.number != 0]) < MIN_LEVELS:
        read.report("levels", FEW_LEVELS, least=MIN_LEVELS)
    return tuple(levels)


def _level(read: Reader, plain: object, place: str, dimensions: tuple[str, ...]) -> Level:
    found = read.fields(
        plain,
        place,
        required=("number", "concept", "texts"),
        optional=("name", "behaviours", "in_other_words", "evidence_rules", "example"),
    )
    return Level(
        number=read.number(found, "number", place),
        name=read.text(found, "name", place),
        concept=read.text(found, "concept", place),
        behaviours=read.texts(found, "behaviours", place),
        in_other_words=read.texts(found, "in_other_words", place),
        texts=_dimension_texts(read, found, place, dimensions),
        evidence_rules=_evidence_rules(read, found.get("evidence_rules"), f"{place}.evidence_rules"),
        example=read.text(found, "example", place),
    )


def _check_number(read: Reader, number: int, before: list[Level], place: str) -> None:
    if number < 0:
        return  # said already: it is not a number
    if not before and number > 1:
        read.report(f"{place}.number", FIRST_LEVEL)
    elif before and before[-1].number >= 0 and number != before[-1].number + 1:
        read.report(f"{place}.number", NEXT_LEVEL, expected=before[-1].number + 1)


def _dimension_texts(
    read: Reader, level: Mapping[str, Any], place: str, dimensions: tuple[str, ...]
) -> tuple[DimensionText, ...]:
    place = f"{place}.texts"
    if level.get("texts") is None:
        return ()
    found = read.mapping(level["texts"], place)
    for key in found:
        if key not in dimensions:
            read.report(f"{place}.{key}", NO_SUCH_DIMENSION, known=", ".join(dimensions))
    here = [key for key in dimensions if found.get(key) is not None]
    for key in dimensions:
        if key not in here and level.get("number") != 0:
            read.report(f"{place}.{key}", MISSING)
    return tuple(DimensionText(key, read.text(found, key, place)) for key in here)


def _evidence_rules(read: Reader, plain: object, place: str) -> tuple[EvidenceRule, ...]:
    rules = []
    for inner, item in read.items(plain, place):
        found = read.fields(item, inner, required=("kind", "text"))
        kind = read.choice(found, "kind", inner, EvidenceRuleKind)
        rules.append(EvidenceRule(kind, read.text(found, "text", inner)))
    return tuple(rules)
