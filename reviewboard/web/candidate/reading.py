"""A candidate's own submission, prepared as its assessors see it."""

from typing import Any

from reviewboard.stages.submission.looking import looked_at
from reviewboard.stages.submission.queries import evidence_of, examples_of
from reviewboard.stages.submission.tables import Case
from reviewboard.web.submission import Places, prepared_examples


def reading_of(case: Case, *, refused_too: bool = False) -> list[dict[str, Any]]:
    """Return the examples of one's own case for `components/submission.html`, with files that were refused or without.

    Three statements.
    """
    places = Places("candidate", {"case_id": case.id})
    return prepared_examples(examples_of(case.id), evidence_of(case.id), looked_at(case.id), places, refused_too=refused_too)
