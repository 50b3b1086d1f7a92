"""An agreement of the two raters that a named lead confirms, looked over once more, or refuses with a reason.

Fields: of refusing `reason`.
"""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.access.permissions import may, require
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.queries import agreement_of
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.rating.words import outcome_view
from reviewboard.stages.record.words import beside_required
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.preview import head_of
from reviewboard.web.panel.ratings_view import compared, load
from reviewboard.web.typed import given_back, text_in


@blueprint.get("/confirmations/<case_id>")
def confirmation(case_id: str) -> str:
    """Show the agreement and both ratings."""
    return _page(None, case_id)


@blueprint.get("/confirmations/<case_id>/check")
def confirmation_check(case_id: str) -> str | Response:
    """Show the agreement once more, before it is confirmed."""
    agreement, reading = agreement_of(case_id), load(g.case)
    if agreement is None or not may(me(), "agreement.confirm", g.facts):
        return redirect(url_for("panel.confirmation", case_id=case_id))
    agreed = as_outcome(agreement)
    return render_template(
        "panel/signature_check.html", case=g.case, key=fresh_key(), title=_("Check before you confirm"),
        sentence=_("Nothing is confirmed yet."), action=url_for("panel.confirm", case_id=case_id), version=None,
        label=_("Confirm the agreement"), back=url_for("panel.confirmation", case_id=case_id),
        facts=[*head_of(g.case)[1:], {"label": _("Outcome"), "value": outcome_view(agreed, reading.scale)["word"]}],
        beside=beside_required(agreed, g.case.required_level),
        consequences=[_("Your name stands among those who decided.")],
    )  # fmt: skip


@blueprint.post("/confirmations/<case_id>")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def confirm(case_id: str) -> Response:
    """Confirm the agreement."""
    actions.confirm(case_id=case_id, actor=me(), now=now())
    flash(_("The agreement is confirmed and is being recorded."), "done")
    return redirect(url_for("panel.case", case_id=case_id))


@blueprint.post("/confirmations/<case_id>/refuse")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def refuse(case_id: str) -> Response:
    """Refuse the agreement: the case becomes a dispute."""
    actions.refuse(case_id=case_id, reason=text_in(request.form, "reason"), actor=me(), now=now())
    flash(_("The agreement is not confirmed. The case is in dispute."), "done")
    return redirect(url_for("panel.case", case_id=case_id))


def _page(refusal: Refusal | None, case_id: str) -> str:
    g.facts = case_facts(g.case, me())
    require(me(), "ratings.read", g.facts)
    require(me(), "case.follow", g.facts)
    reading, agreement = load(g.case), agreement_of(case_id)
    return render_template(
        "panel/confirmation.html", refusal=refusal, **given_back(request.form), key=fresh_key(),
        agreed=outcome_view(as_outcome(agreement), reading.scale) if agreement else None, least=MIN_REASONS,
        beside=beside_required(as_outcome(agreement), g.case.required_level) if agreement else None,
        open=may(me(), "agreement.confirm", g.facts), **compared(reading),
    )  # fmt: skip
