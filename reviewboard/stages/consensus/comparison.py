"""Two sealed ratings side by side, as pages show them: the gap, the differences in words, the passages on the text.

Raters are letters here, by place: A, B, C for a third rating, D for a check. No name comes this far.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.stages.consensus.differences import Difference, DifferenceKind, differences
from reviewboard.stages.consensus.queries import OUTCOME
from reviewboard.stages.consensus.rules import Side
from reviewboard.stages.consensus.sealed import SealedRating
from reviewboard.stages.consensus.tables import Move
from reviewboard.stages.rating.reading import Mark
from reviewboard.stages.rating.rules import Citation, Outcome
from reviewboard.stages.rating.words import dimension_word, outcome_view, tied_to
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS

LETTERS = {1: "A", 2: "B", 3: "C", 4: "D"}


@dataclass(frozen=True)
class Passage:
    """One cited passage with the number it has on the page and the letter of the rater who cited it."""

    number: int
    id: str
    letter: str
    label: str
    citation: Citation


def passages(ratings: Sequence[SealedRating], scale: ScaleView, reading_order: Sequence[str] = ()) -> list[Passage]:
    """Return every cited passage, numbered as one reads: by example (ids in `reading_order`), then by place."""
    order = {example_id: position for position, example_id in enumerate(reading_order)}
    found = [
        (one, citation_id, citation)
        for one in ratings
        for citation_id, citation in zip(one.citation_ids, one.draft.citations, strict=True)
    ]
    fields = {field: position for position, field in enumerate(EXAMPLE_FIELDS)}
    found.sort(key=lambda each: (order.get(each[2].example_id, 0), fields[each[2].field], each[2].start, each[0].place))
    return [
        Passage(number, citation_id, LETTERS[one.place], tied_to(citation, scale), citation)
        for number, (one, citation_id, citation) in enumerate(found, start=1)
    ]


def marks(found: Iterable[Passage]) -> dict[tuple[str, str], list[Mark]]:
    """Return the passages as marks on the text, by example and field."""
    placed: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for one in found:
        citation = one.citation
        placed[citation.example_id, citation.field].append(
            Mark(one.number, citation.start, citation.end, by=one.letter, label=one.label)
        )
    return placed


def gap(first: Outcome, second: Outcome, required: int | None) -> str:
    """Return in one sentence how far apart two outcomes are."""
    if first == second:
        return _("The same outcome")
    if first.level is None or second.level is None:
        return _("Different kinds of outcome")
    apart = abs(first.level - second.level)
    if straddles(first, second, required):
        return ngettext(
            "%(num)s level apart, across the required level %(required)s",
            "%(num)s levels apart, across the required level %(required)s", apart, required=required,
        )  # fmt: skip
    return ngettext("%(num)s level apart", "%(num)s levels apart", apart)


def straddles(first: Outcome, second: Outcome, required: int | None) -> bool:
    """Return whether the required level lies between two levels, so that the difference decides something."""
    if required is None or first.level is None or second.level is None:
        return False
    return min(first.level, second.level) < required <= max(first.level, second.level)


def difference_sentences(
    first: SealedRating, second: SealedRating, scale: ScaleView, found: Sequence[Passage]
) -> list[str]:
    """Return how two ratings differ, one sentence for each difference."""
    numbers = {(one.letter, one.citation): one.number for one in found}
    told = [_told(each, first, second, scale, numbers) for each in differences(first.draft, second.draft)]
    return list(dict.fromkeys(told))


def _told(
    each: Difference,
    first: SealedRating,
    second: SealedRating,
    scale: ScaleView,
    numbers: dict[tuple[str, Citation], int],
) -> str:
    name = dimension_word(each.dimension, scale) if each.dimension else ""
    match each.kind:
        case DifferenceKind.SCOPE:
            return _("They do not agree that the examples belong to this competency.")
        case DifferenceKind.MISSED_EVIDENCE:
            by = "A" if each.missed_by == Side.SECOND else "B"
            number = numbers[by, each.citations[0]]
            if name:
                return _("Only %(by)s cites ⟦%(number)s⟧, for %(dimension)s.", by=by, number=number, dimension=name)
            return _("Only %(by)s cites ⟦%(number)s⟧.", by=by, number=number)
        case DifferenceKind.DIMENSION:
            one_level, other_level = (one.draft.dimensions.get(each.dimension or "") for one in (first, second))
            return _(
                "For %(dimension)s, A sees level %(first)s and B level %(second)s.",
                dimension=name, first=one_level, second=other_level,
            )  # fmt: skip
        case DifferenceKind.SAME_PASSAGE_READ_DIFFERENTLY:
            one, other = each.citations
            return _(
                "Both cite the same words and read them differently: A in ⟦%(first)s⟧ as level %(one)s, "
                "B in ⟦%(second)s⟧ as level %(other)s.",
                first=numbers["A", one], one=one.level, second=numbers["B", other], other=other.level,
            )  # fmt: skip
    return _("Both saw the same passages; they read the levels of the scale differently.")


def rows(first: SealedRating, second: SealedRating, scale: ScaleView, found: Sequence[Passage]) -> list[dict[str, Any]]:
    """Return the two ratings dimension by dimension, as the comparison takes them."""
    return [_row(dimension.key, dimension.name, (first, second), scale, found) for dimension in scale.dimensions]


def _row(
    key: str, name: str, two: tuple[SealedRating, SealedRating], scale: ScaleView, found: Sequence[Passage]
) -> dict[str, Any]:
    first, second = (dimension_side(one, key, found) for one in two)
    return {
        "name": name,
        "differs": first["level"] != second["level"],
        "note": None,
        "first": first,
        "second": second,
        "anchors": anchors(scale, key, first["level"], second["level"]),
    }


def dimension_side(one: SealedRating, key: str, found: Sequence[Passage]) -> dict[str, Any]:
    """Return what one rating says of one dimension: {level, word, reasons, passages}."""
    level = one.draft.dimensions.get(key)
    return {
        "level": level,
        "word": _("Level %(number)s", number=level) if level is not None else _("no level"),
        "reasons": one.draft.reasons_dimension.get(key, ""),
        "passages": quotes(found, LETTERS[one.place], key),
    }


def quotes(found: Sequence[Passage], letter: str, dimension: str | None) -> list[dict[str, Any]]:
    """Return the passages one rater cites for a dimension (None: those tied to none)."""
    return [
        {"number": one.number, "quote": one.citation.quote}
        for one in found
        if one.letter == letter and one.citation.dimension == dimension
    ]


def anchors(scale: ScaleView, key: str, *levels: int | None) -> list[dict[str, Any]]:
    """Return what the scale says of a dimension at the levels in question, from the lowest of them to the highest."""
    said = [level for level in levels if level is not None]
    if len(set(said)) < 2:
        return []
    return [
        {"number": level.number, "text": entry.text, "lang": level.lang}
        for level in scale.levels
        if min(said) <= level.number <= max(said)
        for entry in level.dimensions
        if entry.key == key and entry.text
    ]


def rating_view(one: SealedRating, scale: ScaleView, found: Sequence[Passage]) -> dict[str, Any]:
    """Return one whole rating: its outcome, its reasons, why not above, its dimensions, its untied passages."""
    letter = LETTERS[one.place]
    return {
        "letter": letter,
        "outcome": outcome_view(one.outcome, scale),
        "reasons": one.draft.reasons,
        "why_not_above": one.draft.why_not_above,
        "dimensions": [
            {"name": dimension.name, **dimension_side(one, dimension.key, found)}
            for dimension in scale.dimensions
        ],
        "passages": quotes(found, letter, None),
    }


def passage_options(found: Sequence[Passage]) -> list[dict[str, str]]:
    """Return the passages as choices of a form; the first choice is none."""
    return [
        {"value": "", "label": _("none")},
        *({"value": one.id, "label": f"⟦{one.number}⟧ {one.letter} · {_short(one.citation.quote)}"} for one in found),
    ]


def _short(quote: str, most: int = 60) -> str:
    words = " ".join(quote.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def move_title(move: Move, letter: str, scale: ScaleView) -> str:
    """Return a move as a sentence: who, on what, from what to what."""
    kept = move.from_value == move.to_value
    if move.topic == OUTCOME:
        both = (Outcome.from_dict(said) for said in (move.from_value, move.to_value))
        here, there = (outcome_view(outcome, scale)["word"] for outcome in both)
        if kept:
            return _("%(letter)s keeps the outcome: %(outcome)s", letter=letter, outcome=here)
        return _("%(letter)s moves from %(before)s to %(after)s", letter=letter, before=here, after=there)
    name = dimension_word(move.topic, scale)
    if kept:
        return _("For %(dimension)s, %(letter)s keeps level %(level)s",
                 dimension=name, letter=letter, level=move.to_value["level"])  # fmt: skip
    return _("For %(dimension)s, %(letter)s moves from level %(before)s to level %(after)s", dimension=name,
             letter=letter, before=move.from_value["level"], after=move.to_value["level"])  # fmt: skip
