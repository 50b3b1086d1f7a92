"""Names, dates and paces of a cycle.

Fields: `name_fr`, `name_en`, `opens_at`, `closes_at` (local day and time), `hear_by` (day), `rating_days`, `capacity`,
`version`.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle.actions import change_cycle
from reviewboard.foundation.cycle.refusals import WrongSettings
from reviewboard.foundation.refusals import Refusal, StaleWrite
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import full, in_cycle
from reviewboard.web.coordinator.parsing import a_day, as_local, local_moment
from reviewboard.web.coordinator.words import field_errors, summary
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.filters import day, moment
from reviewboard.web.numbers import whole_number


def _form(refusal: Refusal | None, cycle_id: str) -> str:
    cycle, zone = g.cycle, me().timezone
    held = {
        "name_fr": cycle.name_fr, "name_en": cycle.name_en, "opens_at": as_local(cycle.opens_at, zone),
        "closes_at": as_local(cycle.closes_at, zone), "hear_by": cycle.hear_by.isoformat(),
        "rating_days": cycle.rating_days, "capacity": cycle.capacity,
    }  # fmt: skip
    return render_template(
        "coordinator/dates.html",
        **in_cycle("cycle", typed=held | request.form.to_dict(), errors=summary(refusal), wrong=field_errors(refusal),
                   zone=zone, facts=_facts(), stale=isinstance(refusal, StaleWrite)),
    )  # fmt: skip


def _facts() -> list[dict[str, Any]]:
    cycle = g.cycle
    return [
        {"label": _("Name in French"), "value": cycle.name_fr, "lang": "fr"},
        {"label": _("Name in English"), "value": cycle.name_en, "lang": "en"},
        {"label": _("Opens"), "value": full(moment(cycle.opens_at))},
        {"label": _("Closes"), "value": full(moment(cycle.closes_at))},
        {"label": _("Candidates hear by"), "value": full(day(cycle.hear_by))},
        {"label": _("Days for a rating"), "value": cycle.rating_days},
        {"label": _("Cases of an assessor at a time"), "value": cycle.capacity},
    ]


@blueprint.get("/cycles/<cycle_id>/dates")
def dates(cycle_id: str) -> str:
    """Show the names, dates and paces."""
    return _form(None, cycle_id)


@blueprint.post("/cycles/<cycle_id>/dates")
@refused_by(_form)
@writes
def save_dates(cycle_id: str) -> Response:
    """Keep them."""
    version = whole_number(request.form.get("version")) or 0
    change_cycle(cycle_id=cycle_id, version=version, changes=_typed(), actor=me(), now=now())
    flash(_("Saved."), "done")
    return redirect(url_for("coordinator.cycle", cycle_id=cycle_id))


def _typed() -> dict[str, Any]:
    form, zone = request.form, me().timezone
    values = {
        "opens_at": local_moment(form.get("opens_at"), zone),
        "closes_at": local_moment(form.get("closes_at"), zone),
        "hear_by": a_day(form.get("hear_by")),
        "rating_days": whole_number(form.get("rating_days")),
        "capacity": whole_number(form.get("capacity")),
    }
    if unread := tuple(name for name, value in values.items() if value is None):
        raise WrongSettings(unread)
    return {"name_fr": form.get("name_fr", ""), "name_en": form.get("name_en", ""), **values}
