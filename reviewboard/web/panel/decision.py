"""A lead's decision is kept as it is written, looked over once more, then taken; or a third rating is asked for first.

Fields: see `decision_form`. Keeping a draft also takes `then`: review, once it is to be looked over. To do without a third
rating that was asked for: `without_reason`.
"""

from typing import Any

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.extensions import htmx
from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.refusals import Refusal, StaleWrite
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.refusals import DecisionIncomplete
from reviewboard.stages.record.words import beside_required
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import saved_moment
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.decision_form import facts_typed, fields_typed, read_decision
from reviewboard.web.panel.dispute import dispute_page, draft_here
from reviewboard.web.panel.preview import head_of, look_again
from reviewboard.web.typed import number_in, text_in


def refused_dispute(refusal: Refusal, case_id: str) -> Any:
    """Show the dispute again with what was typed; an autosave gets one quiet line, and the text stays in its page."""
    if htmx and request.endpoint == "panel.keep":
        stale = isinstance(refusal, StaleWrite)
        return _save_state("stale" if stale else "unsaved", version=_draft_version(), message=None if stale else refusal.text)
    return dispute_page(refusal, fields_typed(request.form, g.case))


@blueprint.post("/disputes/<case_id>/draft")
@refused_by(refused_dispute)
@writes
def keep(case_id: str) -> Response:
    """Keep what is written of a decision."""
    version = keep_typed(case_id)
    if htmx:
        return _save_state("saved", version=version, at=saved_moment(now()))
    if request.form.get("then") == "review":
        return redirect(url_for("panel.review", case_id=case_id))
    flash(_("Your draft is saved."), "done")
    return redirect(url_for("panel.dispute", case_id=case_id, _anchor="pane-three"))


@blueprint.get("/disputes/<case_id>/decision")
def review(case_id: str) -> str | Response:
    """Show the decision once more, before it is taken."""
    if not may(me(), "dispute.decide", g.facts):
        return redirect(url_for("panel.dispute", case_id=case_id))
    fields = draft_here().fields
    try:
        countersign = actions.weigh(g.case, read_decision(fields, g.case))
    except DecisionIncomplete:
        return redirect(url_for("panel.dispute", case_id=case_id, check="yes", _anchor="pane-three"))
    decision = read_decision(fields, g.case)
    facts = facts_typed({**fields, "reason": "", "question": ""}, g.case)
    return render_template(
        "panel/decision_review.html", case=g.case, countersign=countersign, key=fresh_key(), fields=fields,
        facts=head_of(g.case) + facts, again=look_again(facts, g.case),
        beside=beside_required(decision.outcome, g.case.required_level) if decision.outcome else None,
    )  # fmt: skip


@blueprint.post("/disputes/<case_id>/decision")
@refused_by(refused_dispute)
@writes
def decide(case_id: str) -> Response:
    """Decide the dispute."""
    actions.resolve(
        case_id=case_id, decision=read_decision(request.form, g.case), version=_case_version(), actor=me(), now=now(),
    )  # fmt: skip
    if g.case.state == "countersign":
        flash(_("Your decision waits for a second panel lead."), "done")
    else:
        flash(_("The dispute is decided."), "done")
    return redirect(url_for("panel.case", case_id=case_id))


@blueprint.post("/disputes/<case_id>/third")
@refused_by(refused_dispute)
@writes
def third(case_id: str) -> Response:
    """Ask for a third blind rating. What is written of the decision is kept meanwhile."""
    if "draft" in request.form:
        keep_typed(case_id)
    actions.call_third(
        case_id=case_id, reason=text_in(request.form, "reason"), version=_case_version(), actor=me(), now=now(),
    )  # fmt: skip
    flash(_("A third assessor will rate the case blind. It comes back to you with three ratings."), "done")
    return redirect(url_for("panel.case", case_id=case_id))


@blueprint.post("/disputes/<case_id>/without-third")
@refused_by(lambda refusal, case_id: dispute_page(refusal))
@writes
def do_without(case_id: str) -> Response:
    """Decide without the third rating that was asked for."""
    actions.do_without(
        case_id=case_id, reason=text_in(request.form, "without_reason"), version=_case_version(), actor=me(), now=now(),
    )  # fmt: skip
    flash(_("The third rating is given up. Decide on the two."), "done")
    return redirect(url_for("panel.dispute", case_id=case_id))


def keep_typed(case_id: str) -> int:
    """Keep what a form holds of the decision that is being written, and return the version of the draft."""
    return actions.keep_draft(
        case_id=case_id, fields=fields_typed(request.form, g.case), version=_draft_version(), actor=me(), now=now()
    )


def _save_state(state: str, **more: Any) -> Response:
    return make_response(render_template("panel/draft_saved.html", state=state, **more))


def _draft_version() -> int:
    return number_in(request.form, "draft") or 0


def _case_version() -> int:
    return number_in(request.form, "version") or 0
