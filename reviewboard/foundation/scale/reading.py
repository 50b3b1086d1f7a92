"""Plain values become a scale, or a list of everything that keeps them from being one, each with its place.

Required: competency, wording, definition, gradation with its dimensions, at least two levels (a zero level not
counted) that follow one another, a text for each dimension at each level, and a name for each outcome besides a
level. The rest may be absent. One language of a text may be missing; both may not, where the text is required.
"""

from __future__ import annotations

from reviewboard.foundation.scale.problems import N_, Problem, ScaleRefused
from reviewboard.foundation.scale.reader import Reader
from reviewboard.foundation.scale.reading_levels import read_levels
from reviewboard.foundation.scale.shape import (
    BesidesLevel,
    Competency,
    Dimension,
    Exclusion,
    Gradation,
    OutcomeName,
    Scale,
    Wording,
    WordingKind,
)

REQUIRED = ("competency", "wording", "definition", "gradation", "levels", "outcomes")
OPTIONAL = (
    "notes", "motivation", "about", "explanation", "exclusions", "illustration", "means", "does_not_mean", "purpose",
)

OWN_CODE = N_("an exclusion points to another competency, not to this one")
TAKEN = N_("“%(found)s” is taken already")
NO_OUTCOME = N_("the outcome “%(kind)s” is not named")


def read_mapping(plain: object) -> Scale:
    """The scale that `plain` (dicts, lists, strings, numbers) describes. Raises ScaleRefused with all problems."""
    scale, problems = try_mapping(plain)
    if problems or scale is None:
        raise ScaleRefused(problems)
    return scale


def try_mapping(plain: object) -> tuple[Scale | None, tuple[Problem, ...]]:
    """(the scale or None, what is wrong). A scale comes only without problems."""
    reader = Reader()
    scale = _scale(reader, plain)
    return (None if reader.problems else scale), tuple(reader.problems)


def _scale(read: Reader, plain: object) -> Scale:
    found = read.fields(
        plain,
        "",
        required=REQUIRED,
        optional=OPTIONAL,
    )
    competency = _competency(read, found.get("competency"), "competency")
    wording = _wording(read, found.get("wording"))
    gradation = _gradation(read, found.get("gradation"))
    return Scale(
        competency=competency,
        wording=wording,
        definition=read.text(found, "definition"),
        notes=read.texts(found, "notes"),
        motivation=read.text(found, "motivation"),
        about=read.texts(found, "about"),
        explanation=read.texts(found, "explanation"),
        exclusions=_exclusions(read, found.get("exclusions"), competency.code),
        illustration=read.text(found, "illustration"),
        means=read.texts(found, "means"),
        does_not_mean=read.texts(found, "does_not_mean"),
        purpose=read.text(found, "purpose"),
        gradation=gradation,
        levels=read_levels(read, found.get("levels"), tuple(one.key for one in gradation.dimensions)),
        outcomes=_outcomes(read, found.get("outcomes")),
    )


def _competency(read: Reader, plain: object, place: str) -> Competency:
    found = read.fields(plain, place, required=("code", "name"))
    return Competency(code=read.code(found, "code", place), name=read.text(found, "name", place))


def _wording(read: Reader, plain: object) -> Wording:
    found = read.fields(plain, "wording", required=("kind", "label"))
    return Wording(read.choice(found, "kind", "wording", WordingKind), read.text(found, "label", "wording"))


def _exclusions(read: Reader, plain: object, own_code: str) -> tuple[Exclusion, ...]:
    exclusions = []
    for place, item in read.items(plain, "exclusions"):
        found = read.fields(item, place, required=("text", "competencies"))
        pointed = [
            _competency(read, other, inner)
            for inner, other in read.items(found.get("competencies"), f"{place}.competencies", at_least=1)
        ]
        if own_code and own_code in [other.code for other in pointed]:
            read.report(f"{place}.competencies", OWN_CODE)
        exclusions.append(Exclusion(read.text(found, "text", place), tuple(pointed)))
    return tuple(exclusions)


def _gradation(read: Reader, plain: object) -> Gradation:
    found = read.fields(plain, "gradation", required=("title", "dimensions"), optional=("note",))
    title, note = read.text(found, "title", "gradation"), read.text(found, "note", "gradation")
    dimensions: list[Dimension] = []
    for place, item in read.items(found.get("dimensions"), "gradation.dimensions", at_least=1):
        inner = read.fields(item, place, required=("key", "name", "lower", "upper"))
        key = read.code(inner, "key", place)
        if key and key in [other.key for other in dimensions]:
            read.report(f"{place}.key", TAKEN, found=key)
        texts = [read.text(inner, name, place) for name in ("name", "lower", "upper")]
        dimensions.append(Dimension(key, *texts))
    return Gradation(title, note, tuple(dimensions))


def _outcomes(read: Reader, plain: object) -> tuple[OutcomeName, ...]:
    outcomes: list[OutcomeName] = []
    named: list[object] = []
    for place, item in read.items(plain, "outcomes"):
        found = read.fields(item, place, required=("kind", "name"), optional=("meaning",))
        kind = read.choice(found, "kind", place, BesidesLevel)
        if found.get("kind") in named:
            read.report(f"{place}.kind", TAKEN, found=kind)
        named.append(found.get("kind"))
        outcomes.append(OutcomeName(kind, read.text(found, "name", place), read.text(found, "meaning", place)))
    if isinstance(plain, list):
        for kind in BesidesLevel:
            if kind not in named:
                read.report("outcomes", NO_OUTCOME, kind=kind.value)
    return tuple(outcomes)
