"""Proposals to dispose of cases, for the second person a cycle may not have: references and moments, never a case."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.stages.retention import actions
from reviewboard.stages.retention.queries import batch, proposals
from reviewboard.web.administrator import blueprint
from reviewboard.web.coordinator.frame import PAGE, cycle_name, one_page, paged
from reviewboard.web.coordinator.words import summary
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.disposals import proposal_columns, proposal_row, proposal_view, told_gone
from reviewboard.web.door import fresh_key, me, now, refused_by, writes


@blueprint.get("/admin/disposals")
def disposals() -> str:
    """List the proposals that wait for a second person, oldest first. Query field: `after`."""
    rows, last = one_page(proposals(None, limit=PAGE + 1, after=from_key(request.args.get("after"))))
    return render_template(
        "administrator/disposals.html",
        columns=proposal_columns(),
        rows=[
            proposal_row(row, cycle_name(row), url_for("administrator.disposal", batch_id=row.batch_id))
            for row in rows
        ],
        **paged("administrator.disposals", to_key(last.proposed_at, last.batch_id) if last else None),
    )


def _page(refusal: Refusal | None, batch_id: str) -> str:
    found = batch(batch_id)
    if not found:
        raise NotYours()
    return render_template(
        "administrator/disposal.html",
        **proposal_view(found),
        typed=request.form.get("why", ""),
        errors=summary(refusal),
        key=fresh_key(),
        carry_out=url_for("administrator.carry_out", batch_id=batch_id),
        send_back=url_for("administrator.send_back", batch_id=batch_id),
        back=url_for("administrator.disposals"),
    )


@blueprint.get("/admin/disposals/<batch_id>")
def disposal(batch_id: str) -> str:
    """Show a proposal, waiting or over."""
    return _page(None, batch_id)


@blueprint.post("/admin/disposals/<batch_id>/carry-out")
@refused_by(_page)
@writes
def carry_out(batch_id: str) -> Response:
    """Dispose of the cases for good."""
    told_gone(actions.carry_out(batch_id=batch_id, actor=me(), now=now()))
    return redirect(url_for("administrator.disposal", batch_id=batch_id))


@blueprint.post("/admin/disposals/<batch_id>/send-back")
@refused_by(_page)
@writes
def send_back(batch_id: str) -> Response:
    """End the proposal; everything stays."""
    actions.send_back(batch_id=batch_id, why=request.form.get("why", "")[:2000], actor=me(), now=now())
    flash(_("The proposal is sent back. Nothing was disposed of."), "done")
    return redirect(url_for("administrator.disposals"))
