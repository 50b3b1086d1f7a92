"""Evidence of the case at hand, page by page as the board drew it: never under its own name, and never the file itself."""

from reviewboard.web.assessor import blueprint
from reviewboard.web.evidence import show_pages

show_pages(blueprint, "/desk/<seat_id>/evidence", back="rate")
