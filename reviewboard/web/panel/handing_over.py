"""A lead who has a conflict of interest, or knows the person, hands the case over to the other leads.

Fields: `kind` (of the conflict), `reason`.
"""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.assignment.actions import ConflictKind
from reviewboard.stages.assignment.refusals import ConflictKindMissing
from reviewboard.stages.consensus import actions
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.recourse import actions as recourse
from reviewboard.stages.workflow import ON_RECORD, State
from reviewboard.web.assessor.conflict import kind_choices
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.panel import blueprint
from reviewboard.web.typed import given_back, text_in


@blueprint.get("/cases/<case_id>/hand-over")
def handing_over(case_id: str) -> str:
    """Say what handing the case over does, and ask for the reason."""
    return _page(None, case_id)


@blueprint.post("/cases/<case_id>/hand-over")
@refused_by(lambda refusal, case_id: _page(refusal, case_id))
@writes
def hand_over(case_id: str) -> Response:
    """Hand the case over."""
    kind = request.form.get("kind", "")
    if kind not in list(ConflictKind):
        raise ConflictKindMissing()
    act = recourse.part_with if State(g.case.state) in ON_RECORD else actions.hand_over
    act(
        case_id=case_id, kind=ConflictKind(kind), reason=text_in(request.form, "reason"), actor=me(), now=now()
    )
    flash(_("The case is handed over. It is on none of your lists any more."), "done")
    return redirect(url_for("panel.board", cycle=g.case.cycle_id))


def _page(refusal: Refusal | None, case_id: str) -> str:
    g.facts = case_facts(g.case, me())
    require(me(), "case.follow", g.facts)
    return render_template(
        "panel/hand_over.html", case=g.case, refusal=refusal, **given_back(request.form), key=fresh_key(),
        wrong="kind" if isinstance(refusal, ConflictKindMissing) else "reason",
        least=MIN_REASONS, kinds=kind_choices(), on_record=State(g.case.state) in ON_RECORD,
    )  # fmt: skip
