"""Scales and their versions: the list, both languages side by side with what is missing, a new draft, publishing.

Field of an import: `scale` (a YAML file). Publishing has no field.
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.extensions import db
from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.foundation.scale import actions
from reviewboard.foundation.scale.places import empty_cells, missing_texts, places_of, stale_texts
from reviewboard.foundation.scale.problems import Problem, ScaleRefused
from reviewboard.foundation.scale.queries import scale_of, scale_view, versions
from reviewboard.foundation.scale.shape import Scale
from reviewboard.foundation.scale.tables import ScaleVersion
from reviewboard.foundation.scale.text import Text
from reviewboard.foundation.scale.yaml_format import read_yaml
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.words import summary
from reviewboard.web.door import fresh_key, me, now, refused_by, writes, writing
from reviewboard.web.filters import moment

BYTES_MAX = 512 * 1024
SHOWN = 100  # problems on one page


@blueprint.get("/scales")
def scales() -> str:
    """List every version of every scale."""
    return render_template(
        "coordinator/scales.html",
        columns=[
            {"key": "name", "label": _("Scale")}, {"key": "number", "label": _("Version")},
            {"key": "state", "label": _("State")}, {"key": "flags", "label": _("Languages")},
            {"key": "when", "label": _("Published")},
        ],
        rows=[_row(version) for version in versions()],
    )  # fmt: skip


def _row(version: ScaleVersion) -> dict[str, Any]:
    view = scale_view(version.id, str(get_locale()))
    return {
        "cells": {
            "name": {"text": view.name, "lang": view.lang, "href": url_for("coordinator.scale", version_id=version.id)},
            "number": version.number,
            "state": {"status": version.state},
            "flags": _flags(scale_of(version.id)),
            "when": {"when": moment(version.published_at)},
        },
        "needs": version.state == "draft",
        "done": version.state == "superseded",
    }


def _flags(scale: Scale) -> str:
    missing, stale = len(missing_texts(scale)), len(stale_texts(scale))
    found = []
    if missing:
        found.append(ngettext("%(num)s text is in one language", "%(num)s texts are in one language", missing))
    if stale:
        found.append(ngettext("%(num)s text is stale", "%(num)s texts are stale", stale))
    return " · ".join(found) or _("French and English")


@blueprint.get("/scales/<version_id>")
def scale(version_id: str) -> str:
    """Show one version, French beside English; what is empty, missing or stale is flagged at its place."""
    version, held = _version(version_id), scale_of(version_id)
    view, empty = scale_view(version_id, str(get_locale())), empty_cells(held)
    return render_template(
        "coordinator/scale.html",
        version={"id": version.id, "number": version.number, "state": version.state, "hash": version.content_hash,
                 "published": moment(version.published_at)},
        name=view.name,
        lang=view.lang,
        wording=view.wording,
        flags=_flags(held),
        empty=len(empty),
        places=[_place(place, text, place in empty) for place, text in places_of(held)],
    )  # fmt: skip


def _version(version_id: str) -> ScaleVersion:
    version = db.session.get(ScaleVersion, version_id)
    if version is None:
        raise NotYours()
    return version


def _place(place: str, text: Text | tuple[()], empty: bool) -> dict[str, Any]:
    held = text if isinstance(text, Text) else Text()
    return {
        "place": place,
        "fr": held.fr,
        "en": held.en,
        "empty": empty,
        "missing": held.missing,
        "stale": held.stale,
    }


@blueprint.get("/scales/import")
def import_scale_form() -> str:
    """Ask for a file."""
    return _form(())


def _form(problems: tuple[str, ...]) -> str:
    return render_template("coordinator/import_scale.html", problems=problems, key=fresh_key())


@blueprint.post("/scales/import")
def import_scale() -> Response | tuple[str, int]:
    """Keep the file's scale as a draft version."""
    file = request.files.get("scale")
    raw = b""
    if file is not None and file.filename:
        with file.stream as stream:
            raw = stream.read(BYTES_MAX + 1)
    if not raw or len(raw) > BYTES_MAX:
        return _form((_("Choose a file of at most 512 kB.") if raw else _("Choose a file."),)), 422
    try:
        read = read_yaml(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _form((_("This is not UTF-8 text."),)), 422
    except ScaleRefused as refused:
        return _form(tuple(_sentence(problem) for problem in refused.problems[:SHOWN])), 422
    with writing():
        version_id = actions.import_scale(read, actor=me(), now=now()).id
    flash(_("The scale is kept as it is in the file. Nothing uses it until it is published."), "done")
    return redirect(url_for("coordinator.scale", version_id=version_id))


def _sentence(problem: Problem) -> str:
    said = _(problem.message) % problem.values
    if isinstance(problem.place, int):
        return _("Line %(line)s: %(problem)s", line=problem.place, problem=said)
    return _("%(field)s: %(problem)s", field=problem.place, problem=said)


def _publishing(refusal: Refusal | None, version_id: str) -> str:
    version, held = _version(version_id), scale_of(version_id)
    return render_template(
        "coordinator/publishing.html",
        version={"id": version.id, "number": version.number, "state": version.state},
        name=scale_view(version_id, str(get_locale())).name,
        facts=[
            {"label": _("Languages"), "value": _flags(held)},
            {"label": _("Empty places"), "value": len(empty_cells(held))},
            {"label": _("Content hash"), "value": version.content_hash},
        ],
        errors=summary(refusal),
        key=fresh_key(),
    )


@blueprint.get("/scales/<version_id>/publish")
def publishing(version_id: str) -> str:
    """Show what publishing does."""
    return _publishing(None, version_id)


@blueprint.post("/scales/<version_id>/publish")
@refused_by(_publishing)
@writes
def publish_scale(version_id: str) -> Response:
    """Publish it."""
    actions.publish_scale(version_id, actor=me(), now=now())
    flash(_("The version is published. What rests on earlier ones stays with them."), "done")
    return redirect(url_for("coordinator.scale", version_id=version_id))
