"""A submission prepared for reading: the same for its assessors and for its candidate's preview. No name is in it.

Evidence goes under numbers, because file names tell too much.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import format_decimal

from reviewboard.foundation.vault.kinds import ending_of
from reviewboard.stages.rating.reading import Mark, segments
from reviewboard.stages.submission.check_words import WAITS, why_refused
from reviewboard.stages.submission.looking import Looked
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS
from reviewboard.stages.submission.tables import Evidence, Example
from reviewboard.stages.submission.words import READ_AS
from reviewboard.web.filters import day
from reviewboard.web.wording import gettext as _
from reviewboard.web.wording import ngettext

Marks = Mapping[tuple[str, str], Sequence[Mark]]
STATES = {"received": "checking", "checking": "checking", "accepted": "ready", "refused": "refused"}
"""What the state of a check is called on screen: nobody has to know whether a worker took it up yet."""


@dataclass(frozen=True)
class Places:
    """Where one audience finds the evidence of a case: its endpoints begin with `audience`, `ids` are their arguments.

    `of_answer`: the files are those of an answer to the panel, which have endpoints of their own.
    """

    audience: str
    ids: Mapping[str, Any]
    of_answer: bool = False

    def of(self, what: str, evidence_id: str, **more: Any) -> str:
        """Return an address: `what` is evidence_page, evidence_picture or, for its candidate, evidence (the file itself)."""
        shelf = "answer_" if self.of_answer else ""
        return url_for(f"{self.audience}.{shelf}{what}", **self.ids, evidence_id=evidence_id, **more)


def prepared_examples(
    examples: Sequence[Example],
    files: Mapping[str, Sequence[Evidence]],
    looked: Mapping[str, Looked],
    places: Places,
    marks: Marks | None = None,
    *,
    refused_too: bool = False,
) -> list[dict[str, Any]]:
    """Return examples as `components/submission.html` takes them. A file that its check refused is nothing to read:
    only its own candidate is told of it (`refused_too`), and the others keep their numbers.

    `files` is evidence by its example's id, `looked` what its check showed, `places` where this reader finds it, `marks`
    the passages of (example id, field).
    """
    numbers = evidence_numbers(examples, files)
    return [
        {
            "id": example.id,
            "number": number,
            "begins": day(example.when_from),
            "ends": day(example.when_to),
            "parts": [_part(example, field, (marks or {}).get((example.id, field), ())) for field in EXAMPLE_FIELDS],
            "evidence": [
                _file(file, numbers[file.id], looked.get(file.id, Looked()), places)
                for file in files.get(example.id, ())
                if refused_too or looked.get(file.id, Looked()).state != "refused"
            ],
        }
        for number, example in enumerate(examples, start=1)
    ]


def evidence_numbers(examples: Sequence[Example], files: Mapping[str, Sequence[Evidence]]) -> dict[str, int]:
    """Return the number under which each file of a case is shown, by its id, counted through all examples."""
    in_order = (file.id for example in examples for file in files.get(example.id, ()))
    return {file_id: number for number, file_id in enumerate(in_order, start=1)}


def _part(example: Example, field: str, marks: Sequence[Mark]) -> dict[str, Any]:
    return {"field": field, "label": READ_AS[field], "paragraphs": segments(getattr(example, field), marks)}


def _file(file: Evidence, number: int, looked: Looked, places: Places) -> dict[str, Any]:
    """Return one file for a reader other than its candidate, or for the candidate who looks with their eyes."""
    return {
        "id": file.id,
        "name": evidence_name(number),
        **about_file(file, looked, places),
    }


def evidence_name(number: int) -> str:
    """Return what a file is called: file names tell too much."""
    return _("Evidence %(number)s", number=number)


def answer_file_name(number: int) -> str:
    """Return what a file of an answer to the panel is called."""
    return _("File %(number)s of the answer", number=number)


def prepared_answer_files(files: Sequence[Evidence], looked: Mapping[str, Looked], places: Places) -> list[dict[str, Any]]:
    """Return the files of an answer as `components/evidence.html` takes them, for a reader other than its candidate."""
    return [
        {
            "id": file.id,
            "name": answer_file_name(number),
            **about_file(file, looked.get(file.id, Looked()), places),
        }
        for number, file in enumerate(files, start=1)
    ]


def about_file(file: Evidence, looked: Looked, places: Places) -> dict[str, Any]:
    """Return what `components/evidence.html` shows of a file besides its name and what its candidate may do with it."""
    shown = looked.accepted and looked.shown
    return {
        "kind": ending_of(file.media_type).upper(),
        "size": size_word(file.size),
        "pages": ngettext("%(num)s page", "%(num)s pages", looked.pages) if looked.pages else None,
        "state": STATES[looked.state],
        "note": why_refused(looked.reason) if looked.reason else waits(looked),
        "href": places.of("evidence_page", file.id) if shown else None,
        "preview": places.of("evidence_picture", file.id, kind="thumbnail", number=1) if shown and looked.images else None,
        "excerpt": looked.excerpt if shown and not looked.images else None,
    }


def waits(looked: Looked) -> str | None:
    """Return what a file waits for that is away, in words, or None."""
    return str(WAITS[looked.waits_for]) if looked.waits_for else None


def size_word(size: int) -> str:
    """Return a size in bytes as people say it."""
    if size < 1_000_000:
        return _("%(size)s kB", size=format_decimal(max(1, round(size / 1000))))
    return _("%(size)s MB", size=format_decimal(round(size / 1_000_000, 1)))
