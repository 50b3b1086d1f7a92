"""The coordinator's cycles, the open ones first, and a new one.

Fields of a new cycle: `name_fr`, `name_en`, `opens_at`, `closes_at` (local day and time), `hear_by` (day), and
`coordinator` (an e-mail address, or empty: whoever makes the cycle). Query field of the list: `after`.
"""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.cycle import actions
from reviewboard.foundation.cycle.queries import cycles_coordinated_by
from reviewboard.foundation.cycle.refusals import WrongSettings
from reviewboard.foundation.people.actions import find_account
from reviewboard.foundation.refusals import Refusal
from reviewboard.web.coordinator import blueprint
from reviewboard.web.coordinator.frame import PAGE, cycle_name, one_page, paged
from reviewboard.web.coordinator.parsing import a_day, local_moment
from reviewboard.web.coordinator.words import field_errors, summary
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import day


@blueprint.get("/cycles")
def cycles() -> str:
    """List the cycles this person coordinates."""
    rows, last = one_page(cycles_coordinated_by(me(), after=_after(), limit=PAGE + 1))
    return render_template(
        "coordinator/cycles.html",
        columns=[
            {"key": "name", "label": _("Cycle")},
            {"key": "state", "label": _("State")},
            {"key": "closes", "label": _("Closes")},
            {"key": "hear_by", "label": _("Candidates hear by")},
        ],
        rows=[_row(row) for row in rows],
        **paged("coordinator.cycles", f"{last.rank}~{last.id}" if last else None),
    )


def _after() -> tuple[int, str] | None:
    rank, _sign, cycle_id = request.args.get("after", "").partition("~")
    return (int(rank), cycle_id) if rank in ("0", "1", "2") else None


def _row(row: Any) -> dict[str, Any]:
    return {
        "cells": {
            "name": {"text": cycle_name(row), "href": url_for("coordinator.cycle", cycle_id=row.id)},
            "state": {"status": row.state},
            "closes": {"when": day(row.closes_at)},
            "hear_by": {"when": day(row.hear_by)},
        },
        "done": row.state == "closed",
    }


@blueprint.get("/cycles/new")
def new_cycle() -> str:
    """Ask for what a cycle begins with: its names and its dates."""
    return _form()


def _form(refusal: Refusal | None = None) -> str:
    return render_template(
        "coordinator/new_cycle.html",
        typed=request.form,
        errors=summary(refusal),
        wrong=field_errors(refusal),
        zone=me().timezone,
        key=fresh_key(),
    )


@blueprint.post("/cycles/new")
@refused_by(_form)
@writes
def create_cycle() -> Response:
    """Make a draft cycle."""
    zone, coordinator = me().timezone, request.form.get("coordinator", "").strip()
    account = find_account(coordinator) if coordinator else None
    opens_at = local_moment(request.form.get("opens_at"), zone)
    closes_at = local_moment(request.form.get("closes_at"), zone)
    hear_by = a_day(request.form.get("hear_by"))
    if opens_at is None or closes_at is None or hear_by is None or (coordinator and account is None):
        given = {"opens_at": opens_at, "closes_at": closes_at, "hear_by": hear_by}
        missing = [name for name, value in given.items() if value is None]
        raise WrongSettings(tuple(missing + (["coordinator"] if coordinator and account is None else [])))
    cycle = actions.create_cycle(
        name_fr=request.form.get("name_fr", ""), name_en=request.form.get("name_en", ""), opens_at=opens_at,
        closes_at=closes_at, hear_by=hear_by, coordinator_id=account.id if account else None, actor=me(), now=now(),
    )  # fmt: skip
    mine = account is None or account.id == me().account_id
    return redirect(url_for("coordinator.cycle", cycle_id=cycle.id) if mine else url_for("coordinator.cycles"))
