"""The page that shows every component in every state, to whoever builds pages: not where people work."""

from flask import Blueprint, current_app, render_template
from werkzeug.exceptions import NotFound

from reviewboard.web.access_list import PUBLIC
from reviewboard.web.gallery import gallery_samples

blueprint = Blueprint("showcase", __name__)
ROUTES = {"showcase.components": PUBLIC}


@blueprint.get("/components")
def components() -> str:
    """Show the components. Invented values only. By https there is no such page."""
    if current_app.extensions["settings"].by_https:
        raise NotFound()
    return render_template("components/gallery.html", **gallery_samples())
