"""Evidence of the case at hand, page by page as the board drew it: never under its own name, and never the file itself."""

from flask import g, url_for
from werkzeug.wrappers import Response

from reviewboard.web import evidence as shown
from reviewboard.web.assessor import blueprint
from reviewboard.web.submission import Places


@blueprint.get("/desk/<seat_id>/evidence/<evidence_id>/page")
def evidence_page(seat_id: str, evidence_id: str) -> str:
    """Show one page of one file. Raises NotYours when there is none such."""
    back = shown.back_to(url_for("assessor.rate", seat_id=seat_id))
    return shown.evidence_page(g.case, evidence_id, Places("assessor", {"seat_id": seat_id}), back)


@blueprint.get("/desk/<seat_id>/evidence/<evidence_id>/<kind>/<int:number>")
def evidence_picture(seat_id: str, evidence_id: str, kind: str, number: int) -> Response:
    """Send one picture that the board drew of a file. Raises NotYours when there is none such."""
    return shown.send_picture(g.case, evidence_id, kind, number)
