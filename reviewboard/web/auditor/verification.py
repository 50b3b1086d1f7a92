"""Does the chain hold: the last entries verified on screen, the whole of it by command.

Query field: `entries` (how many, from the newest back).
"""

from flask import render_template, request

from reviewboard.foundation.journal.chain import Anchor, breaches
from reviewboard.foundation.journal.queries import anchor, last_entries
from reviewboard.stages.journal_words import fault_word
from reviewboard.web.auditor import blueprint
from reviewboard.web.numbers import whole_number

USUAL, MOST = 1000, 5000
SHOWN = 50


@blueprint.get("/audit/verification")
def verification() -> str:
    """Verify the last entries."""
    asked = whole_number(request.args.get("entries"))
    wanted = USUAL if asked is None else min(asked, MOST)
    end, entries = anchor(), last_entries(max(1, wanted) + 1)
    start = Anchor(0, "0" * 64)
    if entries and entries[0]["number"] != 1:
        start = Anchor(entries[0]["number"], entries[0]["hash"])
        entries = entries[1:]
    found = list(breaches(entries, end, start))
    return render_template(
        "auditor/verification.html",
        wanted=wanted,
        most=MOST,
        checked=len(entries),
        first=entries[0]["number"] if entries else None,
        end=end,
        breaches=[fault_word(breach) for breach in found[:SHOWN]],
        count=len(found),
    )
