"""What a rater reads and has cited, prepared: the submission without its author, own passages marked and listed."""

from collections.abc import Sequence
from typing import Any

from flask import url_for

from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.stages.rating.passages import Span
from reviewboard.stages.rating.reading import Mark
from reviewboard.stages.rating.tables import Citation
from reviewboard.stages.rating.words import tied_to
from reviewboard.stages.submission.looking import looked_at
from reviewboard.stages.submission.queries import evidence_of, examples_of
from reviewboard.stages.submission.words import READ_AS
from reviewboard.web.submission import Places, prepared_examples

AROUND = 40  # characters shown before and after words that stand more than once

# What a passage changes on the page. A button of the form has no action of its own: an autosave would take it up.
SWAPS = {
    "hx-target": "#cite-box",
    "hx-swap": "none",
    "hx-select-oob": "#texts,#passages,#saved,#needed,#cite-box,#kept-apart",
    "hx-sync": "closest form:queue all",
}


def examples_at(case_id: str, citations: Sequence[Citation], scale: ScaleView, seat_id: str) -> list[dict[str, Any]]:
    """Return the examples for the reading pane, own passages marked in them. Three statements."""
    marks: dict[tuple[str, str], list[Mark]] = {}
    for number, citation in enumerate(citations, start=1):
        mark = Mark(number, citation.start, citation.end, label=tied_to(citation, scale))
        marks.setdefault((citation.example_id, citation.field), []).append(mark)
    return prepared_examples(
        examples_of(case_id),
        evidence_of(case_id),
        looked_at(case_id),
        Places("assessor", {"seat_id": seat_id}),
        marks,
    )


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


def place_choices(places: Sequence[tuple[str, str, Span, str]]) -> list[dict[str, str]]:
    """Return the places where words stand as choices of a form: each with the part, and the words around."""
    return [
        {
            "value": f"{example_id}:{field}:{span.start}",
            "label": f"{READ_AS[field]}: …{text[max(span.start - AROUND, 0) : span.end + AROUND]}…",
        }
        for example_id, field, span, text in places
    ]


def _remove_button(citation: Citation, seat_id: str) -> dict[str, str]:
    action = url_for("assessor.uncite", seat_id=seat_id)
    return {"name": "then", "value": f"uncite:{citation.id}", "hx-post": action, **SWAPS}
