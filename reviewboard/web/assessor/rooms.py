"""All discussions of this assessor, those that go on longest first.

Query field: `after` (a key).
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.stages.assignment.queries import PAGE, Key, discussions
from reviewboard.web.assessor import blueprint
from reviewboard.web.assessor.talks import talks
from reviewboard.web.cursor import from_key, to_key
from reviewboard.web.door import me

MOST = 500  # discussions among which the next one is looked for


@blueprint.get("/desk/rooms")
def rooms() -> str:
    """Show one page of the person's discussions."""
    after = from_key(request.args.get("after"))
    found = discussions(me().account_id or "", after=Key(*after) if after else None, limit=PAGE + 1)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return render_template(
        "assessor/rooms.html",
        rows=[_row(talk) for talk in talks(found[:PAGE])],
        older=url_for("assessor.rooms", after=to_key(last.state_since, last.id)) if last else None,
        newer=url_for("assessor.rooms") if after else None,
    )


@blueprint.get("/desk/rooms/<case_id>/next", defaults={"forward": True})
@blueprint.get("/desk/rooms/<case_id>/previous", defaults={"forward": False})
def next_room(case_id: str, forward: bool) -> Response:
    """Go to the discussion that began next, or before; to the list at either end, with a word."""
    ids = [row.case_id for row in discussions(me().account_id or "", limit=MOST)]
    if case_id not in ids:  # it is over: the oldest that goes on
        beside = ids[:1]
    else:
        here = ids.index(case_id)
        beside = ids[here + 1 : here + 2] if forward else ids[max(here - 1, 0) : here]
    if beside:
        return redirect(url_for("assessor.room", case_id=beside[0]))
    flash(_("That was the last of your discussions.") if forward else _("That was the first of your discussions."), "info")
    return redirect(url_for("assessor.rooms"))


def _row(talk: dict[str, Any]) -> dict[str, Any]:
    cells = {
        "case": {"text": talk["reference"], "href": talk["href"], "code": True},
        "due": {"due": talk["due"]}, "language": talk["language"], "turn": talk["turn"], "since": {"when": talk["since"]},
    }  # fmt: skip
    return {"cells": cells, "needs": talk["mine"]}
