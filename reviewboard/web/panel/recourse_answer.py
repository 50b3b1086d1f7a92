"""A lead's answer to a recourse is kept as it is written, looked over once more, then given; a second lead signs a change.

Fields: see `recourse_form`. Keeping a draft also takes `then`: review. Countersigning: `version`; sending back: `reason`.
"""

from typing import Any

from flask import flash, g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.extensions import htmx
from reviewboard.foundation.refusals import Refusal, StaleWrite
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.rating.words import outcome_view
from reviewboard.stages.record.queries import record_in_force
from reviewboard.stages.record.words import beside_required
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.people import someone_signs
from reviewboard.stages.recourse.queries import answer_draft, waiting_decision
from reviewboard.stages.recourse.refusals import AnswerIncomplete, NotRatedAfresh
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.recourse.steps import Kind, Stand
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.recourse.words import verdict_word
from reviewboard.stages.submission.tables import Case
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import saved_moment
from reviewboard.web.language import locale
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.preview import head_of, look_again
from reviewboard.web.panel.recourse import find, recourse_page
from reviewboard.web.panel.recourse_form import facts_typed, fields_typed, read_answer
from reviewboard.web.panel.recourse_view import decision_view
from reviewboard.web.typed import number_in, text_in


def _refused(refusal: Refusal, case_id: str, kind: str) -> Any:
    """Show the recourse again with what was typed; an autosave gets one quiet line, and the text stays in its page."""
    if htmx and request.endpoint == "panel.recourse_keep":
        stale = isinstance(refusal, StaleWrite)
        return _save_state("stale" if stale else "unsaved", version=_draft_version(), message=None if stale else refusal.text)
    return recourse_page(refusal, case_id, kind)


@blueprint.post("/recourse/<case_id>/<kind>/draft")
@refused_by(_refused)
@writes
def recourse_keep(case_id: str, kind: str) -> Response:
    """Keep what is written of an answer."""
    fields = fields_typed(request.form, g.case, find(case_id, kind))
    version = actions.keep_answer(
        case_id=case_id, kind=Kind(kind), fields=fields, version=_draft_version(), actor=me(), now=now()
    )
    if htmx:
        return _save_state("saved", version=version, at=saved_moment(now()))
    if request.form.get("then") == "review":
        return redirect(url_for("panel.recourse_check", case_id=case_id, kind=kind))
    flash(_("Your draft is saved."), "done")
    return redirect(url_for("panel.recourse", case_id=case_id, kind=kind, _anchor="answer"))


@blueprint.get("/recourse/<case_id>/<kind>/check")
@refused_by(recourse_page)
def recourse_check(case_id: str, kind: str) -> Any:
    """Show the answer once more, before it is given."""
    found = find(case_id, kind)
    draft = answer_draft(found.id, me().account_id)
    if found.handler_id != me().account_id or draft is None:
        return redirect(url_for("panel.recourse", case_id=case_id, kind=kind))
    try:
        verdict = actions.weigh(g.case, found, read_answer(draft.fields, g.case, found))
    except (AnswerIncomplete, NotRatedAfresh) as refusal:
        return recourse_page(refusal, case_id, kind), refusal.status
    fields = dict(draft.fields)
    facts = facts_typed(fields, g.case, found)
    again = look_again(facts, g.case)
    if found.kind == Kind.FRESH:
        facts.insert(0, {"label": _("How it ends"), "value": verdict_word(verdict)})
    return render_template(
        "panel/recourse_confirm.html", title=_("Check your answer"), sentence=_("Nothing is decided yet."),
        consequences=_consequences(found, verdict) + again, action=url_for("panel.recourse_answer", case_id=case_id, kind=kind),
        label=_("Send to a second lead") if kind == Kind.REVIEW and verdict is Verdict.VARIED else _("Give this answer"),
        back=url_for("panel.recourse", case_id=case_id, kind=kind, _anchor="answer"), version=found.version,
        facts=[*head_of(g.case), *_in_force(g.case), *facts],
        fields=fields, key=fresh_key(),
    )  # fmt: skip


def _in_force(case: Case) -> list[dict[str, Any]]:
    record = record_in_force(case.id)
    if record is None:
        return []
    held, scale = as_outcome(record), scale_view(case.scale_version_id, locale())
    beside = beside_required(held, case.required_level)
    word = outcome_view(held, scale)["word"]
    return [{"label": _("The outcome in force"), "value": f"{word}. {beside}" if beside else word}]


