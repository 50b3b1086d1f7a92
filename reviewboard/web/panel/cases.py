"""The cases of one stage, so that a count on the board leads to what it counts. Raters and candidates are nowhere in it.

Query fields: `cycle` (an id), `stage` (assignment, rating, consensus, record), `after`.
"""

from flask import render_template, request, url_for
from flask_babel import gettext as _

from reviewboard.stages.record.board import cases_in
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import me
from reviewboard.web.filters import moment
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.board import STAGES, stage_word
from reviewboard.web.panel.cycles import chosen_cycle, cycle_name

A_PAGE = 50
LISTED = ("assignment", "rating", "consensus", "record")  # what is still being written is its candidate's alone


@blueprint.get("/cases")
def cases() -> str:
    """List the cases of one stage, those that came to it last first."""
    cycle, _cycles = chosen_cycle()
    asked = request.args.get("stage", "")
    stage = asked if asked in LISTED else "consensus"
    after = from_key(request.args.get("after"))
    rows = cases_in(cycle.id, me(), STAGES[stage], after=after, limit=A_PAGE + 1)
    last = rows[A_PAGE - 1] if len(rows) > A_PAGE else None
    here = {"cycle": cycle.id, "stage": stage}
    return render_template(
        "panel/cases.html",
        name=cycle_name(cycle),
        title=stage_word(stage),
        board=url_for("panel.board", cycle=cycle.id),
        stages=[
            {"label": stage_word(one), "href": url_for("panel.cases", cycle=cycle.id, stage=one), "current": one == stage}
            for one in LISTED
        ],
        columns=[
            {"key": "case", "label": _("Case")}, {"key": "state", "label": _("State")},
            {"key": "since", "label": _("Since")},
        ],
        rows=[
            {
                "cells": {
                    "case": {"text": row.reference, "href": url_for("panel.case", case_id=row.id), "code": True},
                    "state": {"status": row.state},
                    "since": {"when": moment(row.since)},
                }
            }
            for row in rows[:A_PAGE]
        ],
        older=url_for("panel.cases", **here, after=to_key(last.state_since, last.id)) if last else None,
        newer=url_for("panel.cases", **here) if after else None,
    )
