"""Pairs of assessors who never sit on the same case.

Fields: `one`, `other` (account ids).
"""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle import actions
from reviewboard.foundation.cycle.queries import members, never_together_pairs
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import Refusal
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import in_cycle
from reviewboard.web.coordinator.words import summary
from reviewboard.web.door import me, now, refused_by, writes

CHOICES = 1000  # assessors offered in a list


def _page(refusal: Refusal | None, cycle_id: str) -> str:
    people = members(cycle_id, Role.ASSESSOR, after=None, limit=CHOICES)
    return render_template(
        "coordinator/apart.html",
        **in_cycle(
            "people",
            pairs=never_together_pairs(cycle_id),
            choices=[{"value": person.account_id, "label": person.name} for person in people],
            typed=request.form,
            errors=summary(refusal),
        ),
    )


@blueprint.get("/cycles/<cycle_id>/people/apart")
def apart(cycle_id: str) -> str:
    """List the pairs."""
    return _page(None, cycle_id)


@blueprint.post("/cycles/<cycle_id>/people/apart")
@refused_by(_page)
@writes
def keep_apart(cycle_id: str) -> Response:
    """Add a pair."""
    one, other = request.form.get("one", ""), request.form.get("other", "")
    actions.keep_apart(cycle_id=cycle_id, one_id=one, other_id=other, actor=me(), now=now())
    flash(_("Saved. Cases they share already stay as they are."), "done")
    return redirect(url_for("coordinator.apart", cycle_id=cycle_id))


@blueprint.post("/cycles/<cycle_id>/people/together")
@refused_by(_page)
@writes
def let_together(cycle_id: str) -> Response:
    """Lift a pair."""
    one, other = request.form.get("one", ""), request.form.get("other", "")
    actions.let_together(cycle_id=cycle_id, one_id=one, other_id=other, actor=me(), now=now())
    flash(_("Saved."), "done")
    return redirect(url_for("coordinator.apart", cycle_id=cycle_id))
