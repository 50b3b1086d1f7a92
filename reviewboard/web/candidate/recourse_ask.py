"""A candidate writes what they ask for, saved as it grows, looks it over once, and sends it.

Fields: see `web/candidate/__init__.py`.
"""

from collections.abc import Mapping
from typing import Any

from flask import g, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.extensions import htmx
from reviewboard.foundation.refusals import Refusal, StaleWrite
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.asking import lacking
from reviewboard.stages.recourse.queries import drafted_grounds, recourse_of, terms_of, windows_of
from reviewboard.stages.recourse.refusals import AskIncomplete, CannotAsk
from reviewboard.stages.recourse.rules import Ground
from reviewboard.stages.recourse.steps import Kind, Stand
from reviewboard.stages.recourse.words import ground_word, kind_word
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.frame import cycle_at_hand, frame
from reviewboard.web.candidate.recourse_page import one_page
from reviewboard.web.candidate.recourse_view import asked_facts, kind_in, way_past, what_it_is
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment, saved_moment
from reviewboard.web.typed import number_in, text_in


def _refused(refusal: Refusal, case_id: str, kind: str) -> Any:
    """Show the form again with what was typed; an autosave gets one quiet line, and the text stays in its page."""
    if htmx and request.endpoint == "candidate.recourse_keep":
        stale = isinstance(refusal, StaleWrite)
        return _save_state("stale" if stale else "unsaved", version=_version(), message=None if stale else refusal.text)
    return ask_page(kind_in(kind), refusal)


@blueprint.post("/my/cases/<case_id>/recourse/<kind>/draft")
@refused_by(_refused)
@writes
def recourse_keep(case_id: str, kind: str) -> Response:
    """Keep what is written so far."""
    typed = _typed()
    kept = actions.keep_ask(case_id=case_id, kind=kind_in(kind), request=typed["request"], grounds=typed["grounds"],
                            unchosen=typed["unchosen"], version=_version(), actor=me(), now=now())  # fmt: skip
    if htmx:
        return _save_state("saved", version=kept.version, saved_at=saved_moment(now()))
    if request.form.get("then") == "check":
        return redirect(url_for("candidate.recourse_check", case_id=case_id, kind=kind))
    return redirect(url_for("candidate.recourse_one", case_id=case_id, kind=kind))


@blueprint.get("/my/cases/<case_id>/recourse/<kind>/check")
def recourse_check(case_id: str, kind: str) -> str | Response:
    """Show what is asked once more, before it is sent."""
    chosen = kind_in(kind)
    found = recourse_of(case_id, chosen)
    if found is None or found.stand != Stand.DRAFT:
        return redirect(url_for("candidate.recourse_one", case_id=case_id, kind=kind))
    if lacks := lacking(found):
        return ask_page(chosen, AskIncomplete(lacks))
    answer = terms_of(g.case.cycle_id).answer(chosen)
    consequences = [_("It cannot be changed once it is sent. You may take it back until it is decided.")]
    if drafted_grounds(found.id)[1]:
        consequences.insert(0, _("What stands under a ground you did not choose is not sent, and is not kept."))
    if chosen is Kind.REVIEW:
        consequences.append(_("Individual feedback can no longer be asked for afterwards."))
    if chosen is Kind.FRESH:
        consequences.append(_("The outcome of the fresh pair may be the same, higher or lower than the one in force."))
    consequences.append(_("You will have the answer by %(due)s.", due=(moment(now() + answer) or {})["full"]))
    return render_template(
        "candidate/recourse_confirm.html", title=_("Check before you send"), sentence=_("Nothing is sent yet."),
        consequences=consequences, action=url_for("candidate.recourse_ask", case_id=case_id, kind=kind),
        label=_("Send"), act="primary", back=url_for("candidate.recourse_one", case_id=case_id, kind=kind),
        back_label=_("Go on writing"), version=found.version, facts=asked_facts(found, g.case.language), key=fresh_key(),
    )  # fmt: skip


@blueprint.post("/my/cases/<case_id>/recourse/<kind>")
@refused_by(_refused)
@writes
def recourse_ask(case_id: str, kind: str) -> Response:
    """Send it."""
    actions.ask(case_id=case_id, kind=kind_in(kind), version=_version(), actor=me(), now=now())
    return redirect(url_for("candidate.recourse_one", case_id=case_id, kind=kind))


def ask_page(kind: Kind, refusal: Refusal | None) -> str:
    """Return the form of a recourse, with what is kept or, after a refusal, with what was typed."""
    found, windows = recourse_of(g.case.id, kind), windows_of(g.case, now=now())
    window = windows[kind]
    if found is not None and found.stand not in (Stand.DRAFT, Stand.LAPSED):
        return one_page(found, refusal)
    kept: dict[str, Any] = {"request": "", "grounds": {}, "unchosen": {}}
    if found:
        chosen, others = drafted_grounds(found.id)
        kept = {"request": found.request, "grounds": chosen, "unchosen": others}
    typed = _typed() if refusal is not None and request.form and "request" in request.form else kept
    shut = isinstance(refusal, CannotAsk) or not window.open
    return render_template(
        "candidate/recourse_ask.html",
        **frame(cycle_at_hand()),
        kind=kind.value,
        name=kind_word(kind),
        what=what_it_is(kind),
        until=moment(window.until) if window.until else None,
        way_past=way_past(kind, windows),
        shut=shut,
        kept=asked_facts(found, g.case.language) if found and (shut or isinstance(refusal, StaleWrite)) else [],
        stale=isinstance(refusal, StaleWrite),
        typed=typed,
        grounds=[{"value": one.value, "label": ground_word(one)} for one in Ground],
        errors=_errors(refusal),
        wrong=_wrong(refusal),
        version=found.version if found else 0,
        saved_at=saved_moment(found.saved_at) if found and (found.request or kept["grounds"] or kept["unchosen"]) else None,
        least=MIN_REASONS,
        key=fresh_key(),
    )


def _errors(refusal: Refusal | None) -> list[dict[str, Any]]:
    if isinstance(refusal, AskIncomplete):
        return [{"field": _field(name), "message": message} for name, message in refusal.fields.items()]
    if refusal is None or isinstance(refusal, StaleWrite):
        return []
    return [{"field": None, "message": refusal.text}]


def _wrong(refusal: Refusal | None) -> dict[str, Any]:
    return {_field(name): message for name, message in refusal.fields.items()} if isinstance(refusal, AskIncomplete) else {}


def _field(name: str) -> str:
    return name if name in ("request", "ground") else f"text_{name}"


def _typed() -> dict[str, Any]:
    """Return what the form holds: a ground counts where it is ticked; what is written under another is kept, not sent."""
    form: Mapping[str, str] = request.form
    chosen = set(request.form.getlist("ground"))
    texts = {one: text_in(form, f"text_{one.value}") for one in Ground}
    return {
        "request": text_in(form, "request"),
        "grounds": {one: text for one, text in texts.items() if one.value in chosen},
        "unchosen": {one: text for one, text in texts.items() if one.value not in chosen and text.strip()},
    }


def _version() -> int:
    return number_in(request.form, "version") or 0


def _save_state(state: str, **more: Any) -> Response:
    return make_response(render_template("candidate/save_state.html", state=state, **more))
