"""A candidate's own words beside the result: written once, looked over, added for good.

Field: `text`.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.recourse.actions import add_statement
from reviewboard.stages.recourse.noting import tidy_statement
from reviewboard.stages.recourse.queries import statement_of
from reviewboard.stages.recourse.rules import STATEMENT_LONGEST
from reviewboard.web.candidate import blueprint
from reviewboard.web.candidate.frame import cycle_at_hand, frame
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment
from reviewboard.web.typed import text_in


def _page(refusal: Refusal | None = None, *, case_id: str) -> str:
    said = statement_of(case_id)
    return render_template(
        "candidate/statement.html", **frame(cycle_at_hand()), problem=refusal.text if refusal else None, said=said,
        said_at=moment(said.made_at) if said else None, text=text_in(request.form, "text"), most=STATEMENT_LONGEST,
        key=fresh_key(),
    )  # fmt: skip


@blueprint.get("/my/cases/<case_id>/statement")
def statement(case_id: str) -> str:
    """Show the statement, or the form for it."""
    return _page(case_id=case_id)


@blueprint.post("/my/cases/<case_id>/statement/check")
@refused_by(lambda refusal, **where: _page(refusal, **where))
def statement_check(case_id: str) -> Any:
    """Show the statement once more, before it is added for good."""
    text = tidy_statement(request.form.get("text", ""))
    return render_template(
        "candidate/recourse_confirm.html", title=_("Check your statement"), sentence=_("Nothing is added yet."),
        consequences=[
            _("It stands beside your result, and whoever may read the result reads it too."),
            _("You add it once, and it cannot be changed or taken away."),
        ],
        action=url_for("candidate.make_statement", case_id=case_id), label=_("Add it for good"), act="primary",
        back=url_for("candidate.statement", case_id=case_id), back_label=_("Back"), version=None,
        facts=[{"label": _("Your statement"), "value": text, "long": True, "lang": g.case.language}],
        fields={"text": text}, keep=f"statement:{case_id}", key=fresh_key(),
    )  # fmt: skip


@blueprint.post("/my/cases/<case_id>/statement")
@refused_by(lambda refusal, **where: _page(refusal, **where))
@writes
def make_statement(case_id: str) -> Response:
    """Add the statement."""
    add_statement(case_id=case_id, text=request.form.get("text", ""), actor=me(), now=now())
    flash(_("Your statement stands beside your result."), "done")
    return redirect(url_for("candidate.result", case_id=case_id))
