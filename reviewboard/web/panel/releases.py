"""Results that wait for release: choose, look over, release, singly or together, now or at a moment to come.

Fields: `case` (an id, once for each chosen case), `when` (now, at), `at` (a local day and hour); query fields `cycle` and
`after` (a cursor of the list).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import Refusal
from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.consensus.sealed import as_outcome
from reviewboard.stages.rating.words import levels_of, outcome_view
from reviewboard.stages.record import actions
from reviewboard.stages.record.actions import MOST_AT_ONCE
from reviewboard.stages.record.queries import chosen_for_release, waiting_for_release
from reviewboard.stages.record.refusals import MomentOrNow, MomentPassed, NothingChosen, TooEarly, TooManyChosen
from reviewboard.stages.record.words import beside_required, method_word
from reviewboard.web.coordinator.parsing import local_moment
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import fresh_key, me, now, refused_by, writes
from reviewboard.web.filters import moment
from reviewboard.web.language import locale
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.cycles import chosen_cycle, cycle_name

A_PAGE = 50


@blueprint.get("/releases")
def releases() -> str:
    """List what waits for release in one cycle."""
    return _page(None)


@blueprint.get("/releases/preview")
def release_preview() -> str | tuple[str, int]:
    """Show what would be released, before it is."""
    chosen = list(dict.fromkeys(request.args.getlist("case")))
    found = chosen_for_release(chosen[:MOST_AT_ONCE], me())
    if not found or len(chosen) > MOST_AT_ONCE:
        refusal = TooManyChosen(most=MOST_AT_ONCE) if len(chosen) > MOST_AT_ONCE else NothingChosen()
        return _page(refusal), refusal.status
    return _preview(found, gone=len(chosen) - len(found))


def _preview(found: Sequence[Any], *, gone: int, refusal: Refusal | None = None) -> str:
    return render_template(
        "panel/release_preview.html", rows=found, table_rows=[_cells(_row(row)) for row in found], key=fresh_key(),
        gone=gone, dated=sum(row.release_at is not None for row in found), cycle=request.args.get("cycle"),
        zone=me().timezone, typed=request.form, refusal=refusal,
    )  # fmt: skip


def _refused(refusal: Refusal) -> str:
    """Show the preview again where only the moment was wrong, else the list."""
    if isinstance(refusal, MomentOrNow | MomentPassed | TooEarly):
        return _preview(chosen_for_release(request.form.getlist("case"), me()), gone=0, refusal=refusal)
    return _page(refusal)


@blueprint.post("/releases")
@refused_by(_refused)
@writes
def release() -> Response:
    """Release the chosen results together, or let them go out at a moment to come."""
    at = _moment_typed()
    number = actions.release(case_ids=request.form.getlist("case"), at=at, actor=me(), now=now())
    if at is not None:
        flash(
            ngettext("%(num)s result goes out by itself on %(moment)s.", "%(num)s results go out by themselves on %(moment)s.",
                     number, moment=(moment(at) or {})["full"]),
            "done",
        )  # fmt: skip
        return redirect(url_for("panel.releases", cycle=request.args.get("cycle")))
    flash(
        ngettext(
            "%(num)s result is released. Its candidate gets a message that it is there.",
            "%(num)s results are released. Their candidates get a message that they are there.",
            number,
        ),
        "done",
    )
    return redirect(url_for("panel.releases", cycle=request.args.get("cycle")))


def _moment_typed() -> datetime | None:
    """Return the moment that was chosen, or None for now. Raises MomentOrNow for both, MomentPassed for what cannot be read."""
    if request.form.get("when") != "at":
        if request.form.get("at", "").strip():
            raise MomentOrNow()
        return None
    at = local_moment(request.form.get("at"), me().timezone)
    if at is None:
        raise MomentPassed()
    return at


def _page(refusal: Refusal | None) -> str:
    cycle, _cycles = chosen_cycle()
    rows = waiting_for_release(cycle.id, me(), limit=A_PAGE + 1, after=from_key(request.args.get("after")))
    onward = rows[A_PAGE - 1] if len(rows) > A_PAGE else None
    return render_template(
        "panel/releases.html",
        refusal=refusal,
        cycle=cycle.id,
        name=cycle_name(cycle),
        board=url_for("panel.board", cycle=cycle.id),
        rows=[_row(row) for row in rows[:A_PAGE]],
        older=_address(cycle.id, to_key(onward.state_since, onward.id)) if onward else None,
        newer=_address(cycle.id, None) if request.args.get("after") else None,
    )


def _address(cycle_id: str, after: str | None) -> str:
    return url_for("panel.releases", cycle=cycle_id, after=after)


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "cells": {
            "case": {"text": row["reference"], "href": row["href"], "code": True},
            "outcome": {"outcome": row["outcome"], "levels": row["levels"]},
            "method": row["method"],
            "goes_out": {"when": row["goes_out"]} if row["goes_out"] else "–",
        }
    }


def _row(row: Any) -> dict[str, Any]:
    scale = scale_view(row.scale_version_id, locale())
    levels: Sequence[Any] = levels_of(scale)
    return {
        "id": row.id, "reference": row.reference, "outcome": outcome_view(as_outcome(row), scale), "levels": levels,
        "beside": beside_required(as_outcome(row), row.required_level),
        "method": method_word(row.method), "since": moment(row.state_since),
        "href": url_for("panel.case", case_id=row.id), "goes_out": moment(row.release_at), "held": row.held_why,
        "hold": url_for("panel.release_hold", case_id=row.id),
    }  # fmt: skip
