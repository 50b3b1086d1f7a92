"""The journal, newest first."""

from flask import render_template

from reviewboard.web.auditor import blueprint


@blueprint.get("/audit/journal")
def journal() -> str:
    """Show one page of the journal."""
    return render_template("auditor/journal.html", rows=[])
