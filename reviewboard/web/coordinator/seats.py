"""Who has what to rate, late first, and freeing a seat. A rating's status is all that is told of it.

Query fields: `sealed` (yes: the sealed ones instead), `late` (yes: the late ones alone), `after`. Fields of freeing: `reason`.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.stages import freeing
from reviewboard.stages.coordination import Key, holder_of, seats_page
from reviewboard.stages.rating.rules import MIN_REASONS
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.cases import seat_status
from reviewboard.web.coordinator.frame import PAGE, in_cycle, one_page, paged
from reviewboard.web.coordinator.words import summary
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment


@blueprint.get("/cycles/<cycle_id>/seats")
def seats(cycle_id: str) -> str:
    """List the seats still to rate, or the sealed ones."""
    sealed, late, after = *(request.args.get(name) == "yes" for name in ("sealed", "late")), from_key(request.args.get("after"))
    rows, last = one_page(
        seats_page(cycle_id, sealed=sealed, after=Key(*after) if after else None, limit=PAGE + 1,
                   late_at=now() if late else None)
    )  # fmt: skip
    return render_template(
        "coordinator/seats.html",
        **in_cycle(
            "seats",
            sealed=sealed,
            late=late,
            listings=[
                {"label": _("To rate"), "current": not sealed and not late,
                 "href": url_for("coordinator.seats", cycle_id=cycle_id)},
                {"label": _("Late"), "current": late and not sealed,
                 "href": url_for("coordinator.seats", cycle_id=cycle_id, late="yes")},
                {"label": _("Sealed"), "current": sealed,
                 "href": url_for("coordinator.seats", cycle_id=cycle_id, sealed="yes")},
            ],
            columns=[
                {"key": "case", "label": _("Case")}, {"key": "assessor", "label": _("Assessor")},
                {"key": "state", "label": _("State")}, {"key": "due", "label": _("Due")},
                {"key": "touched", "label": _("Last touched")}, {"key": "reminded", "label": _("Last reminder")},
            ],
            rows=[_row(row) for row in rows],
            **paged("coordinator.seats", to_key(last.due_at, last.id) if last else None,
                    cycle_id=cycle_id, sealed="yes" if sealed else None, late="yes" if late else None),
        ),
    )  # fmt: skip


def _row(row: Any) -> dict[str, Any]:
    return {
        "cells": {
            "case": {"text": row.reference, "code": True, "href": url_for("coordinator.case", case_id=row.case_id)},
            "assessor": {"text": row.assessor, "href": f"mailto:{row.email}"},
            "state": {"status": seat_status(row)},
            "due": {"due": moment(row.due_at)} if row.sealed_at is None else {"when": moment(row.due_at)},
            "touched": {"when": moment(row.touched_at)},
            "reminded": {"when": moment(row.reminded_at)},
        },
        "needs": row.sealed_at is None and row.due_at < now(),
        "done": row.sealed_at is not None,
    }


def _form(refusal: Refusal | None, case_id: str, seat_id: str) -> str:
    assessor = holder_of(case_id, seat_id)
    if assessor is None:
        raise NotYours()
    return render_template(
        "coordinator/free_seat.html",
        case_id=case_id,
        seat_id=seat_id,
        reference=g.case.reference,
        assessor=assessor,
        reason=request.form.get("reason", ""),
        least=MIN_REASONS,
        errors=summary(refusal),
        key=fresh_key(),
    )


@blueprint.get("/coordination/cases/<case_id>/seats/<seat_id>/free")
def free_seat_form(case_id: str, seat_id: str) -> str:
    """Ask why the seat is freed."""
    return _form(None, case_id, seat_id)


@blueprint.post("/coordination/cases/<case_id>/seats/<seat_id>/free")
@refused_by(_form)
@writes
def free_seat(case_id: str, seat_id: str) -> Response:
    """Free the seat; it is filled again."""
    if holder_of(case_id, seat_id) is None:
        raise NotYours()
    freeing.free_seat(seat_id=seat_id, reason=request.form.get("reason", "")[:2000], actor=me(), now=now())
    flash(_("The seat is free. The next round fills it where somebody can sit."), "done")
    return redirect(url_for("coordinator.case", case_id=case_id))
