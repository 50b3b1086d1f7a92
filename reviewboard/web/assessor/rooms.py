"""All discussions of this assessor, those that go on longest first.

Query field: `after` (a key).
"""

from typing import Any

from flask import render_template, request, url_for

from reviewboard.stages.assignment.queries import PAGE, Key, discussions
from reviewboard.web.assessor import blueprint
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import me
from reviewboard.web.filters import moment


@blueprint.get("/desk/rooms")
def rooms() -> str:
    """Show one page of the person's discussions."""
    after = from_key(request.args.get("after"))
    found = discussions(me().account_id or "", after=Key(*after) if after else None, limit=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return render_template(
        "assessor/rooms.html",
        rows=[_row(row) for row in found[:PAGE]],
        older=url_for("assessor.rooms", after=to_key(last.state_since, last.id)) if last else None,
        newer=url_for("assessor.rooms") if after else None,
    )


def _row(row: Any) -> dict[str, Any]:
    link = {"text": row.reference, "href": url_for("assessor.room", case_id=row.case_id), "code": True}
    return {"cells": {"case": link, "since": {"when": moment(row.state_since)}}}
