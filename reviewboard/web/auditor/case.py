"""The history of one case: every entry about it, oldest first, and the way to its content.

Query field: `before` (a number: earlier entries of a long history).
"""

from flask import g, render_template, request, url_for
from flask_babel import gettext as _

from reviewboard.foundation.journal.queries import entries_before
from reviewboard.stages.auditing import read_history
from reviewboard.stages.coordination import names
from reviewboard.stages.journal_words import action_word
from reviewboard.web.auditor import blueprint
from reviewboard.web.door import me, now, writing
from reviewboard.web.filters import moment
from reviewboard.web.numbers import row_number

PAGE = 100


@blueprint.get("/audit/cases/<case_id>")
def case(case_id: str) -> str:
    """Show what happened to one case. The first look in an hour is entered itself, for it names who rates the case."""
    with writing():
        read_history(case=g.case, actor=me(), now=now())
    before = row_number(request.args.get("before"))
    found = entries_before(before, limit=PAGE + 1, case_id=case_id)
    shown = found[:PAGE]
    people = names(sorted({entry.actor_id for entry in shown if entry.actor_id}))
    return render_template(
        "auditor/case.html",
        case_id=case_id,
        reference=g.case.reference,
        readable=g.case.submitted_at is not None,
        entries=[
            {
                "when": moment(entry.at),
                "title": action_word(entry.action),
                "by": people.get(entry.actor_id, entry.actor_id) if entry.actor_id else _("the board"),
                "text": entry.reason or None,
            }
            for entry in reversed(shown)
        ],
        older=url_for("auditor.case", case_id=case_id, before=shown[-1].number) if len(found) > PAGE else None,
        newer=url_for("auditor.case", case_id=case_id) if before else None,
    )
