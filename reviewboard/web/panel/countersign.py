"""A second lead reads another lead's decision, then countersigns it, looked over once more, or sends it back.

Fields: `version` (the case's); of sending it back also `reason`.
"""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.access.permissions import may, require
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.queries import waiting_resolution
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.record.words import beside_required
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.dispute_view import decision_view
from reviewboard.web.panel.opening import note_text
from reviewboard.web.panel.own_level import first_own_level, noted_view
from reviewboard.web.panel.preview import head_of
from reviewboard.web.panel.ratings_view import compared, load, text_under
from reviewboard.web.typed import given_back, number_in, text_in


@blueprint.get("/countersigns/<case_id>")
def countersign_form(case_id: str) -> str | Response:
    """Show the decision that waits for a second lead, over both ratings and the text."""
    if (first := first_own_level(case_id)) is not None:
        return first
    return _page(None, case_id)


@blueprint.get("/countersigns/<case_id>/check")
def countersign_check(case_id: str) -> str | Response:
    """Show the decision once more, before it is signed."""
    waiting = waiting_resolution(case_id)
    if waiting is None or not may(me(), "resolution.countersign", g.facts):
        return redirect(url_for("panel.countersign_form", case_id=case_id))
    decision = decision_view(waiting, load(g.case).scale)
    return render_template(
        "panel/signature_check.html", case=g.case, key=fresh_key(), title=_("Check before you sign"),
        sentence=_("Nothing is signed yet."), action=url_for("panel.countersign", case_id=case_id),
        version=g.case.version, label=_("Countersign"), back=url_for("panel.countersign_form", case_id=case_id),
        facts=[*head_of(g.case)[1:], {"label": _("Outcome"), "value": decision["outcome"]["word"]}, *decision["facts"]],
        beside=beside_required(as_outcome(waiting), g.case.required_level),
        consequences=[_("Your name stands beside that of the lead who decided.")],
    )  # fmt: skip


@blueprint.post("/countersigns/<case_id>")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def countersign(case_id: str) -> Response:
    """Countersign the decision."""
    version = number_in(request.form, "version") or 0
    actions.countersign(case_id=case_id, version=version, actor=me(), now=now())
    flash(_("The decision is countersigned and is being recorded."), "done")
    return redirect(url_for("panel.case", case_id=case_id))


@blueprint.post("/countersigns/<case_id>/decline")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def decline(case_id: str) -> Response:
    """Send the decision back."""
    actions.decline(
        case_id=case_id, reason=text_in(request.form, "reason"), version=number_in(request.form, "version") or 0,
        actor=me(), now=now(),
    )  # fmt: skip
    flash(_("The decision is sent back. The case is in dispute again."), "done")
    return redirect(url_for("panel.case", case_id=case_id))


def _page(refusal: Refusal | None, case_id: str) -> str:
    g.facts = case_facts(g.case, me())
    require(me(), "dispute.read", g.facts)
    shown = note_text(case_id)
    reading, waiting = load(g.case), waiting_resolution(case_id)
    return render_template(
        "panel/countersign.html", refusal=refusal, **given_back(request.form), key=fresh_key(),
        examples=text_under(reading, shown=shown), decision=decision_view(waiting, reading.scale) if waiting else None,
        beside=beside_required(as_outcome(waiting), g.case.required_level) if waiting else None, least=MIN_REASONS,
        noted=noted_view(case_id, reading.scale),
        open=waiting is not None and may(me(), "resolution.countersign", g.facts), **compared(reading),
    )  # fmt: skip
