"""The file as it is disclosed to its candidate before the meeting: both ratings as they were sealed, every move, the decision.

Raters are A and B, leads have no name: the way the candidate's pages tell of everybody.
"""

from datetime import datetime
from typing import Any

from flask import g, render_template
from flask_babel import gettext as _

from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.stages.consensus.comparison import marks
from reviewboard.stages.consensus.queries import resolutions_of
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.rating.words import outcome_view
from reviewboard.stages.recourse.queries import records_of, recourse_of
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.submission.looking import looked_at
from reviewboard.stages.submission.queries import evidence_of
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.result import method_sentence
from reviewboard.web.filters import moment
from reviewboard.web.panel.dispute_view import decision_view
from reviewboard.web.panel.ratings_view import compared, load
from reviewboard.web.submission import Places, prepared_examples


@blueprint.get("/my/cases/<case_id>/recourse/file")
def recourse_file(case_id: str) -> str:
    """Show the disclosed file of one's own case."""
    review = recourse_of(case_id, Kind.REVIEW)
    if review is None or review.disclosed_at is None:
        raise NotYours()
    reading = load(g.case)
    of_two = [one for one in reading.found if one.letter in "AB"]
    examples = prepared_examples(
        reading.examples, evidence_of(case_id), looked_at(case_id), Places("candidate", {"case_id": case_id}), marks(of_two)
    )
    decisions = [decision_view(one, reading.scale) for one in resolutions_of(case_id)]
    return render_template(
        "candidate/recourse_file.html", **compared(reading), examples=examples, decisions=decisions,
        decision=_decision(case_id, reading.scale, review.disclosed_at), disclosed=moment(review.disclosed_at),
        title=_("Your file"),
    )  # fmt: skip


def _decision(case_id: str, scale: ScaleView, disclosed_at: datetime) -> dict[str, Any] | None:
    """Return how the result that was in force at the disclosure came about: its method, its outcome and its reasons."""
    for one in records_of(case_id):
        if one.superseded_at is None or one.superseded_at >= disclosed_at:
            how, word = method_sentence(one.method), outcome_view(as_outcome(one), scale)
            return {"method": how, "outcome": word, "at": moment(one.recorded_at), "reasons": one.reasons}
    return None
