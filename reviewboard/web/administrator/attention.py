"""Work of no cycle that failed and waits for a person (a mail with a link, for instance), and sending it again.

Query field: `after`. Fields of sending again: `work` (the number of the work).
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from reviewboard.foundation.refusals import NotYours
from reviewboard.stages import attention as work
from reviewboard.web.administrator import blueprint
from reviewboard.web.administrator.accounts import PAGE
from reviewboard.web.door import fresh_key, me, now, writes
from reviewboard.web.filters import moment
from reviewboard.web.numbers import row_number


@blueprint.get("/admin/attention")
def attention() -> str:
    """List the work that waits for an administrator, oldest first, and what is tried again by itself."""
    after = row_number(request.args.get("after"))
    rows = work.board_attention_page(after=after, limit=PAGE + 1)
    shown = rows[:PAGE]
    return render_template(
        "administrator/attention.html",
        work=[_piece(row) for row in shown],
        waits=[_waits(row) for row in work.board_tried_again(limit=PAGE)],
        key=fresh_key(),
        older=url_for("administrator.attention", after=shown[-1].id) if len(rows) > PAGE else None,
        newer=url_for("administrator.attention") if after else None,
    )


def _what(topic: str) -> str:
    return _("Sending an e-mail") if topic == "notice.send" else topic


def _waits(row: Any) -> dict[str, Any]:
    return {"what": _what(row.topic), "number": row.number, "since": moment(row.since),
            "why": work.plain_reason(row.attention_reason)}  # fmt: skip


def _piece(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "what": _what(row.topic),
        "who": {"text": row.email, "href": url_for("administrator.account", account_id=row.account_id)} if row.email else None,
        "why": work.plain_reason(row.attention_reason),
        "attempts": row.attempts,
        "when": moment(row.attention_at),
    }


@blueprint.post("/admin/attention")
@writes
def send_again() -> Response:
    """Send one piece of work again."""
    row_id = row_number(request.form.get("work"))
    if row_id is None:
        raise NotYours()
    if work.send_board_work_again(row_id=row_id, actor=me(), now=now()):
        flash(_("It is tried again now."), "done")
    return redirect(url_for("administrator.attention"))
