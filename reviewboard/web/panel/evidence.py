"""Evidence of a disputed case, page by page under a number, as its raters have it: never the file itself."""

from flask import g, url_for
from werkzeug.wrappers import Response

from reviewboard.web import evidence as shown
from reviewboard.web.panel import blueprint
from reviewboard.web.submission import Places


@blueprint.get("/disputes/<case_id>/evidence/<evidence_id>/page")
def evidence_page(case_id: str, evidence_id: str) -> str:
    """Show one page of one file. Raises NotYours when there is none such."""
    back = shown.back_to(url_for("panel.dispute", case_id=case_id))
    return shown.evidence_page(g.case, evidence_id, Places("panel", {"case_id": case_id}), back)


@blueprint.get("/disputes/<case_id>/evidence/<evidence_id>/<kind>/<int:number>")
def evidence_picture(case_id: str, evidence_id: str, kind: str, number: int) -> Response:
    """Send one picture that the board drew of a file. Raises NotYours when there is none such."""
    return shown.send_picture(g.case, evidence_id, kind, number)
