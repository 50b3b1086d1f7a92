"""The page that shows every component in every state."""

from flask import Blueprint, render_template

from reviewboard.web.access_list import PUBLIC
from reviewboard.web.gallery import gallery_samples

blueprint = Blueprint("showcase", __name__)
ROUTES = {"showcase.components": PUBLIC}


@blueprint.get("/components")
def components() -> str:
    """Show the components. Invented values only."""
    return render_template("components/gallery.html", **gallery_samples())
