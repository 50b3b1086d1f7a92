"""A candidate's own submission, prepared as its assessors see it."""

from typing import Any

from flask import url_for

from reviewboard.stages.submission.queries import evidence_of, examples_of
from reviewboard.stages.submission.tables import Case, Evidence
from reviewboard.web.submission import prepared_examples


def reading_of(case: Case) -> list[dict[str, Any]]:
    """Return the examples of one's own case for `components/submission.html`. Two statements."""

    def href(file: Evidence) -> str:
        return url_for("candidate.evidence", case_id=case.id, evidence_id=file.id)

    return prepared_examples(examples_of(case.id), evidence_of(case.id), href)
