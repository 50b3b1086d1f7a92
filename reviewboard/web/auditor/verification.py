"""Does the chain hold: the last entries verified on screen, the whole of it by command.

Query field: `entries` (how many, from the newest back).
"""

from flask import render_template, request
from flask_babel import gettext as _

from reviewboard.foundation.journal.chain import Anchor, Breach, breaches
from reviewboard.foundation.journal.queries import anchor, last_entries
from reviewboard.web.auditor import blueprint

USUAL, MOST = 1000, 5000
SHOWN = 50


@blueprint.get("/audit/verification")
def verification() -> str:
    """Verify the last entries."""
    asked = request.args.get("entries", "")
    wanted = min(int(asked), MOST) if asked.isascii() and asked.isdigit() and 0 < len(asked) <= 6 else USUAL
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
        breaches=[_sentence(breach) for breach in found[:SHOWN]],
        count=len(found),
    )


def _sentence(breach: Breach) -> str:
    words = (
        ("follows", _("Entry %(number)s: entries before it are missing or renumbered.", number=breach.number)),
        ("does not", _("Entry %(number)s: it does not continue from the entry before it.", number=breach.number)),
        ("was edited", _("Entry %(number)s: it was edited.", number=breach.number)),
        ("differs", _("Entry %(number)s: it differs from the end that is on record.", number=breach.number)),
        ("is in", _("Entry %(number)s: it is on record and is not there: the journal was cut short.",
                    number=breach.number)),
    )  # fmt: skip
    return next(sentence for begins, sentence in words if breach.what.startswith(begins))
