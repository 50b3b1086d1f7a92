"""Holding a case, whatever its schedule says, and lifting the hold.

Fields: `kind` (legal, access_request, other), `why`.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.stages.retention import actions
from reviewboard.stages.retention.queries import holds_of
from reviewboard.stages.retention.refusals import HoldKindMissing
from reviewboard.stages.retention.rules import HoldKind
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.words import summary
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment


def _page(refusal: Refusal | None, case_id: str) -> str:
    rows = holds_of(case_id)
    return render_template(
        "coordinator/hold.html",
        case_id=case_id,
        reference=g.case.reference,
        held=any(row.Hold.lifted_at is None for row in rows),
        holds=[_hold(row) for row in rows],
        kinds=[{"value": kind.value, "label": word} for kind, word in _kinds().items()],
        kind=request.form.get("kind", ""),
        least=MIN_REASONS,
        why=request.form.get("why", ""),
        errors=summary(refusal),
        key=fresh_key(),
    )


def _kinds() -> dict[HoldKind, str]:
    return {
        HoldKind.LEGAL: _("A proceeding, or one that is expected"),
        HoldKind.ACCESS: _("A request for access"),
        HoldKind.OTHER: _("Another reason"),
    }


def _hold(row: Any) -> dict[str, Any]:
    hold = row.Hold
    return {
        "kind": _kinds()[HoldKind(hold.kind)], "why": hold.why, "at": moment(hold.placed_at), "by": row.placed_by_name,
        "lifted": moment(hold.lifted_at), "lifted_by": row.lifted_by_name, "lifted_why": hold.lifted_why,
    }  # fmt: skip


@blueprint.get("/coordination/cases/<case_id>/hold")
def hold(case_id: str) -> str:
    """Show the holds of a case, and the form that places or lifts one."""
    return _page(None, case_id)


@blueprint.post("/coordination/cases/<case_id>/hold")
@refused_by(_page)
@writes
def place_hold(case_id: str) -> Response:
    """Hold the case."""
    kind = request.form.get("kind", "")
    if kind not in set(HoldKind):
        raise HoldKindMissing()
    actions.place_hold(case_id=case_id, kind=HoldKind(kind), why=request.form.get("why", "")[:2000], actor=me(), now=now())
    flash(_("The case is held. It stays until somebody lifts the hold."), "done")
    return redirect(url_for("coordinator.hold", case_id=case_id))


@blueprint.post("/coordination/cases/<case_id>/hold/lift")
@refused_by(_page)
@writes
def lift_hold(case_id: str) -> Response:
    """Lift the hold."""
    actions.lift_hold(case_id=case_id, why=request.form.get("why", "")[:2000], actor=me(), now=now())
    flash(_("The hold is lifted. The schedule of the cycle counts again."), "done")
    return redirect(url_for("coordinator.hold", case_id=case_id))
