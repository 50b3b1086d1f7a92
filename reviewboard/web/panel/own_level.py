"""Own level first: a lead reads the examples and evidence alone, notes a level, then both ratings open to them.

Fields: `outcome` (see `web.outcomes`; of another competency the note does not say which), `reason`.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.access.permissions import may, require
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.scale.queries import ScaleView, scale_view
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.own_level import own_level_of
from reviewboard.stages.consensus.refusals import OwnLevelIncomplete
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.rating.words import levels_of, own_level_view
from reviewboard.stages.submission.looking import looked_at
from reviewboard.stages.submission.queries import evidence_of, examples_of
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment
from reviewboard.web.language import locale
from reviewboard.web.outcomes import outcome_options, read_outcome
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.board import PAGES
from reviewboard.web.panel.opening import note_text
from reviewboard.web.panel.preview import as_it_stands
from reviewboard.web.submission import Places, prepared_examples
from reviewboard.web.typed import given_back, text_in


@blueprint.get("/disputes/<case_id>/own-level")
def own_level(case_id: str) -> str | Response:
    """Show the text alone and ask for a level; whoever owes none goes on to the case."""
    if not may(me(), "own_level.note", g.facts):
        return redirect(url_for("panel.dispute", case_id=case_id))
    return _page(None, case_id)


@blueprint.post("/disputes/<case_id>/own-level")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def note_own_level(case_id: str) -> Response:
    """Note it."""
    actions.note_own_level(
        case_id=case_id, outcome=read_outcome(request.form), reason=text_in(request.form, "reason"), actor=me(), now=now()
    )
    flash(_("Your level is noted. Both ratings are open to you."), "done")
    return redirect(url_for(PAGES.get(g.case.state, "panel.dispute"), case_id=case_id))


def first_own_level(case_id: str) -> Response | None:
    """Return the way to the page of one's own level for a lead to whom the ratings do not open yet, else None."""
    return redirect(url_for("panel.own_level", case_id=case_id)) if may(me(), "own_level.note", g.facts) else None


def _page(refusal: Refusal | None, case_id: str) -> str:
    g.facts = case_facts(g.case, me())
    require(me(), "file.read", g.facts)
    note_text(case_id)
    scale, wrong = scale_view(g.case.scale_version_id, locale()), _wrong(refusal)
    return render_template(
        "panel/own_level.html", case=g.case, as_it_stands=as_it_stands(g.case),
        scale=scale, levels=levels_of(scale), key=fresh_key(), wrong=wrong,
        problems=_problems(refusal, wrong), open=may(me(), "own_level.note", g.facts), least=MIN_REASONS,
        outcomes=[{"value": one["value"], "label": one["label"]} for one in outcome_options(scale)], **given_back(request.form),
        examples=prepared_examples(
            examples_of(case_id), evidence_of(case_id), looked_at(case_id), Places("panel", {"case_id": case_id}), {}
        ),
    )  # fmt: skip


def _wrong(refusal: Refusal | None) -> dict[str, str]:
    return refusal.fields if isinstance(refusal, OwnLevelIncomplete) else {}


def _problems(refusal: Refusal | None, wrong: dict[str, str]) -> list[dict[str, Any]]:
    if wrong:
        return [{"field": name, "message": message} for name, message in wrong.items()]
    return [{"message": refusal.text}] if refusal else []


def noted_view(case_id: str, scale: ScaleView) -> dict[str, Any] | None:
    """Return what this lead noted before the ratings opened, or None."""
    row = own_level_of(case_id, me().account_id)
    return {**own_level_view(row, scale), "reason": row.reason, "at": moment(row.noted_at)} if row else None
