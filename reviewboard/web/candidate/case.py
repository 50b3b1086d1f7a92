"""One case: what it asks of its candidate now, the notice acknowledged, the language chosen."""

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.stages.submission.actions import acknowledge_notice, choose_language
from reviewboard.stages.submission.queries import examples_of, is_open, notice_acknowledged
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.desk import write_page
from reviewboard.web.candidate.frame import cycle_at_hand
from reviewboard.web.candidate.overview import page_of_case, refused_page
from reviewboard.web.candidate.steps import BY_KEY, STEPS
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.typed import text_in


@blueprint.get("/my/cases/<case_id>")
def case(case_id: str) -> str:
    """Show what the case asks of its candidate now; `example` and `step` open one step of one example."""
    cycle = cycle_at_hand()
    if "example" in request.args and is_open(g.case, cycle, now()) and notice_acknowledged(g.case, cycle):
        examples = examples_of(case_id)
        chosen = next((example for example in examples if example.id == request.args["example"]), None)
        if chosen is not None:
            return write_page(cycle, examples, chosen, BY_KEY.get(request.args.get("step", ""), STEPS[0]))
    return page_of_case()


@blueprint.post("/my/cases/<case_id>/notice")
@refused_by(refused_page)
@writes
def notice(case_id: str) -> Response:
    """Note that the notice was read."""
    acknowledge_notice(case_id=case_id, notice_version=text_in(request.form, "notice_version"), actor=me(), now=now())
    return redirect(url_for("candidate.case", case_id=case_id))


@blueprint.post("/my/cases/<case_id>/language")
@refused_by(refused_page)
@writes
def language(case_id: str) -> Response:
    """Change the language in which the candidate writes."""
    choose_language(case_id=case_id, language=text_in(request.form, "language"), actor=me(), now=now())
    told = {
        "fr": _("You write in French now, and assessors who read French will read you. Your texts stay as you wrote them."),
        "en": _("You write in English now, and assessors who read English will read you. Your texts stay as you wrote them."),
    }
    flash(told[text_in(request.form, "language")], "done")
    return redirect(url_for("candidate.case", case_id=case_id))
