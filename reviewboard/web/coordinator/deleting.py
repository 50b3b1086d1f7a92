"""Deleting a draft cycle that was made by mistake. Field: `version`."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle.removing import delete_draft, holds_people
from reviewboard.foundation.refusals import Refusal
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import in_cycle
from reviewboard.web.coordinator.words import summary
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.numbers import whole_number


def _page(refusal: Refusal | None, cycle_id: str) -> str:
    may = g.cycle.state == "draft" and not holds_people(cycle_id)
    return render_template("coordinator/deleting.html", **in_cycle("cycle", may=may, errors=summary(refusal)))


@blueprint.get("/cycles/<cycle_id>/delete")
def deleting(cycle_id: str) -> str:
    """Show what deleting does, or what stands against it."""
    return _page(None, cycle_id)


@blueprint.post("/cycles/<cycle_id>/delete")
@refused_by(_page)
@writes
def delete_cycle(cycle_id: str) -> Response:
    """Delete it."""
    delete_draft(cycle_id=cycle_id, version=whole_number(request.form.get("version")) or 0, actor=me(), now=now())
    flash(_("The draft is deleted. The journal keeps that it was there."), "done")
    return redirect(url_for("coordinator.cycles"))
