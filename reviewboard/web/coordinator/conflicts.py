"""Conflicts of interest between people of a cycle: those declared, and those a coordinator knows of.

Query field: `after`. Fields of a new one: `person`, `other` (e-mail addresses), `kind` (supervisor, team, kin,
dispute, declared), `note`.
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.people.actions import find_account
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.assignment import conflicts as known
from reviewboard.stages.assignment.actions import ConflictKind
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import PAGE, in_cycle, one_page, paged
from reviewboard.web.coordinator.parsing import paragraphs
from reviewboard.web.coordinator.words import conflict_word, summary
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.filters import moment


def _page(refusal: Refusal | None, cycle_id: str) -> str:
    rows, last = one_page(known.conflicts_in(cycle_id, after=from_key(request.args.get("after")), limit=PAGE + 1))
    return render_template(
        "coordinator/conflicts.html",
        **in_cycle(
            "conflicts",
            columns=[
                {"key": "pair", "label": _("Between")}, {"key": "kind", "label": _("What")},
                {"key": "note", "label": _("Note")}, {"key": "by", "label": _("Declared by")},
                {"key": "when", "label": _("When")},
            ],
            rows=[_row(row) for row in rows],
            kinds=[{"value": kind.value, "label": conflict_word(kind)} for kind in ConflictKind],
            typed=request.form,
            errors=summary(refusal),
            **paged("coordinator.conflicts", to_key(last.declared_at, last.id) if last else None, cycle_id=cycle_id),
        ),
    )  # fmt: skip


def _row(row: Any) -> dict[str, Any]:
    return {
        "cells": {
            "pair": _("%(one)s and %(other)s", one=row.person, other=row.other),
            "kind": conflict_word(row.kind),
            "note": row.note,
            "by": row.declared_by,
            "when": {"when": moment(row.declared_at)},
        }
    }


@blueprint.get("/cycles/<cycle_id>/conflicts")
def conflicts(cycle_id: str) -> str:
    """List the conflicts, newest first."""
    return _page(None, cycle_id)


@blueprint.post("/cycles/<cycle_id>/conflicts")
@refused_by(_page)
@writes
def note_conflict(cycle_id: str) -> Response:
    """Note one the coordinator knows of."""
    pair = [find_account(request.form.get(name, "")[:254]) for name in ("person", "other")]
    if None in pair:
        raise known.NotTwoPeople()
    kind = request.form.get("kind", "")
    known.note_conflict(
        cycle_id=cycle_id, person_id=pair[0].id, other_id=pair[1].id,  # type: ignore[union-attr]
        kind=ConflictKind(kind) if kind in list(ConflictKind) else ConflictKind.DECLARED,
        note=paragraphs(request.form.get("note")), actor=me(), now=now(),
    )  # fmt: skip
    flash(_("Noted. Whoever has this conflict lost access at once."), "done")
    return redirect(url_for("coordinator.conflicts", cycle_id=cycle_id))
