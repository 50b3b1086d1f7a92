"""A lead puts one question to the candidate, looked over as the candidate will read it.

Fields of asking: `question`, `days`, `version` (the case's), `confirm` (yes, once looked over), and those of the decision
that is being written (see `decision_form`), which is kept. Of more time: `more_days`, `time_reason`.
"""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.decision import keep_typed, refused_dispute
from reviewboard.web.panel.dispute import dispute_page
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


@blueprint.post("/disputes/<case_id>/question/time")
@refused_by(lambda refusal, case_id: dispute_page(refusal))
@writes
def give_time(case_id: str) -> Response:
    """Give the candidate more time to answer."""
    actions.give_time(
        case_id=case_id, days=number_in(request.form, "more_days") or 0, reason=text_in(request.form, "time_reason"),
        actor=me(), now=now(),
    )  # fmt: skip
    flash(_("The candidate has more time to answer, and gets a message."), "done")
    return redirect(url_for("panel.dispute", case_id=case_id))
