"""The scale as it lies beside a text. It is the same for every case and every reader, so it is drawn once and kept.

What is kept is known by its content: the texts of the scale in one language, the language of the page, the required level.
The macro that draws it is called by itself, without the page around it, so nothing of a case or of a person can get in.
"""

from functools import lru_cache

from flask import get_template_attribute
from markupsafe import Markup

from reviewboard.foundation.scale.queries import ScaleView
from reviewboard.reader import spoken

KEPT = 64  # panes of some 10 kB: each version in use, in two languages


def scale_pane(scale: ScaleView, *, required: int | None = None) -> Markup:
    """Return the scale, level by level, in the language of the page; `required` is the level to mark."""
    return _drawn(scale, spoken(), required)


@lru_cache(KEPT)
def _drawn(scale: ScaleView, _language: str, required: int | None) -> Markup:
    drawn: Markup = get_template_attribute("components/scale.html", "scale_pane")(scale, required=required)
    return drawn
