"""Asking for an accommodation: on a page of its own, because only the coordinator reads it."""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle.queries import addresses_of_coordinators
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.submission.actions import ask_accommodation
from reviewboard.stages.submission.queries import accommodation_of, is_open
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.frame import cycle_at_hand, frame
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment


def _page(refusal: Refusal | None = None, *, case_id: str) -> str:
    cycle = cycle_at_hand()
    asked = accommodation_of(case_id)
    kept = asked.request if asked else ""
    return render_template(
        "candidate/accommodation.html",
        **frame(cycle),
        problem=refusal.text if refusal else None,
        asked=asked,
        asked_at=moment(asked.requested_at) if asked else None,
        answered_at=moment(asked.answered_at) if asked else None,
        may_ask=is_open(g.case, cycle, now()) and not (asked and asked.answered_at),
        addresses=addresses_of_coordinators(cycle.id),
        request_text=request.form.get("request", kept) if refusal else kept,
        key=fresh_key(),
    )


@blueprint.get("/my/cases/<case_id>/accommodation")
def accommodation(case_id: str) -> str:
    """Show the request and its answer, or the form for it."""
    return _page(case_id=case_id)


@blueprint.post("/my/cases/<case_id>/accommodation")
@refused_by(_page)
@writes
def ask(case_id: str) -> Response:
    """Ask the coordinator for an accommodation."""
    ask_accommodation(case_id=case_id, request=request.form.get("request", ""), actor=me(), now=now())
    flash(_("Your request went to your coordinator. You will be told by e-mail when it is answered."), "done")
    return redirect(url_for("candidate.accommodation", case_id=case_id))
