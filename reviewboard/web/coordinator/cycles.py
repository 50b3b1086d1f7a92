"""The coordinator's cycles, the open ones first."""

from flask import render_template

from reviewboard.web.coordinator import blueprint


@blueprint.get("/cycles")
def cycles() -> str:
    """List the cycles this person coordinates."""
    return render_template("coordinator/cycles.html", rows=[])
