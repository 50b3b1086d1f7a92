"""The rating desk: the candidate's words, the scale and one's own rating side by side; after the seal, to read only."""

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.stages.assignment.queries import neighbour as beside
from reviewboard.web.assessor import blueprint
from reviewboard.web.assessor.page import show_desk
from reviewboard.web.door import me


@blueprint.get("/desk/<seat_id>")
def rate(seat_id: str) -> str:
    """Show the desk of one's own seat."""
    return show_desk(seat_id)


@blueprint.get("/desk/<seat_id>/next", defaults={"forward": True})
@blueprint.get("/desk/<seat_id>/previous", defaults={"forward": False})
def neighbour(seat_id: str, forward: bool) -> Response:
    """Go to the case due next, or due before; to the queue at either end."""
    found = beside(me().account_id or "", g.seat, forward=forward)
    if found is None:
        flash(_("That was the last case of your queue.") if forward else _("That was the first case of your queue."), "info")
        return redirect(url_for("assessor.queue"))
    return redirect(url_for("assessor.rate" if found.cleared_at else "assessor.conflict", seat_id=found.id))
