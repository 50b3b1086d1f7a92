"""What left this desk by time: the list, and one's own words of each. Nothing of the candidate's, nothing cited."""

from typing import Any

from flask import g, render_template, url_for
from flask_babel import gettext as _

from reviewboard.foundation.scale.queries import scale_view
from reviewboard.stages.rating.left import left_desk
from reviewboard.stages.rating.queries import own_rating
from reviewboard.web.assessor import blueprint
from reviewboard.web.assessor.page import rating_facts
from reviewboard.web.door import me
from reviewboard.web.filters import moment
from reviewboard.web.language import locale


@blueprint.get("/desk/left")
def left() -> str:
    """List the cases that left this desk because they were late or the person was away."""
    return render_template("assessor/left.html", rows=[_row(row) for row in left_desk(me().account_id or "")])


@blueprint.get("/desk/left/<left_seat_id>")
def left_draft(left_seat_id: str) -> str:
    """Show the person's own words of a seat they no longer hold."""
    own = own_rating(left_seat_id)
    scale = scale_view(g.case.scale_version_id, locale())
    notes = [citation.note for citation in own.citations if citation.note]
    return render_template(
        "assessor/left_draft.html",
        reference=g.case.reference,
        why=why_left(g.seat.ended_why),
        ended_at=moment(g.seat.ended_at),
        facts=rating_facts(own, scale) if own.row else [],
        notes=notes,
    )


def why_left(why: str) -> str:
    """Return in a sentence why a seat left its desk."""
    return {"overdue": _("It was three days late."), "away": _("You were on leave until after it was due.")}[why]


def _row(row: Any) -> dict[str, Any]:
    return {
        "cells": {
            "case": {
                "text": row.reference, "href": url_for("assessor.left_draft", left_seat_id=row.id), "code": True,
            },
            "ended": {"when": moment(row.ended_at)},
            "why": why_left(row.ended_why),
            "written": {"when": moment(row.updated_at)},
        },
    }  # fmt: skip
