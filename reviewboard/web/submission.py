"""A submission prepared for reading: the same for its assessors and for its candidate's preview. No name is in it.

Evidence goes under numbers, because file names tell too much.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _

from reviewboard.foundation.vault.kinds import ENDINGS
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS
from reviewboard.stages.submission.tables import Evidence, Example
from reviewboard.stages.submission.words import READ_AS
from reviewboard.web.filters import day
from reviewboard.web.reading import Mark, segments

Marks = Mapping[tuple[str, str], Sequence[Mark]]
_ENDING = {media_type: ending for ending, media_type in reversed(ENDINGS.items())}


def prepared_examples(
    examples: Sequence[Example],
    files: Mapping[str, Sequence[Evidence]],
    href: Callable[[Evidence], str],
    marks: Marks | None = None,
) -> list[dict[str, Any]]:
    """Return examples as `components/submission.html` takes them.

    `files` is evidence by its example's id, `href` gives a file's address, `marks` the passages of (example id, field).
    """
    numbers = evidence_numbers(examples, files)
    return [
        {
            "id": example.id,
            "number": number,
            "begins": day(example.when_from),
            "ends": day(example.when_to),
            "parts": [_part(example, field, (marks or {}).get((example.id, field), ())) for field in EXAMPLE_FIELDS],
            "evidence": [_file(file, numbers[file.id], href(file)) for file in files.get(example.id, ())],
        }
        for number, example in enumerate(examples, start=1)
    ]


def evidence_numbers(examples: Sequence[Example], files: Mapping[str, Sequence[Evidence]]) -> dict[str, int]:
    """Return the number under which each file of a case is shown, by its id, counted through all examples."""
    in_order = (file.id for example in examples for file in files.get(example.id, ()))
    return {file_id: number for number, file_id in enumerate(in_order, start=1)}


def _part(example: Example, field: str, marks: Sequence[Mark]) -> dict[str, Any]:
    return {"field": field, "label": READ_AS[field], "paragraphs": segments(getattr(example, field), marks)}


def _file(file: Evidence, number: int, href: str) -> dict[str, Any]:
    return {"name": _("Evidence %(number)s", number=number), "href": href, **about_file(file)}


def about_file(file: Evidence) -> dict[str, Any]:
    """Return what `components/evidence.html` shows of a file besides its name and address."""
    return {"kind": ending_of(file.media_type).upper(), "size": size_word(file.size), "state": "ready"}


def ending_of(media_type: str) -> str:
    """Return the ending of a file name for a media type the board takes ("bin" for any other)."""
    return _ENDING.get(media_type, "bin")


def size_word(size: int) -> str:
    """Return a size in bytes as people say it."""
    if size < 1_000_000:
        return _("%(size)s kB", size=format_decimal(max(1, round(size / 1000))))
    return _("%(size)s MB", size=format_decimal(round(size / 1_000_000, 1)))
