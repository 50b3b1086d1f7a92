"""A dispute: both ratings side by side over the text, and the form of the lead's decision."""

from collections.abc import Mapping
from typing import Any

from flask import g, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.access.permissions import may, require
from reviewboard.foundation.refusals import IllegalStep, Refusal, StaleWrite
from reviewboard.stages.consensus.actions import weigh
from reviewboard.stages.consensus.drafting import Written, own_draft
from reviewboard.stages.consensus.queries import dispute_of
from reviewboard.stages.consensus.refusals import DecisionIncomplete
from reviewboard.stages.consensus.rules import MORE_ANSWER_DAYS
from reviewboard.stages.facts import case_facts
from reviewboard.stages.workflow import State
from reviewboard.web.door import fresh_key, me
from reviewboard.web.filters import saved_moment
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.decision_form import facts_typed, read_decision
from reviewboard.web.panel.dispute_view import dispute_view
from reviewboard.web.panel.opening import note_text
from reviewboard.web.panel.own_level import first_own_level
from reviewboard.web.panel.preview import as_it_stands
from reviewboard.web.panel.ratings_view import load
from reviewboard.web.typed import text_in


@blueprint.get("/disputes/<case_id>")
def dispute(case_id: str) -> str | Response:
    """Show a dispute, open or over; with `check` also what the draft of a decision lacks."""
    if (first := first_own_level(case_id)) is not None:
        return first
    return dispute_page(_what_lacks() if "check" in request.args else None)


def dispute_page(refusal: Refusal | None, typed: Mapping[str, str] | None = None) -> str:
    """Return the page of the dispute. `typed` takes the place of what is kept of the lead's decision."""
    g.facts = case_facts(g.case, me())
    require(me(), "dispute.read", g.facts)
    shown = note_text(g.case.id)
    draft = draft_here()
    view = dispute_view(load(g.case), me(), text_shown=shown)
    return render_template(
        "panel/dispute.html", **view, as_it_stands=as_it_stands(g.case), key=fresh_key(),
        problems=_problems(refusal), wrong=_wrong(refusal),
        fields=draft.fields if typed is None else typed, draft_version=draft.version,
        stale=isinstance(refusal, StaleWrite) and request.endpoint == "panel.keep",
        saved_at=saved_moment(draft.at) if draft.at else None, kept=_kept(refusal, draft, typed, view["open"]),
        asked_third=request.endpoint == "panel.third", asking=request.endpoint == "panel.ask",
        more_time=may(me(), "answer.extend", g.facts), given=request.form, most_days=MORE_ANSWER_DAYS[-1],
    )  # fmt: skip


def draft_here() -> Written:
    """Return what this lead wrote so far of a decision of the dispute at hand."""
    opened = dispute_of(g.case.id)
    return own_draft(opened.id, me()) if opened else Written()


def _kept(refusal: Refusal | None, draft: Written, typed: Mapping[str, str] | None, is_open: bool) -> list[dict[str, Any]]:
    """Return the texts that no field of the page holds: the other window's, or one's own where the form is gone."""
    if request.endpoint == "panel.do_without" and g.case.state != State.THIRD_RATING:
        return [{"label": _("Kept for you"), "value": text_in(request.form, "without_reason"), "long": True}]
    if request.endpoint == "panel.give_time" and not may(me(), "answer.extend", g.facts):
        return [{"label": _("Kept for you"), "value": text_in(request.form, "time_reason"), "long": True}]
    if not is_open:
        return facts_typed({**draft.fields, "question": ""} if typed is None else typed, g.case)
    return facts_typed(draft.fields, g.case) if isinstance(refusal, StaleWrite) and draft.fields != typed else []


def _what_lacks() -> Refusal | None:
    try:
        weigh(g.case, read_decision(draft_here().fields, g.case))
    except DecisionIncomplete as refusal:
        return refusal
    return None


def _wrong(refusal: Refusal | None) -> dict[str, Any]:
    return refusal.fields if isinstance(refusal, DecisionIncomplete) else {}


def _problems(refusal: Refusal | None) -> list[dict[str, Any]]:
    match refusal:
        case None:
            return []
        case DecisionIncomplete():
            return [{"field": name, "message": message} for name, message in refusal.fields.items()]
        case StaleWrite() | IllegalStep() if request.endpoint != "panel.keep":
            return [{"message": _("The case moved on while you wrote. This page shows how it stands now; your text is kept.")}]
    fields = {"panel.third": "third-reason", "panel.ask": "question", "panel.give_time": "time_reason",
              "panel.do_without": "without_reason"}  # fmt: skip
    return [{"field": fields.get(request.endpoint or ""), "message": refusal.text}]
