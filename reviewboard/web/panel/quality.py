"""What checks of agreed cases found in one cycle, once they are sealed; those that differ wait for a lead's note.

How many cases were drawn, and how many checks are under way, is not told here: whoever confirms an agreement could see
the number move, and would know. A figure that fewer than five checks stand behind is not told either: of one case it would be
the gap, to a lead who may still hear its candidate. Query fields: `cycle` (an id), `after`.
"""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from reviewboard.quality.queries import differing, figures_of
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import me
from reviewboard.web.filters import moment
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.cycles import chosen_cycle, cycle_name, cycle_options
from reviewboard.web.quality_view import follows_word, found_bars, gap_word, level_bars, of_many, pair_bars, unit_bars

A_PAGE = 50


@blueprint.get("/quality")
def quality() -> str:
    """Show what checks found."""
    cycle, cycles = chosen_cycle()
    figures, after = figures_of([cycle.id], me())[cycle.id], from_key(request.args.get("after"))
    many = of_many(figures)
    rows = differing(cycle.id, me(), limit=A_PAGE + 1, after=after)
    last = rows[A_PAGE - 1] if len(rows) > A_PAGE else None
    return render_template(
        "panel/quality.html",
        cycle=cycle.id,
        name=cycle_name(cycle),
        cycles=cycle_options(cycles),
        sealed=figures.sealed,
        found=found_bars(many),
        levels=level_bars(many),
        pairs=pair_bars(many),
        units=unit_bars(many),
        rows=[_row(row) for row in rows[:A_PAGE]],
        older=url_for("panel.quality", cycle=cycle.id, after=to_key(last.found_at, last.id)) if last else None,
        newer=url_for("panel.quality", cycle=cycle.id) if after else None,
    )


def _row(row: Any) -> dict[str, Any]:
    return {
        "cells": {
            "case": {"text": row.reference, "href": url_for("panel.check", case_id=row.case_id), "code": True},
            "found": gap_word(row.gap) if row.opened else _("differs"),
            "since": {"when": moment(row.found_at)},
            "follows": follows_word(row.follows) if row.follows else _("waits for a note"),
        },
        "needs": row.follows is None,
        "done": row.follows is not None,
    }
