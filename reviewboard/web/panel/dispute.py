"""A dispute: both ratings side by side over the text, then the lead's decision with its reasons.

Fields of a decision: `version` (the case's), `outcome` and `competency` (see `web.outcomes`), `reasons`,
`reasons_<dimension>`, `next_needed`, `confirm` (yes, once the person has checked it). Of a third rating: `version`,
`reason`.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.actions import Decision
from reviewboard.stages.consensus.refusals import DecisionIncomplete, DecisionUnconfirmed
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.queries import shape_of
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.outcomes import read_outcome
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.dispute_view import dispute_view, review_facts
from reviewboard.web.panel.ratings_view import load
from reviewboard.web.typed import given_back, number_in, text_in


@blueprint.get("/disputes/<case_id>")
def dispute(case_id: str) -> str:
    """Show a dispute, open or over."""
    return _page(None, case_id)


@blueprint.post("/disputes/<case_id>/decision")
@refused_by(lambda refusal, case_id: _after_decision(refusal, case_id))
@writes
def decide(case_id: str) -> Response:
    """Decide the dispute."""
    actions.resolve(
        case_id=case_id, decision=_decision(), version=number_in(request.form, "version") or 0, actor=me(), now=now(),
        confirmed=request.form.get("confirm") == "yes",
    )  # fmt: skip
    if g.case.state == "countersign":
        flash(_("Your decision waits for a second panel lead."), "done")
    else:
        flash(_("The dispute is decided."), "done")
    return redirect(url_for("panel.case", case_id=case_id))


@blueprint.post("/disputes/<case_id>/third")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def third(case_id: str) -> Response:
    """Ask for a third blind rating."""
    actions.call_third(
        case_id=case_id, reason=text_in(request.form, "reason"), version=number_in(request.form, "version") or 0,
        actor=me(), now=now(),
    )  # fmt: skip
    flash(_("A third assessor will rate the case blind. It comes back to you with three ratings."), "done")
    return redirect(url_for("panel.case", case_id=case_id))


def _decision() -> Decision:
    dimensions = shape_of(g.case.scale_version_id).dimensions
    return Decision(
        outcome=read_outcome(request.form),
        reasons=text_in(request.form, "reasons"),
        dimension_reasons={key: text_in(request.form, f"reasons_{key}") for key in dimensions},
        next_needed=text_in(request.form, "next_needed"),
    )


def _page(refusal: Refusal | None, case_id: str) -> str:
    _look_again()
    wrong = refusal.fields if isinstance(refusal, DecisionIncomplete) else {}
    return render_template(
        "panel/dispute.html", problems=_problems(refusal, wrong), wrong=wrong,
        **given_back(request.form), key=fresh_key(),
        asked_third=request.endpoint == "panel.third", **dispute_view(load(g.case), me()),
    )  # fmt: skip


def _problems(refusal: Refusal | None, wrong: dict[str, Any]) -> list[dict[str, Any]]:
    if refusal is None or wrong:
        return [{"field": name, "message": message} for name, message in wrong.items()]
    return [{"field": "third-reason" if request.endpoint == "panel.third" else None, "message": refusal.text}]


def _after_decision(refusal: Refusal, case_id: str) -> str:
    if not isinstance(refusal, DecisionUnconfirmed):
        return _page(refusal, case_id)
    _look_again()
    fields: dict[str, Any] = {
        name: value for name, value in request.form.items() if name not in ("csrf_token", "_key", "confirm")
    }
    return render_template(
        "panel/decision_review.html", case=g.case, countersign=refusal.countersign, key=fresh_key(),
        facts=review_facts(_decision(), g.case), fields={**fields, "confirm": "yes"},
    )  # fmt: skip


def _look_again() -> None:
    """Look again at the rights: what was refused may have been, because they ended. Raises NotYours."""
    g.facts = case_facts(g.case, me())
    require(me(), "dispute.read", g.facts)