def _consequences(recourse: Recourse, verdict: Verdict) -> list[str]:
    match Kind(recourse.kind), verdict:
        case Kind.FEEDBACK, _any:
            return [_("The candidate reads it. Their result stays as it is.")]
        case Kind.REVIEW, Verdict.VARIED if not someone_signs(recourse):
            return [_("Nobody could sign it now: no other lead of the cycle may. It waits until the coordinators, who are told,"
                      " add a lead who signs."),
                    _("Until then the outcome stays in force.")]  # fmt: skip
        case Kind.REVIEW, Verdict.VARIED:
            return [_("It counts once a second lead who took no part has signed it."),
                    _("Until then the outcome stays in force.")]  # fmt: skip
        case Kind.REVIEW, Verdict.RETURNED:
            return [_("Two other assessors rate the submission afresh and see nothing of the first round."),
                    _("Until that is concluded the outcome stays in force.")]  # fmt: skip
        case _kind, Verdict.VARIED:
            return [_("The fresh outcome takes the place of the one in force, and the candidate reads it at once.")]
    return [_("The outcome stays in force. The candidate reads your reasons.")]


@blueprint.post("/recourse/<case_id>/<kind>/answer")
@refused_by(_refused)
@writes
def recourse_answer(case_id: str, kind: str) -> Response:
    """Give the answer."""
    found = find(case_id, kind)
    actions.decide(
        case_id=case_id, kind=Kind(kind), answer=read_answer(request.form, g.case, found), version=_version(), actor=me(),
        now=now(),
    )  # fmt: skip
    flash(_("Your answer is given."), "done")
    return redirect(url_for("panel.recourse", case_id=case_id, kind=kind))


@blueprint.get("/recourse/<case_id>/<kind>/signature")
def recourse_signature(case_id: str, kind: str) -> Any:
    """Show a decision once more, before it is signed."""
    found = find(case_id, kind)
    waiting = waiting_decision(found.id)
    if waiting is None or found.stand != Stand.COUNTERSIGN or waiting.decided_by == me().account_id:
        return redirect(url_for("panel.recourse", case_id=case_id, kind=kind))
    decision = decision_view(waiting, scale_view(g.case.scale_version_id, locale()))
    outcome = [{"label": _("Outcome"), "value": decision["outcome"]["word"]}] if decision["outcome"] else []
    return render_template(
        "panel/recourse_confirm.html", title=_("Check before you sign"), sentence=_("Nothing is signed yet."),
        consequences=[_("The new outcome takes the place of the one in force, and the candidate reads it at once."),
                      _("Your name stands beside that of the lead who decided.")],
        action=url_for("panel.recourse_countersign", case_id=case_id, kind=kind), label=_("Countersign"),
        back=url_for("panel.recourse", case_id=case_id, kind=kind), version=found.version,
        facts=[*head_of(g.case), *_in_force(g.case), *outcome, *decision["facts"]], fields={}, key=fresh_key(),
    )  # fmt: skip


@blueprint.post("/recourse/<case_id>/<kind>/signature")
@refused_by(_refused)
@writes
def recourse_countersign(case_id: str, kind: str) -> Response:
    """Countersign the decision."""
    find(case_id, kind)
    actions.countersign(case_id=case_id, version=_version(), actor=me(), now=now())
    flash(_("The decision is countersigned. The new outcome is in force."), "done")
    return redirect(url_for("panel.recourse", case_id=case_id, kind=kind))


@blueprint.post("/recourse/<case_id>/<kind>/decline")
@refused_by(_refused)
@writes
def recourse_decline(case_id: str, kind: str) -> Response:
    """Send the decision back."""
    find(case_id, kind)
    actions.decline(case_id=case_id, reason=text_in(request.form, "reason"), version=_version(), actor=me(), now=now())
    flash(_("The decision is sent back to the lead who made it."), "done")
    return redirect(url_for("panel.recourse", case_id=case_id, kind=kind))


@blueprint.post("/recourse/<case_id>/<kind>/take-back")
@refused_by(_refused)
@writes
def recourse_take_back(case_id: str, kind: str) -> Response:
    """Take one's own decision back, where nobody is left to sign it."""
    find(case_id, kind)
    actions.take_back(case_id=case_id, reason=text_in(request.form, "reason"), version=_version(), actor=me(), now=now())
    flash(_("The decision is taken back. Vary the outcome anew, or return the case to a fresh pair."), "done")
    return redirect(url_for("panel.recourse", case_id=case_id, kind=kind))


def _save_state(state: str, **more: Any) -> Response:
    return make_response(render_template("panel/draft_saved.html", state=state, **more))


def _draft_version() -> int:
    return number_in(request.form, "draft") or 0


def _version() -> int:
    return number_in(request.form, "version") or 0
