"""What one submission may hold.

Fields: `examples_min`, `examples_max`, `words_max` (of one example), `age_months`, `files_max` (of one example),
`megabytes_max` (of one file), `version`.
"""

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle.actions import change_cycle
from reviewboard.foundation.cycle.refusals import WrongSettings
from reviewboard.foundation.cycle.rules import LIMIT_RANGES
from reviewboard.foundation.refusals import Refusal, StaleWrite
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import in_cycle
from reviewboard.web.coordinator.words import field_errors, summary
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.numbers import whole_number


def _form(refusal: Refusal | None, cycle_id: str) -> str:
    held, fields = g.cycle.limits, _fields()
    facts = [{"label": field["label"], "value": held[field["name"]]} for field in fields]
    return render_template(
        "coordinator/limits.html",
        **in_cycle("cycle", typed=held | request.form.to_dict(), errors=summary(refusal), wrong=field_errors(refusal),
                   fields=fields, facts=facts, stale=isinstance(refusal, StaleWrite)),
    )  # fmt: skip


def _fields() -> list[dict[str, str]]:
    labels = {
        "examples_min": _("Examples, at least"),
        "examples_max": _("Examples, at most"),
        "words_max": _("Words of one example, at most"),
        "age_months": _("Months since an example ended, at most"),
        "files_max": _("Files of one example, at most"),
        "megabytes_max": _("Megabytes of one file, at most"),
    }
    return [{"name": name, "label": labels[name]} for name in LIMIT_RANGES]


@blueprint.get("/cycles/<cycle_id>/limits")
def limits(cycle_id: str) -> str:
    """Show the limits."""
    return _form(None, cycle_id)


@blueprint.post("/cycles/<cycle_id>/limits")
@refused_by(_form)
@writes
def save_limits(cycle_id: str) -> Response:
    """Keep them."""
    typed = {name: whole_number(request.form.get(name)) for name in LIMIT_RANGES}
    if unread := tuple(name for name, value in typed.items() if value is None):
        raise WrongSettings(unread)
    version = whole_number(request.form.get("version")) or 0
    change_cycle(cycle_id=cycle_id, version=version, changes={"limits": typed}, actor=me(), now=now())
    flash(_("Saved."), "done")
    return redirect(url_for("coordinator.cycle", cycle_id=cycle_id))
