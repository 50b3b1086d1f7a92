"""One's own evidence: the file as one sent it, as a download, and page by page as an assessor sees it."""

from flask import g, url_for
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.submission.queries import find_evidence
from reviewboard.web import evidence as shown
from reviewboard.web.candidate import blueprint
from reviewboard.web.submission import Places


@blueprint.get("/my/cases/<case_id>/evidence/<evidence_id>")
def evidence(case_id: str, evidence_id: str) -> Response:
    """Send one of one's own files as a download, whatever its check said. Raises NotYours when there is none such."""
    file = find_evidence(case_id, evidence_id)
    if file is None:
        raise NotYours()
    return shown.download(file, file.file_name)


@blueprint.get("/my/cases/<case_id>/evidence/<evidence_id>/page")
def evidence_page(case_id: str, evidence_id: str) -> str:
    """Show one page of one file as an assessor sees it. Raises NotYours when there is none such."""
    back = shown.back_to(url_for("candidate.case", case_id=case_id))
    return shown.evidence_page(g.case, evidence_id, Places("candidate", {"case_id": case_id}), back)


@blueprint.get("/my/cases/<case_id>/evidence/<evidence_id>/<kind>/<int:number>")
def evidence_picture(case_id: str, evidence_id: str, kind: str, number: int) -> Response:
    """Send one picture that the board drew of a file. Raises NotYours when there is none such."""
    return shown.send_picture(g.case, evidence_id, kind, number)
