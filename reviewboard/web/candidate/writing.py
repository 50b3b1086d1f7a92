"""Writing an example, step by step. Every answer keeps what was typed, also when it cannot be taken."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.extensions import htmx
from reviewboard.foundation.refusals import Refusal, StaleWrite
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.draft import why_closed
from reviewboard.stages.submission.queries import TEXT_FIELDS, examples_of, is_open, notice_acknowledged
from reviewboard.stages.submission.refusals import NotADate
from reviewboard.stages.submission.words import FIELD_NAMES
from reviewboard.stages.submission.writing import Part, plain
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.desk import lacking_in, other_texts, write_page, wrong_in
from reviewboard.web.candidate.frame import cycle_at_hand, saved
from reviewboard.web.candidate.overview import kept_page, refused_page
from reviewboard.web.candidate.steps import BY_KEY, STEPS, Step, address, field_id, next_step
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.typed import number_in

DATES = ("when_from", "when_to")


def texts_in(form: Mapping[str, str]) -> dict[str, Part]:
    """Return the fields of an example that a form sent, days as dates. Raises NotADate."""
    sent: dict[str, Part] = {name: form[name] for name in TEXT_FIELDS if name in form}
    for name in DATES:
        if name in sent:
            sent[name] = _day(name, form[name].strip())
    return sent


def _day(name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise NotADate(name) from problem


def _not_saved(refusal: Refusal, case_id: str, example_id: str) -> Any:
    """Answer a save that was not taken: the step again with the typed texts, or these alone."""
    typed = {name: plain(request.form[name]) for name in TEXT_FIELDS if name in request.form}
    if htmx:
        return _not_saved_by_script(refusal, case_id, example_id)
    cycle, examples = cycle_at_hand(), examples_of(case_id)
    example = next((one for one in examples if one.id == example_id), None)
    if example is None or not (is_open(g.case, cycle, now()) and notice_acknowledged(g.case, cycle)):
        return kept_page(refusal, typed)
    return write_page(cycle, examples, example, _step_of(request.form, typed), refusal=refusal, typed=typed)


def _not_saved_by_script(refusal: Refusal, case_id: str, example_id: str) -> str:
    stale, version = isinstance(refusal, StaleWrite), number_in(request.form, "version")
    if not stale:
        closed = why_closed(g.case, cycle_at_hand(), now()) is not None
        return _fragment("unsaved", version, message=refusal.text, closed=closed)
    over = next((one.version for one in examples_of(case_id) if one.id == example_id), None)
    page = address(case_id, example_id, _step_of(request.form, request.form).key)
    return _fragment("stale", version, beside=True,
                     kept=other_texts(refusal), over=over, page=page)  # fmt: skip


def _step_of(form: Mapping[str, str], typed: Mapping[str, str]) -> Step:
    """Return the step a form belongs to: the one it names, else the first whose fields it sent."""
    named = BY_KEY.get(form.get("step", ""))
    return named or next((step for step in STEPS if set(step.fields) & set(typed)), STEPS[0])


def _fragment(state: str, version: int | None, *, message: str | None = None, kept: Any = (), **more: Any) -> str:
    return render_template(
        "candidate/saved.html", state=state, version=version, message=message, other_texts=kept,
        saved_at=saved(now()) if state == "saved" else None, case_id=g.case.id, **more,
    )  # fmt: skip


def _version() -> int:
    """Return the version that is written over. `over`, for a button alone: the one shown beside what was typed."""
    seen = None if htmx else number_in(request.form, "over")
    return seen or number_in(request.form, "version") or 0


@blueprint.post("/my/cases/<case_id>/examples/<example_id>")
@refused_by(_not_saved)
@writes
def save_example(case_id: str, example_id: str) -> Response | str:
    """Save what was sent of an example; `then` = next goes on to the next step."""
    example = actions.save_example(
        case_id=case_id, example_id=example_id, version=_version(),
        texts=texts_in(request.form), actor=me(), now=now(),
    )  # fmt: skip
    if htmx:
        return _fragment("saved", example.version, still_wrong=" ".join(map(field_id, wrong_in(example))))
    step = _step_of(request.form, request.form)
    if request.form.get("then") != "next":
        return redirect(address(case_id, example_id, step.key))
    if lacking := lacking_in(example, step):
        flash(_("Saved. Still needed in “%(step)s”: %(fields)s.", step=step.name, fields=", ".join(lacking)), "due")
    if wrong := [f"{FIELD_NAMES[name]} – {text}" for name, text in wrong_in(example).items() if name in step.fields]:
        flash(_("Saved. To correct in “%(step)s”: %(fields)s.", step=step.name, fields="; ".join(wrong)), "due")
    return redirect(address(case_id, example_id, next_step(step.key)))


@blueprint.post("/my/cases/<case_id>/examples")
@refused_by(refused_page)
@writes
def add_example(case_id: str) -> Response:
    """Add an example and open its first step."""
    example = actions.add_example(case_id=case_id, actor=me(), now=now())
    return redirect(address(case_id, example.id))


@blueprint.post("/my/cases/<case_id>/examples/<example_id>/remove")
@refused_by(refused_page)
@writes
def remove_example(case_id: str, example_id: str) -> Response:
    """Take an example out of the draft."""
    actions.remove_example(
        case_id=case_id, example_id=example_id, version=number_in(request.form, "version") or 0, actor=me(), now=now()
    )
    flash(_("The example was removed."), "done")
    return redirect(url_for("candidate.case", case_id=case_id))
