"""The candidate's desk: what they may start, what they are writing, and one honest line on what they handed in."""

from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.consensus.supplement import questions_to
from reviewboard.stages.consensus.tables import Question
from reviewboard.stages.recourse.queries import changed_on, open_recourses
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.submission.actions import start_case
from reviewboard.stages.submission.queries import cycles_open_to, own_cases
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.frame import name_of
from reviewboard.web.candidate.progress import progress_of
from reviewboard.web.candidate.recourse_view import under_way_view
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment
from reviewboard.web.language import LANGUAGES, locale


@blueprint.get("/my")
def home() -> str:
    """Show the candidate's desk."""
    return _page()


def _page(refusal: Refusal | None = None) -> str:
    cases = own_cases(me().account_id)
    begun = {(case.cycle_id, case.scale_version_id) for case, _cycle in cases}
    asked = questions_to(me().account_id) if any(case.state == State.ASKED for case, _cycle in cases) else {}
    released = [case.id for case, _cycle in cases if case.state == State.RELEASED]
    recourses, changed = (open_recourses(released), changed_on(released)) if released else ({}, {})
    entries = [
        _entry(case, cycle, asked.get(case.id), recourses.get(case.id), changed.get(case.id)) for case, cycle in cases
    ]
    waiting = sorted((entry for entry in entries if entry["due"]), key=lambda entry: str(entry["due"]["iso"]))
    return render_template(
        "candidate/home.html",
        problem=refusal.text if refusal else None,
        cases=entries,
        first=waiting[0] if waiting else None,
        offers=[_offer(row) for row in cycles_open_to(me(), now()) if (row.id, row.scale_version_id) not in begun],
        languages_to_write=[{"value": code, "label": name, "lang": code} for code, name in LANGUAGES.items()],
        language=locale(),
    )


def _entry(
    case: Case, cycle: Cycle, asked: Question | None, recourse: Recourse | None, changed_at: datetime | None
) -> dict[str, Any]:
    scale = scale_view(case.scale_version_id, locale())
    return {
        "id": case.id,
        "reference": case.reference,
        "competency": scale.name,
        "lang": scale.lang,
        "cycle": name_of(cycle),
        "href": url_for("candidate.case", case_id=case.id),
        "result": url_for("candidate.result", case_id=case.id) if case.state == "released" else None,
        "asked": {"href": url_for("candidate.answer", case_id=case.id), "due": moment(asked.due_at)} if asked else None,
        "recourse": under_way_view(recourse) if recourse else None,
        **progress_of(case, cycle, now(), changed_at),
    }


def _offer(row: Any) -> dict[str, Any]:
    scale = scale_view(row.scale_version_id, locale())
    return {
        "cycle_id": row.id,
        "scale_version_id": row.scale_version_id,
        "cycle": name_of(row),
        "competency": scale.name,
        "lang": scale.lang,
        "definition": scale.definition,
        "due": moment(row.closes_at),
        "key": fresh_key(),
    }


@blueprint.post("/my/cases")
@refused_by(_page)
@writes
def start() -> Response:
    """Begin a case, or go on with the one begun."""
    case = start_case(
        cycle_id=request.form.get("cycle_id", ""), scale_version_id=request.form.get("scale_version_id", ""),
        language=request.form.get("language", ""), actor=me(), now=now(),
    )  # fmt: skip
    return redirect(url_for("candidate.case", case_id=case.id))
