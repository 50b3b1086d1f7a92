"""Work that failed and waits for a person: what it is, why it failed, and sending it again.

Query field: `after`. Fields of sending again: `work` (the number of the work).
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import NotYours
from reviewboard.stages import attention as work
from reviewboard.stages.leaderless import without_lead
from reviewboard.stages.submission.looking import viruses_in
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import PAGE, in_cycle, one_page, paged
from reviewboard.web.coordinator.recourse import looked_at, unanswerable
from reviewboard.web.coordinator.words import topic_word
from reviewboard.web.door import me, now, writes
from reviewboard.web.filters import moment
from reviewboard.web.numbers import row_number


@blueprint.get("/cycles/<cycle_id>/attention")
def attention(cycle_id: str) -> str:
    """List the work that waits for a person, oldest first, and what is tried again by itself."""
    rows, last = one_page(work.attention_page(cycle_id, after=row_number(request.args.get("after")), limit=PAGE + 1))
    return render_template(
        "coordinator/attention.html",
        **in_cycle(
            "attention",
            work=[_piece(row) for row in rows],
            waits=[_waits(row) for row in work.tried_again(cycle_id, limit=PAGE)],
            leaderless=[_leaderless(row) for row in without_lead(cycle_id, limit=PAGE)],
            viruses=[_virus(row) for row in viruses_in(cycle_id, limit=PAGE)],
            stuck=unanswerable(cycle_id) if "after" not in request.args else [],
            looked_at=looked_at(cycle_id) if "after" not in request.args else None,
            **paged("coordinator.attention", str(last.id) if last else None, cycle_id=cycle_id),
        ),
    )


def _leaderless(row: Any) -> dict[str, Any]:
    return {"reference": row.reference, "since": moment(row.state_since)}


def _virus(row: Any) -> dict[str, Any]:
    return {"reference": row.reference, "when": moment(row.since), "signature": row.signature}


def _waits(row: Any) -> dict[str, Any]:
    return {"what": topic_word(row.topic), "number": row.number, "since": moment(row.since),
            "why": work.plain_reason(row.attention_reason)}  # fmt: skip


def _piece(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "what": topic_word(row.topic),
        "reference": row.reference,
        "why": work.plain_reason(row.attention_reason),
        "attempts": row.attempts,
        "when": moment(row.attention_at),
    }


@blueprint.post("/cycles/<cycle_id>/attention")
@writes
def send_again(cycle_id: str) -> Response:
    """Send one piece of work again."""
    row_id = row_number(request.form.get("work"))
    if row_id is None:
        raise NotYours()
    if work.send_again(cycle_id=cycle_id, row_id=row_id, actor=me(), now=now()):
        flash(_("It is tried again now."), "done")
    return redirect(url_for("coordinator.attention", cycle_id=cycle_id))
