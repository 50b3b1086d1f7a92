"""Who would sit where: looked at first, then done as it was seen. Places that stay empty are named with their reason.

Fields of the commit: `seed`, `input_hash` (both of the preview).
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.assignment.actions import commit_round, preview_round
from reviewboard.stages.assignment.plan import Plan
from reviewboard.stages.assignment.words import bar_word, shortage_sentence, waiting_sentence
from reviewboard.stages.coordination import names, references
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import in_cycle
from reviewboard.web.coordinator.parsing import paragraphs
from reviewboard.web.door import me, now, refused_by, writes

SHOWN = 200  # cases on one page


def _preview(refusal: Refusal | None, cycle_id: str) -> str:
    plan = preview_round(cycle_id=cycle_id, actor=me(), now=now())
    return render_template(
        "coordinator/assignment.html",
        **in_cycle(
            "assignment",
            refused=refusal.text if refusal else None,
            sentence=_sentence(plan),
            shortages=[shortage_sentence(entry) for entry in plan.outcome()["shortages"]],
            columns=[
                {"key": "case", "label": _("Case")}, {"key": "who", "label": _("Assessors")},
                {"key": "why", "label": _("Who could not, and why")},
            ],
            rows=_seated(plan),
            lacking=_lacking(plan),
            hidden=max(0, len({seat.case_id for seat in plan.seats}) - SHOWN),
            seed=plan.seed,
            input_hash=plan.input_hash,
            ready=bool(plan.seats),
        ),
    )  # fmt: skip


def _sentence(plan: Plan) -> str:
    cases = len({seat.case_id for seat in plan.seats})
    if not cases:
        return _("No case can be seated now.") if plan.waiting else _("No case waits for an assessor.")
    return ngettext("%(num)s case would be seated. Nothing is assigned yet.",
                    "%(num)s cases would be seated. Nothing is assigned yet.", cases)  # fmt: skip


def _seated(plan: Plan) -> list[dict[str, Any]]:
    by_case: dict[str, list[Any]] = {}
    for seat in plan.seats:
        by_case.setdefault(seat.case_id, []).append(seat)
    shown = dict(list(by_case.items())[:SHOWN])
    called = references(list(shown))
    people = names([seat.assessor_id for seats in shown.values() for seat in seats])
    return [
        {
            "cells": {
                "case": {"text": called[case_id], "code": True, "href": url_for("coordinator.case", case_id=case_id)},
                "who": ", ".join(people[seat.assessor_id] for seat in seats),
                "why": {"soft": _barred(seats[0].explanation)},
            }
        }
        for case_id, seats in shown.items()
    ]


def _barred(explanation: dict[str, Any]) -> str:
    parts = [_("%(count)s: %(why)s", count=count, why=bar_word(bar)) for bar, count in explanation.get("barred", {}).items()]
    return " · ".join(parts) or "–"


def _lacking(plan: Plan) -> list[dict[str, str]]:
    shown = dict(list(plan.waiting.items())[:SHOWN])
    called = references(list(shown))
    return [
        {"reference": called[case_id], "href": url_for("coordinator.case", case_id=case_id),
         "text": waiting_sentence(lacks)}
        for case_id, lacks in shown.items()
    ]  # fmt: skip


@blueprint.get("/cycles/<cycle_id>/assignment")
def assignment(cycle_id: str) -> str:
    """Show what a round would do now."""
    return _preview(None, cycle_id)


@blueprint.post("/cycles/<cycle_id>/assignment")
@refused_by(_preview)
@writes
def assign(cycle_id: str) -> Response:
    """Do what the preview showed."""
    seed = request.form.get("seed", "")
    plan = commit_round(
        cycle_id=cycle_id, seed=int(seed) if seed.isascii() and seed.isdigit() and len(seed) <= 10 else 0,
        input_hash=paragraphs(request.form.get("input_hash")), actor=me(), now=now(),
    )  # fmt: skip
    cases = len({seat.case_id for seat in plan.seats})
    flash(ngettext("%(num)s case is seated. Its assessors get a mail.",
                   "%(num)s cases are seated. Their assessors get a mail.", cases), "done")  # fmt: skip
    return redirect(url_for("coordinator.seats", cycle_id=cycle_id))
