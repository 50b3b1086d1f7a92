"""One proposal to dispose of cases: a second person carries it out or sends it back. Field: `why` (of sending back)."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.stages.retention import actions
from reviewboard.stages.retention.queries import batch
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import in_cycle
from reviewboard.web.coordinator.words import summary
from reviewboard.web.disposals import proposal_view, told_gone
from reviewboard.web.door import me, now, refused_by, writes


def _page(refusal: Refusal | None, cycle_id: str, batch_id: str) -> str:
    return render_template(
        "coordinator/disposal.html",
        **in_cycle(
            "retention",
            **proposal_view(_of_cycle(cycle_id, batch_id)),
            typed=request.form.get("why", ""),
            errors=summary(refusal),
            carry_out=url_for("coordinator.carry_out", cycle_id=cycle_id, batch_id=batch_id),
            send_back=url_for("coordinator.send_back", cycle_id=cycle_id, batch_id=batch_id),
            back=url_for("coordinator.retention", cycle_id=cycle_id),
        ),
    )


def _of_cycle(cycle_id: str, batch_id: str) -> list[Any]:
    found = batch(batch_id)
    if not found or found[0].cycle_id != cycle_id:
        raise NotYours()
    return found


@blueprint.get("/cycles/<cycle_id>/retention/<batch_id>")
def disposal(cycle_id: str, batch_id: str) -> str:
    """Show a proposal, waiting or over."""
    return _page(None, cycle_id, batch_id)


@blueprint.post("/cycles/<cycle_id>/retention/<batch_id>/carry-out")
@refused_by(_page)
@writes
def carry_out(cycle_id: str, batch_id: str) -> Response:
    """Dispose of the cases for good."""
    _of_cycle(cycle_id, batch_id)
    told_gone(actions.carry_out(batch_id=batch_id, actor=me(), now=now()))
    return redirect(url_for("coordinator.disposal", cycle_id=cycle_id, batch_id=batch_id))


@blueprint.post("/cycles/<cycle_id>/retention/<batch_id>/send-back")
@refused_by(_page)
@writes
def send_back(cycle_id: str, batch_id: str) -> Response:
    """End the proposal; everything stays."""
    _of_cycle(cycle_id, batch_id)
    actions.send_back(batch_id=batch_id, why=request.form.get("why", "")[:2000], actor=me(), now=now())
    flash(_("The proposal is sent back. Nothing was disposed of."), "done")
    return redirect(url_for("coordinator.retention", cycle_id=cycle_id))
