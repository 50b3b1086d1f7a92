"""A submission as its raters read it: no name, and evidence under numbers, because file names tell too much."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.foundation.vault.kinds import ENDINGS
from reviewboard.stages.rating.rules import Citation as CitedPassage
from reviewboard.stages.rating.tables import Citation
from reviewboard.stages.submission.queries import evidence_of, examples_of
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS
from reviewboard.stages.submission.tables import Evidence, Example
from reviewboard.stages.submission.words import FIELD_NAMES
from reviewboard.web.filters import day
from reviewboard.web.reading import Mark, segments

CITABLE = EXAMPLE_FIELDS

# What a passage changes on the page. A button of the form has no action of its own: an autosave would take it up.
SWAPS = {
    "hx-target": "#cite-box",
    "hx-swap": "none",
    "hx-select-oob": "#texts,#passages,#saved,#needed,#cite-box,#kept-apart",
    "hx-sync": "closest form:queue all",
}
_ENDING = {media_type: ending for ending, media_type in ENDINGS.items()}


def prepared_examples(
    case_id: str, citations: Sequence[Citation], scale: ScaleView, seat_id: str
) -> list[dict[str, Any]]:
    """Return the examples for the reading pane, own passages marked in them. Two statements."""
    marks: dict[tuple[str, str], list[Mark]] = {}
    for number, citation in enumerate(citations, start=1):
        mark = Mark(number, citation.start, citation.end, label=tied_to(citation, scale))
        marks.setdefault((citation.example_id, citation.field), []).append(mark)
    examples, files = examples_of(case_id), evidence_of(case_id)
    numbers = evidence_numbers(examples, files)
    return [
        {
            "id": example.id,
            "number": number,
            "begins": day(example.when_from),
            "ends": day(example.when_to),
            "parts": [_part(example, field, marks.get((example.id, field), ())) for field in CITABLE],
            "evidence": [_file(file, numbers[file.id], seat_id) for file in files.get(example.id, ())],
        }
        for number, example in enumerate(examples, start=1)
    ]


def evidence_numbers(examples: Sequence[Example], files: Mapping[str, Sequence[Evidence]]) -> dict[str, int]:
    """Return the number under which each file of a case is shown, by its id, counted through all examples."""
    in_order = (file.id for example in examples for file in files.get(example.id, ()))
    return {file_id: number for number, file_id in enumerate(in_order, start=1)}


def _part(example: Example, field: str, marks: Sequence[Mark]) -> dict[str, Any]:
    text = getattr(example, field)
    return {"field": field, "label": FIELD_NAMES[field], "paragraphs": segments(text, marks)}


def _file(file: Evidence, number: int, seat_id: str) -> dict[str, Any]:
    return {
        "name": _("Evidence %(number)s", number=number),
        "href": url_for("assessor.evidence", seat_id=seat_id, evidence_id=file.id),
        "kind": ending_of(file.media_type).upper(),
        "size": size_word(file.size),
        "state": "ready",
    }


def ending_of(media_type: str) -> str:
    """Return the ending of a file name for a media type the board takes ("bin" for any other)."""
    return _ENDING.get(media_type, "bin")


def size_word(size: int) -> str:
    """Return a size in bytes as people say it."""
    if size < 1_000_000:
        return _("%(size)s kB", size=format_decimal(max(1, round(size / 1000))))
    return _("%(size)s MB", size=format_decimal(round(size / 1_000_000, 1)))


def tied_to(citation: Citation | CitedPassage, scale: ScaleView) -> str:
    """Return what a passage is tied to, in a word or two; empty when it is tied to nothing."""
    dimension = dimension_word(citation.dimension, scale) if citation.dimension else ""
    level = "" if citation.level is None else str(citation.level)
    return " · ".join(part for part in (dimension, level) if part)


def dimension_word(key: str, scale: ScaleView) -> str:
    """Return the short word for a dimension; scales name theirs at length, and the known ones have one here."""
    known = {"effort": _("effort"), "benefit": _("benefit")}
    return known.get(key) or next((one.name for one in scale.dimensions if one.key == key), key)


def prepared_citations(
    citations: Sequence[Citation], scale: ScaleView, language: str, seat_id: str | None
) -> list[dict[str, Any]]:
    """Return own passages for the list; with the seat's id each has a button that takes it out."""
    return [
        {
            "number": number,
            "quote": citation.quote,
            "lang": language,
            "label": " – ".join(part for part in (tied_to(citation, scale), citation.note) if part),
            "remove": None if seat_id is None else _remove_button(citation, seat_id),
        }
        for number, citation in enumerate(citations, start=1)
    ]


def _remove_button(citation: Citation, seat_id: str) -> dict[str, str]:
    action = url_for("assessor.uncite", seat_id=seat_id)
    return {"name": "then", "value": f"uncite:{citation.id}", "hx-post": action, **SWAPS}
