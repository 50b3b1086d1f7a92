"""A case's examples with everybody's passages on them, and the evidence under numbers, as the page reads them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from reviewboard.stages.submission.queries import evidence_of
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS
from reviewboard.stages.submission.tables import Evidence, Example
from reviewboard.stages.submission.words import FIELD_NAMES
from reviewboard.web.assessor.text import ending_of, evidence_numbers, size_word
from reviewboard.web.reading import Mark, segments


def overlay(
    case_id: str,
    examples: Sequence[Example],
    marks: Mapping[tuple[str, str], Sequence[Mark]],
    address: Callable[[str], str],
) -> list[dict[str, Any]]:
    """Return each example with its text and its files: [{id, title, parts: [{field, label, paragraphs}], evidence}].

    `marks` are by (example id, field); `address` makes the link to a file from its id. The title is a part only where
    something in it is cited. One statement, for the evidence.
    """
    files = evidence_of(case_id)
    numbers = evidence_numbers(examples, files)
    return [
        {
            "id": example.id,
            "title": example.title,
            "parts": [
                _part(example, field, marks.get((example.id, field), ()))
                for field in EXAMPLE_FIELDS
                if field != "title" or (example.id, field) in marks
            ],
            "evidence": [_file(file, numbers[file.id], address) for file in files.get(example.id, ())],
        }
        for example in examples
    ]


def _part(example: Example, field: str, marks: Sequence[Mark]) -> dict[str, Any]:
    return {"field": field, "label": FIELD_NAMES[field], "paragraphs": segments(getattr(example, field), marks)}


def _file(file: Evidence, number: int, address: Callable[[str], str]) -> dict[str, Any]:
    return {
        "name": _("Evidence %(number)s", number=number),
        "href": address(file.id),
        "kind": ending_of(file.media_type).upper(),
        "size": size_word(file.size),
        "state": "ready",
    }
