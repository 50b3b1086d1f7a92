"""A lead follows a discussion, without a say in it, and may give it more time.

A lead who owes a level of their own sees its clock alone.

Fields: `hours` (a whole number), `reason`.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.access.permissions import may, require
from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.queries import discussion_of
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.language import locale
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.ratings_view import compared, load
from reviewboard.web.typed import given_back, number_in, text_in

HOURS = (24, 48, 72, 120)  # offered on the page; any whole number of hours within the policy's bounds is taken


@blueprint.get("/discussions/<case_id>")
def discussion(case_id: str) -> str:
    """Show both ratings and what the raters said since."""
    return _page(None, case_id)


@blueprint.post("/discussions/<case_id>/extend")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def extend(case_id: str) -> Response:
    """Give the discussion more time."""
    actions.extend(
        case_id=case_id, hours=number_in(request.form, "hours") or 0, reason=text_in(request.form, "reason"),
        actor=me(), now=now(),
    )  # fmt: skip
    flash(_("The discussion has more time."), "done")
    return redirect(url_for("panel.discussion", case_id=case_id))


def _page(refusal: Refusal | None, case_id: str) -> str:
    g.facts = case_facts(g.case, me())
    require(me(), "case.follow", g.facts)
    shown = may(me(), "discussion.read", g.facts)
    if not shown and not may(me(), "discussion.extend", g.facts):
        raise NotYours()
    return render_template(
        "panel/discussion.html", refusal=refusal, **given_back(request.form), key=fresh_key(), shown=shown,
        hours=[{"value": str(hours), "label": str(hours)} for hours in HOURS], least=MIN_REASONS,
        open=may(me(), "discussion.extend", g.facts), **(compared(load(g.case)) if shown else _clock_alone()),
    )  # fmt: skip


def _clock_alone() -> dict[str, Any]:
    """Return what a lead sees of a discussion before they noted a level of their own: that it is there, and its end."""
    return {
        "case": g.case, "scale": scale_view(g.case.scale_version_id, locale()), "discussion": discussion_of(g.case.id),
    }  # fmt: skip
