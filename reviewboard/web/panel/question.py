"""A lead puts one question to the candidate, looked over as the candidate will read it, and reads the answer's files.

Fields of asking: `question`, `days`, `version` (the case's), `confirm` (yes, once looked over), and those of the decision
that is being written (see `decision_form`), which is kept.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.queries import question_of
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.web import evidence as shown
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.decision import keep_typed, refused_dispute
from reviewboard.web.submission import Places
from reviewboard.web.typed import number_in, text_in


@blueprint.post("/disputes/<case_id>/question")
@refused_by(refused_dispute)
@writes
def ask(case_id: str) -> Response | str:
    """Show the question as its candidate will read it, then put it."""
    question, days = text_in(request.form, "question"), number_in(request.form, "days")
    if request.form.get("confirm") != "yes":
        check_reason(question)
        if "draft" in request.form:
            keep_typed(case_id)
        return render_template(
            "panel/question_check.html", case=g.case, key=fresh_key(), question=question, days=days,
            fields={"question": question, "days": days or "", "confirm": "yes", "version": request.form.get("version", "")},
        )  # fmt: skip
    actions.ask(
        case_id=case_id, question=question, days=days, version=number_in(request.form, "version") or 0, actor=me(), now=now()
    )
    flash(_("The candidate is asked. The case comes back to the panel with the answer, or when the time is over."), "done")
    return redirect(url_for("panel.dispute", case_id=case_id))


@blueprint.get("/disputes/<case_id>/answer/<evidence_id>/page")
def answer_evidence_page(case_id: str, evidence_id: str) -> str:
    """Show one page of one file of the answer. Raises NotYours when there is none such."""
    _handed_in(case_id)
    back = shown.back_to(url_for("panel.dispute", case_id=case_id))
    return shown.evidence_page(g.case, evidence_id, Places("panel", {"case_id": case_id}, of_answer=True), back)


@blueprint.get("/disputes/<case_id>/answer/<evidence_id>/<kind>/<int:number>")
def answer_evidence_picture(case_id: str, evidence_id: str, kind: str, number: int) -> Response:
    """Send one picture that the board drew of a file of the answer. Raises NotYours when there is none such."""
    _handed_in(case_id)
    return shown.send_picture(g.case, evidence_id, kind, number, of_answer=True)


def _handed_in(case_id: str) -> Any:
    require(me(), "answer.read", g.facts)
    question = question_of(case_id)
    if question is None or question.digest is None:
        raise NotYours()
