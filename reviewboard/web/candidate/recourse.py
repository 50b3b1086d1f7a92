"""Recourse as its candidate follows it: the three steps in their order, and each one with its clock and its answer."""

from flask import g, render_template
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.recourse.queries import recourse_of, statement_of, windows_of
from reviewboard.stages.recourse.steps import Stand
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.frame import cycle_at_hand, frame
from reviewboard.web.candidate.recourse_ask import ask_page
from reviewboard.web.candidate.recourse_page import one_page
from reviewboard.web.candidate.recourse_view import kind_in, steps_of
from reviewboard.web.door import now
from reviewboard.web.filters import moment


@blueprint.get("/my/cases/<case_id>/recourse")
def recourse(case_id: str) -> str:
    """Show what a candidate may do about a released result, and what became of it."""
    said = statement_of(case_id)
    return render_template(
        "candidate/recourse.html", **frame(cycle_at_hand()), steps=steps_of(g.case, now()), statement=said,
        statement_at=moment(said.made_at) if said else None,
    )  # fmt: skip


@blueprint.get("/my/cases/<case_id>/recourse/<kind>")
def recourse_one(case_id: str, kind: str) -> str | Response:
    """Show one recourse: the form while it may be written, then where it stands and its answer."""
    chosen = kind_in(kind)
    found = recourse_of(case_id, chosen)
    if found is None or found.stand == Stand.DRAFT:
        window = windows_of(g.case, now=now())[chosen]
        if found is None and not window.open:
            raise NotYours()
        return ask_page(chosen, None)
    return one_page(found)
