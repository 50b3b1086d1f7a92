"""Which scales a cycle assesses on, each pinned to one published version, with the level the post requires.

Fields: `scale` (ids of versions, any number), `required_<version id>` (a level's number, or empty), `version`.
"""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle.actions import choose_scales
from reviewboard.foundation.cycle.queries import scales_of
from reviewboard.foundation.refusals import Refusal, StaleWrite
from reviewboard.foundation.scale.queries import scale_view, versions
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import in_cycle
from reviewboard.web.coordinator.words import field_errors, summary
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.numbers import whole_number


def _form(refusal: Refusal | None, cycle_id: str) -> str:
    held = {scale.version_id: scale.required_level for scale in scales_of(cycle_id)}
    return render_template(
        "coordinator/scale_choice.html",
        **in_cycle("cycle", scales=_choices(held), errors=summary(refusal), wrong=field_errors(refusal),
                   facts=_facts(cycle_id), stale=isinstance(refusal, StaleWrite)),
    )  # fmt: skip


def _facts(cycle_id: str) -> list[dict[str, Any]]:
    found = []
    for scale in scales_of(cycle_id):
        view = scale_view(scale.version_id, str(get_locale()))
        level = view.level(scale.required_level)
        required = f"{level.number} · {level.concept}" if level else _("no level is required")
        found.append({"label": _("%(name)s, version %(number)s", name=view.name, number=scale.number), "value": required})
    return found


def _choices(held: dict[str, int | None]) -> list[dict[str, Any]]:
    """The published versions, and whatever else the cycle holds already."""
    found = []
    for version in versions():
        if version.state != "published" and version.id not in held:
            continue
        view = scale_view(version.id, str(get_locale()))
        kept = held.get(version.id)
        required = request.form.get(f"required_{version.id}", "" if kept is None else str(kept))
        found.append(
            {
                "id": version.id, "name": view.name, "lang": view.lang, "number": version.number,
                "wording": view.wording, "state": version.state,
                "chosen": version.id in (_wanted() if request.form else held),
                "required": required,
                "levels": [{"value": "", "label": _("no level is required")}]
                + [{"value": str(level.number), "label": f"{level.number} · {level.concept}"} for level in view.levels],
            }
        )  # fmt: skip
    return found


def _wanted() -> list[str]:
    """Return the versions that are ticked, and new ones that a required level was chosen for: a level means the scale."""
    held = {scale.version_id for scale in scales_of(g.cycle.id)}
    levels = [name.removeprefix("required_") for name, level in request.form.items() if name.startswith("required_") and level]
    return list(dict.fromkeys([*request.form.getlist("scale"), *(one for one in levels if one not in held)]))


@blueprint.get("/cycles/<cycle_id>/scale")
def scale_choice(cycle_id: str) -> str:
    """Show which scales may be chosen, and which are."""
    return _form(None, cycle_id)


@blueprint.post("/cycles/<cycle_id>/scale")
@refused_by(_form)
@writes
def save_scale_choice(cycle_id: str) -> Response:
    """Keep the choice."""
    chosen = {version_id: whole_number(request.form.get(f"required_{version_id}")) for version_id in _wanted()}
    version = whole_number(request.form.get("version")) or 0
    choose_scales(cycle_id=g.cycle.id, version=version, scales=chosen, actor=me(), now=now())
    flash(_("Saved."), "done")
    return redirect(url_for("coordinator.cycle", cycle_id=cycle_id))
