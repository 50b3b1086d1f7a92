"""One final level is recorded with how it came about and its reasons, and released when its day has come.

Source: the product's stage "Record".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from reviewboard.stages.rating.rules import Outcome, OutcomeKind, RatingDraft

Day = TypeVar("Day", bound=date)


def years_after(day: Day, years: int) -> Day:
    """Return the same day (and hour, of a moment) years later; the 29th of February counts as the 1st of March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, month=3, day=1)


class Path(StrEnum):
    """How consensus came to its outcome."""

    AGREEMENT = "agreement"
    DISCUSSION = "discussion"
    RESOLUTION = "resolution"


class Method(StrEnum):
    """The basis of a record: the path, and whether a further named person signed; or a decision review that varied it."""

    AGREEMENT = "agreement"
    CONFIRMED_AGREEMENT = "confirmed_agreement"
    DISCUSSION = "discussion"
    CONFIRMED_DISCUSSION = "confirmed_discussion"
    RESOLUTION = "resolution"
    COUNTERSIGNED_RESOLUTION = "countersigned_resolution"
    REVIEW = "decision_review"


def basis(path: Path, *, signed: bool) -> Method:
    """Return the method of a record. `signed`: a named person confirmed it, or a second lead countersigned it."""
    match path, signed:
        case Path.AGREEMENT, True:
            return Method.CONFIRMED_AGREEMENT
        case Path.DISCUSSION, True:
            return Method.CONFIRMED_DISCUSSION
        case Path.RESOLUTION, True:
            return Method.COUNTERSIGNED_RESOLUTION
    return Method(path.value)


@dataclass(frozen=True)
class RecordReasons:
    """The reasons of a record, each text as its author wrote it, none twice.

    `general`: those who decided, then those who rated so. `dimensions`: texts by dimension. `why_not_above`: what kept
    the case from the level above.
    """

    general: tuple[str, ...]
    dimensions: dict[str, tuple[str, ...]]
    why_not_above: tuple[str, ...]


def compose_reasons(outcome: Outcome, ratings: Sequence[RatingDraft], decided: Sequence[str] = ()) -> RecordReasons:
    """Return the reasons for this outcome: the words that decided it, and those of the ratings that say the same.

    `decided` are the lead's reasons or those of the moves that ended a discussion. A rating that says another outcome
    lends no words. Nothing is joined, cut or rewritten.
    """
    saying_so = [rating for rating in ratings if rating.outcome == outcome]
    names = dict.fromkeys(name for rating in saying_so for name in rating.reasons_dimension)
    dimensions = {name: _once(rating.reasons_dimension.get(name, "") for rating in saying_so) for name in names}
    return RecordReasons(
        general=_once([*decided, *(rating.reasons for rating in saying_so)]),
        dimensions={name: texts for name, texts in dimensions.items() if texts},
        why_not_above=_once(rating.why_not_above for rating in saying_so),
    )


BETWEEN = "\n\n"  # what stands between two people's words in one text


def told_apart(text: str, voices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the parts of a recorded text with whose words each is, as (voice, words); `voices` are what each wrote.

    One part, or words that nobody here wrote (a lead's): the whole text under no voice.
    """
    parts, rest = [], text
    while rest:
        said = next((one for one in voices if one[1] and (rest == one[1] or rest.startswith(one[1] + BETWEEN))), None)
        if said is None:
            return [("", text)]
        parts.append(said)
        rest = rest[len(said[1]) + len(BETWEEN) :]
    return parts if len(parts) > 1 else [("", text)]


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text.strip()))


def next_level_needed(levels: Sequence[int], outcome: Outcome) -> int | None:
    """Return the level of the scale whose texts say what was needed next, or None at the top and where none applies.

    Not demonstrated asks for the lowest level above zero; another competency and insufficient evidence for none.
    """
    match outcome.kind:
        case OutcomeKind.LEVEL | OutcomeKind.NOT_DEMONSTRATED:
            return min((level for level in levels if level > (outcome.level or 0)), default=None)
    return None
