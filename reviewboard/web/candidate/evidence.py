"""One's own files: as one sent them, as downloads unless a virus may be in them, and page by page as others see them."""

from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.consensus.queries import question_of
from reviewboard.stages.consensus.supplement import answer_files
from reviewboard.stages.submission.queries import find_evidence
from reviewboard.stages.submission.tables import Evidence
from reviewboard.web.candidate import blueprint
from reviewboard.web.evidence import own_file, show_pages


@blueprint.get("/my/cases/<case_id>/evidence/<evidence_id>")
def evidence(case_id: str, evidence_id: str) -> Response:
    """Send one file of an example. Raises NotYours when there is none such."""
    file = find_evidence(case_id, evidence_id)
    if file is None:
        raise NotYours()
    return own_file(file)


@blueprint.get("/my/cases/<case_id>/answer/<evidence_id>")
def answer_evidence(case_id: str, evidence_id: str) -> Response:
    """Send one file of an answer to the panel. Raises NotYours when there is none such."""
    return own_file(answer_file(case_id, evidence_id))


def answer_file(case_id: str, evidence_id: str) -> Evidence:
    """Return one file of an answer to the panel. Raises NotYours when there is none such."""
    question = question_of(case_id)
    held = answer_files(question.id) if question else ()
    file = next((one for one in held if one.id == evidence_id), None)
    if file is None:
        raise NotYours()
    return file


show_pages(blueprint, "/my/cases/<case_id>/evidence", back="case")
show_pages(blueprint, "/my/cases/<case_id>/answer", back="answer", of_answer=True)
