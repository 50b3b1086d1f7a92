"""One recorded result: held back with a reason, the hold lifted, a day of release taken back.

Fields: `reason`, of holding and of taking a day back.
"""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.record import actions
from reviewboard.stages.record.queries import plan_of, record_in_force
from reviewboard.stages.workflow import State
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment
from reviewboard.web.panel import blueprint
from reviewboard.web.typed import given_back, text_in


@blueprint.get("/releases/<case_id>")
def release_hold(case_id: str) -> str:
    """Show when one result goes out, and the way to hold it back."""
    return _page(None, case_id)


@blueprint.post("/releases/<case_id>/hold")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def hold(case_id: str) -> Response:
    """Hold the result back."""
    actions.hold(case_id=case_id, reason=text_in(request.form, "reason"), actor=me(), now=now())
    flash(_("The result is held back. Neither a batch nor a date releases it."), "done")
    return redirect(url_for("panel.release_hold", case_id=case_id))


@blueprint.post("/releases/<case_id>/lift")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def lift(case_id: str) -> Response:
    """Lift the hold."""
    actions.lift(case_id=case_id, actor=me(), now=now())
    flash(_("The hold is lifted. The result waits for release again."), "done")
    return redirect(url_for("panel.release_hold", case_id=case_id))


@blueprint.post("/releases/<case_id>/recall")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def recall(case_id: str) -> Response:
    """Take the day of release back."""
    actions.recall(case_id=case_id, reason=text_in(request.form, "reason"), actor=me(), now=now())
    flash(_("The day of release is taken back."), "done")
    return redirect(url_for("panel.release_hold", case_id=case_id))


def _page(refusal: Refusal | None, case_id: str) -> str:
    record = record_in_force(case_id)
    plan = plan_of(record.id) if record else None
    return render_template(
        "panel/release_hold.html", case=g.case, refusal=refusal, **given_back(request.form), key=fresh_key(),
        least=MIN_REASONS, waits=g.case.state == State.RECORDED, released=moment(g.case.released_at),
        goes_out=moment(plan.release_at) if plan else None, held=plan.held_why if plan else "",
        held_at=moment(plan.held_at) if plan else None,
    )  # fmt: skip
