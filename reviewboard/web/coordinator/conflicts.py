"""Conflicts of interest between people of a cycle: those declared, and those a coordinator knows of.

Query field: `after`. Fields of a new one: `person`, `other` (e-mail addresses), `kind` (supervisor, team, kin,
dispute, declared), `note`.
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from werkzeug.wrappers import Response

from reviewboard.foundation.people.actions import find_account
from reviewboard.foundation.refusals import Refusal
from reviewboard.stages.assignment import conflicts as known
from reviewboard.stages.assignment.actions import ConflictKind
from reviewboard.stages.assignment.words import conflict_word
from reviewboard.stages.recourse.actions import note_conflict as note_conflict_between
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import PAGE, in_cycle, one_page, paged
from reviewboard.web.coordinator.parsing import paragraphs
from reviewboard.web.coordinator.words import summary
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.filters import moment


class NotToBeNoted(Refusal):
    """Fields that say nothing the board can note. `wrong` holds a sentence for each."""

    status = 422
    message = lazy_gettext("The conflict was not noted.")

    def __init__(self, wrong: dict[str, str]) -> None:
        super().__init__()
        self.wrong = wrong


def _page(refusal: Refusal | None, cycle_id: str) -> str:
    wrong = refusal.wrong if isinstance(refusal, NotToBeNoted) else {}
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
            kinds=[{"value": "", "label": _("choose")},
                   *({"value": kind.value, "label": conflict_word(kind)} for kind in ConflictKind)],
            typed=request.form,
            wrong=wrong,
            errors=[{"field": name, "message": message} for name, message in wrong.items()] or summary(refusal),
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
    typed = {name: request.form.get(name, "").strip()[:254] for name in ("person", "other")}
    found = {name: find_account(address) for name, address in typed.items()}
    kind = request.form.get("kind", "")
    if wrong := {name: _unknown(typed[name]) for name, account in found.items() if account is None} | (
        {} if kind in list(ConflictKind) else {"kind": _("Choose what lies between them.")}
    ):
        raise NotToBeNoted(wrong)
    noted = note_conflict_between(
        cycle_id=cycle_id, person_id=found["person"].id, other_id=found["other"].id,  # type: ignore[union-attr]
        kind=ConflictKind(kind), note=paragraphs(request.form.get("note")), actor=me(), now=now(),
    )  # fmt: skip
    flash(_what_happened(noted), "done")
    if noted.recourses:
        flash(ngettext("%(num)s recourse waits for another lead.", "%(num)s recourses wait for another lead.",
                       noted.recourses), "done")  # fmt: skip
    return redirect(url_for("coordinator.conflicts", cycle_id=cycle_id))


def _unknown(address: str) -> str:
    return _("No account has the address %(email)s.", email=address) if address else _("Write an e-mail address.")


def _what_happened(noted: known.Noted) -> str:
    if not noted.new:
        return _("This conflict was known already. Nothing changed: what was noted first stays.")
    if not noted.cases:
        return _("Noted. No case of this cycle was rated by one of them for the other.")
    return ngettext("Noted. This case lost an assessor at once: %(cases)s.",
                    "Noted. These cases lost an assessor at once: %(cases)s.", len(noted.cases),
                    cases=", ".join(noted.cases))  # fmt: skip
