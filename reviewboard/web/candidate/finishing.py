"""Preview, check, submit; and the way out. What cannot be undone is told before it is done."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.written_dates import written_day
from reviewboard.stages.submission.actions import submit_case, withdraw_case
from reviewboard.stages.submission.discretion import Counted, count_places
from reviewboard.stages.submission.queries import (
    evidence_of,
    examples_of,
    is_open,
    notice_acknowledged,
    problems_of,
    refused_files,
    text_of,
    today_of,
)
from reviewboard.stages.submission.refusals import ChangedSinceCheck
from reviewboard.stages.submission.rules import example_words
from reviewboard.stages.submission.words import sentence
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.discretion import places_to_look_at
from reviewboard.web.candidate.frame import cycle_at_hand, frame
from reviewboard.web.candidate.guide import GUIDES
from reviewboard.web.candidate.overview import page_of_case
from reviewboard.web.candidate.reading import reading_of
from reviewboard.web.candidate.steps import place_of
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.typed import number_in


class PlacesNotLookedAt(Refusal):
    """Words that may tell who somebody is are still in the text, and nobody said that they were looked at."""

    status = 422
    message = lazy_gettext("Nothing was submitted yet. Look at the places listed above the tick, then say that you did.")


@blueprint.get("/my/cases/<case_id>/preview")
def preview(case_id: str) -> str:
    """Show the submission exactly as its assessors see it."""
    return render_template("candidate/preview.html", **frame(cycle_at_hand()), examples=reading_of(g.case))


def _check_page(refusal: Refusal | None = None, **_arguments: str) -> str:
    """Show what keeps the draft from being submitted, each with its place, or ask for the last word."""
    cycle = cycle_at_hand()
    if not (is_open(g.case, cycle, now()) and notice_acknowledged(g.case, cycle)):
        return page_of_case(refusal)
    examples = examples_of(g.case.id)
    problems = problems_of(g.case, cycle, examples, today_of(me(), now()))
    return render_template(
        "candidate/check.html",
        **frame(cycle),
        problem=refusal.text if refusal else None,
        not_looked=isinstance(refusal, PlacesNotLookedAt),
        items=[{"text": sentence(problem), "href": place_of(problem, examples)} for problem in problems],
        facts=_facts(cycle, examples),
        guide=GUIDES["check"],
        places=places_to_look_at(examples),
        hear_by=written_day(cycle.hear_by),
        version=g.case.version,
        key=fresh_key(),
    )


def _facts(cycle: Cycle, examples: list[Any]) -> list[dict[str, Any]]:
    """Return what is about to be submitted, in figures."""
    shown = frame(cycle)
    files = sum(map(len, evidence_of(g.case.id).values())) - sum(refused_files(g.case.id).values())
    words = sum(example_words(text_of(example)) for example in examples)
    return [
        {"label": _("Submission"), "value": shown["reference"]},
        {"label": _("Competency"), "value": shown["scale"].name, "lang": shown["scale"].lang},
        {"label": _("Language"), "value": shown["language_name"], "lang": g.case.language},
        {"label": _("Examples"), "value": ngettext("%(num)s example", "%(num)s examples", len(examples))},
        {"label": _("Words"), "value": ngettext("%(num)s word", "%(num)s words", words)},
        {"label": _("Evidence"), "value": ngettext("%(num)s file", "%(num)s files", files)},
    ]


@blueprint.get("/my/cases/<case_id>/submit")
def check(case_id: str) -> str:
    """Show the check before submitting."""
    return _check_page()


@blueprint.post("/my/cases/<case_id>/submit")
@refused_by(_check_page)
def submit(case_id: str) -> Response:
    """Submit, for good, what the check showed (`version`). What the journal counts is counted before anything is locked.

    The page's own form sends `places` when words that may tell who somebody is stand above it, and `looked` once ticked.
    """
    if "places" in request.form and request.form.get("looked") != "yes":
        raise PlacesNotLookedAt()
    return _submit(case_id=case_id, counted=count_places(case_id, me()))


@writes
def _submit(case_id: str, counted: Counted) -> Response:
    version = number_in(request.form, "version")
    if version is None:
        raise ChangedSinceCheck()
    submit_case(case_id=case_id, version=version, counted=counted, actor=me(), now=now())
    flash(_("Your submission is in. A receipt is on its way to you by e-mail."), "done")
    return redirect(url_for("candidate.case", case_id=case_id))


def _withdrawal_page(refusal: Refusal | None = None, **_arguments: str) -> str:
    """Ask for the last word before withdrawing. The page is the same at every moment of the assessment."""
    if g.case.state in ("withdrawn", "released"):
        return page_of_case(refusal)
    return render_template(
        "candidate/withdraw.html", **frame(cycle_at_hand()), problem=refusal.text if refusal else None,
        submitted=g.case.submitted_at is not None, key=fresh_key(),
    )  # fmt: skip


@blueprint.get("/my/cases/<case_id>/withdraw")
def withdrawal(case_id: str) -> str:
    """Show what withdrawing means."""
    return _withdrawal_page()


@blueprint.post("/my/cases/<case_id>/withdraw")
@refused_by(_withdrawal_page)
@writes
def withdraw(case_id: str) -> Response:
    """Withdraw, for good."""
    withdraw_case(case_id=case_id, actor=me(), now=now())
    flash(_("Your submission is withdrawn."), "done")
    return redirect(url_for("candidate.case", case_id=case_id))
