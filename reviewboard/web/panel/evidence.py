"""Evidence of a disputed case goes out as a download under a number, as it does for its raters."""

from flask import g
from werkzeug.wrappers import Response

from reviewboard.web.assessor.evidence import send_evidence
from reviewboard.web.panel import blueprint


@blueprint.get("/disputes/<case_id>/evidence/<evidence_id>")
def evidence(case_id: str, evidence_id: str) -> Response:
    """Send one file of the case. Raises NotYours when the case has no such file."""
    return send_evidence(g.case, evidence_id)
