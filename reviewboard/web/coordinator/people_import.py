"""People from a CSV file: sent, previewed whole with every problem by its line, then taken in whole.

Fields: `people` (the file); of the preview `rows` (the file's text again) and `plan` (what was looked at).
"""

from collections.abc import Collection
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from reviewboard.foundation.people.csv_file import BYTES_MAX, COLUMNS, ROWS_MAX, Problem, decode
from reviewboard.foundation.people.import_plan import Change, Effect, ImportPlan
from reviewboard.foundation.people.imports import import_people as take_in
from reviewboard.foundation.people.imports import plan_import
from reviewboard.foundation.people.refusals import sentence
from reviewboard.foundation.refusals import Refusal
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import in_cycle
from reviewboard.web.coordinator.words import languages_word, role_word
from reviewboard.web.door import me, now, refused_by, writes

SHOWN = 200  # lines and problems on one page
TOLD_BY_CHANGES = frozenset({Effect.ACCOUNT, Effect.MEMBER, Effect.TRAINING})


@blueprint.get("/cycles/<cycle_id>/people/import")
def import_form(cycle_id: str) -> str:
    """Ask for a file."""
    return _form()


def _form(problem: str | None = None) -> str:
    return render_template(
        "coordinator/import.html",
        **in_cycle("people", columns=", ".join(COLUMNS), most=ROWS_MAX, problem=problem),
    )


@blueprint.post("/cycles/<cycle_id>/people/import")
def import_preview(cycle_id: str) -> str | tuple[str, int]:
    """Show what the file would do. Nothing is written."""
    file = request.files.get("people")
    if file is None or not file.filename:
        return _form(_("Choose a file.")), 422
    with file.stream as stream:
        text, problems = decode(stream.read(BYTES_MAX + 1))
    if problems:
        return _preview(ImportPlan(problems=problems), ""), 422
    plan = plan_import(cycle_id, text)
    return _preview(plan, text), 422 if plan.problems else 200


def _preview(plan: ImportPlan, text: str, refusal: Refusal | None = None) -> str:
    wrong = {problem.line for problem in plan.problems}
    changing = [line for line in plan.lines if line.effects or line.row.line in wrong]
    return render_template(
        "coordinator/import_preview.html",
        **in_cycle(
            "people",
            refused=refusal.text if refusal else None,
            problems=[_problem(problem) for problem in plan.problems[:SHOWN]],
            problem_count=len(plan.problems),
            counts=[] if plan.problems else _counts(plan),
            columns=[{"key": "line", "label": _("Line")}, {"key": "who", "label": _("Person")},
                     {"key": "role", "label": _("Role")}, {"key": "does", "label": _("What happens")}],
            rows=[_row(line, wrong) for line in changing[:SHOWN]],
            hidden=max(0, len(changing) - SHOWN),
            text=text,
            plan=plan.digest,
            ready=not plan.problems and bool(changing),
        ),
    )  # fmt: skip


def _problem(problem: Problem) -> str:
    words = {"line": problem.line, "column": problem.column, "problem": sentence(problem)}
    if problem.column is None:
        return _("Line %(line)s: %(problem)s", **words)
    return _("Line %(line)s, %(column)s: %(problem)s", **words)


def _row(line: Any, wrong: Collection[int]) -> dict[str, Any]:
    """Return one line of the file: what happens to it, or that it has to be corrected first."""
    return {
        "cells": {
            "line": line.row.line,
            "who": " · ".join(part for part in (line.row.name, line.row.email) if part),
            "role": role_word(line.row.role) if line.row.role else "",
            "does": {"soft": _("to be corrected")} if line.row.line in wrong
            else " · ".join([*(_effect_word(effect) for effect in line.effects if effect not in TOLD_BY_CHANGES
                               or not line.changes), *map(_change_word, line.changes)]),
        },
        "needs": line.row.line in wrong,
    }  # fmt: skip


def _change_word(change: Change) -> str:
    """Return what changes of somebody who is here, from what to what."""
    label = {
        "unit": _("unit"), "team": _("team"), "supervisor_email": _("supervisor"), "languages": _("reads"),
        "capacity": _("cases at a time"), "trained_until": _("trained until"),
    }[change.of]  # fmt: skip
    if change.of == "languages":
        return _("%(what)s: %(before)s → %(after)s", what=label, before=languages_word(change.before or "fr,en"),
                 after=languages_word(change.after))  # fmt: skip
    before = str(g.cycle.capacity) if change.of == "capacity" and change.before is None else change.before
    if before is None:
        return _("%(what)s: %(after)s", what=label, after=change.after)
    return _("%(what)s: %(before)s → %(after)s", what=label, before=before, after=change.after)


def _effect_word(effect: Effect) -> str:
    return {
        Effect.NEW_ACCOUNT: _("new account"), Effect.ACCOUNT: _("unit, team or supervisor changes"),
        Effect.NEW_MEMBER: _("joins the cycle"), Effect.MEMBER: _("languages or capacity change"),
        Effect.TRAINING: _("training noted"), Effect.INVITED: _("gets a link by e-mail"),
    }[effect]  # fmt: skip


def _counts(plan: ImportPlan) -> list[str]:
    accounts, joining, mails = (plan.count(effect) for effect in (Effect.NEW_ACCOUNT, Effect.NEW_MEMBER, Effect.INVITED))
    counts = (
        (accounts, ngettext("%(num)s new account", "%(num)s new accounts", accounts)),
        (joining, ngettext("%(num)s person joins the cycle", "%(num)s people join the cycle", joining)),
        (plan.changed, ngettext("%(num)s line changes what is known of somebody",
                                "%(num)s lines change what is known of somebody", plan.changed)),
        (mails, ngettext("%(num)s mail with a link", "%(num)s mails with a link", mails)),
        (plan.unchanged, ngettext("%(num)s line changes nothing", "%(num)s lines change nothing", plan.unchanged)),
    )  # fmt: skip
    return [told for number, told in counts if number]


def _looked_at_again(refusal: Refusal, cycle_id: str) -> str:
    text = request.form.get("rows", "")
    return _preview(plan_import(cycle_id, text), text, refusal)


@blueprint.post("/cycles/<cycle_id>/people/import/take")
@refused_by(_looked_at_again)
@writes
def import_people(cycle_id: str) -> Response:
    """Take the people in, as the preview showed."""
    plan = take_in(cycle_id=cycle_id, text=request.form.get("rows", ""), expected=request.form.get("plan", ""),
                   actor=me(), now=now())  # fmt: skip
    flash(ngettext("%(num)s line was taken in.", "%(num)s lines were taken in.", len(plan.lines)), "done")
    return redirect(url_for("coordinator.people", cycle_id=cycle_id))
