"""Who takes part in a cycle, by role, and adding one person by hand.

Query fields: `role` (assessor, lead, candidate, coordinator), `after`. Fields of a new person, as in the CSV file:
`email`, `name`, `language`, `unit`, `team`, `supervisor_email`, `role`, `languages`, `capacity`, `trained_until`.
"""

import csv
import io
from datetime import date
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle.queries import members, role_counts, scales_of, trainings
from reviewboard.foundation.people.csv_file import COLUMNS
from reviewboard.foundation.people.imports import import_people
from reviewboard.foundation.people.refusals import ImportHasProblems, sentence
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.refusals import Refusal
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import PAGE, in_cycle, one_page, paged
from reviewboard.web.coordinator.words import field_errors, languages_word, people_counted, role_word, roles_word, summary
from reviewboard.web.door import me, now, refused_by, writes
from reviewboard.web.filters import day

SHOWN_FIRST = (Role.ASSESSOR, Role.LEAD, Role.CANDIDATE, Role.COORDINATOR)


def _list(refusal: Refusal | None, cycle_id: str) -> str:
    wanted = request.values.get("role", "")
    role = Role(wanted) if wanted in list(Role) else Role.ASSESSOR
    after = request.args.get("after", "").rpartition("~")
    key = (after[0], after[2]) if after[1] else None
    rows, last = one_page(members(cycle_id, role, after=key, limit=PAGE + 1))
    counts = role_counts(cycle_id)
    return render_template(
        "coordinator/people.html",
        **in_cycle(
            "people",
            role=role.value,
            title=roles_word(role),
            listings=[
                {"label": roles_word(each), "count": people_counted(counts[each]), "current": each is role,
                 "href": url_for("coordinator.people", cycle_id=cycle_id, role=each.value)}
                for each in SHOWN_FIRST
            ],
            columns=_columns(role),
            rows=_rows(cycle_id, role, rows),
            typed=request.form,
            roles=[{"value": each.value, "label": role_word(each)} for each in SHOWN_FIRST],
            **_errors(refusal),
            **paged("coordinator.people", f"{last.name}~{last.account_id}" if last else None,
                    cycle_id=cycle_id, role=role.value),
        ),
    )  # fmt: skip


def _errors(refusal: Refusal | None) -> dict[str, Any]:
    """A person added by hand is one line of a file: each problem belongs to the field of its column."""
    if isinstance(refusal, ImportHasProblems):
        wrong = {problem.column or "email": sentence(problem) for problem in refusal.found}
        return {"wrong": wrong, "errors": [{"field": field, "message": text} for field, text in wrong.items()]}
    return {"wrong": field_errors(refusal), "errors": summary(refusal)}


def _columns(role: Role) -> list[dict[str, str]]:
    assessor = [
        {"key": "languages", "label": _("Reads")},
        {"key": "capacity", "label": _("Cases at a time")},
        {"key": "trained", "label": _("Trained until")},
        {"key": "away", "label": _("Away")},
    ]
    return [
        {"key": "name", "label": _("Name")},
        {"key": "where", "label": _("Unit and team")},
        *(assessor if role is Role.ASSESSOR else []),
        {"key": "account", "label": _("Account")},
    ]


def _rows(cycle_id: str, role: Role, rows: Any) -> list[dict[str, Any]]:
    versions = [scale.version_id for scale in scales_of(cycle_id)] if role is Role.ASSESSOR else []
    trained = trainings([row.account_id for row in rows], versions)
    today = now().date()
    found = []
    for row in rows:
        ends = [training.expires_on for training in trained.get(row.account_id, [])]
        until = min(ends) if len(ends) == len(versions) and ends else None
        found.append(
            {
                "cells": {
                    "name": {"text": row.name, "href": url_for("coordinator.person", cycle_id=cycle_id,
                                                               membership_id=row.membership_id)},
                    "where": " · ".join(part for part in (row.unit, row.team) if part),
                    "languages": languages_word(row.languages),
                    "capacity": row.capacity if row.capacity is not None else {"soft": g.cycle.capacity},
                    "trained": {"due": day(until)} if until else {"soft": _("no current training")},
                    "away": _away(row.away_from, row.away_to, today),
                    "account": _account(row),
                },
                "needs": role is Role.ASSESSOR and (until is None or until < today),
            }
        )  # fmt: skip
    return found


def _away(start: date | None, end: date | None, today: date) -> Any:
    if (start is None and end is None) or (end is not None and end < today):
        return ""
    if end is None:
        return _("from %(day)s", day=day(start)["full"])  # type: ignore[index]
    return _("until %(day)s", day=day(end)["full"])  # type: ignore[index]


def _account(row: Any) -> Any:
    if row.disabled_at is not None:
        return {"soft": _("disabled")}
    return _("ready") if row.has_password else {"soft": _("has not chosen a password")}


@blueprint.get("/cycles/<cycle_id>/people")
def people(cycle_id: str) -> str:
    """List the people of a cycle in one role."""
    return _list(None, cycle_id)


@blueprint.post("/cycles/<cycle_id>/people")
@refused_by(_list)
@writes
def add_person(cycle_id: str) -> Response:
    """Add one person: one line of the file, typed by hand."""
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(COLUMNS)
    lines.writerow([request.form.get(column, "")[:400] for column in COLUMNS])
    import_people(cycle_id=cycle_id, text=text.getvalue(), expected=None, actor=me(), now=now())
    flash(_("Added."), "done")
    return redirect(url_for("coordinator.people", cycle_id=cycle_id, role=request.form.get("role") or None))
