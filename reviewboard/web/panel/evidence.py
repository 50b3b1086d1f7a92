"""Evidence of a disputed case and of its candidate's answer, page by page under a number: never the file itself."""

from flask import g

from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.consensus.supplement import is_handed_in
from reviewboard.web.door import me
from reviewboard.web.evidence import show_pages
from reviewboard.web.panel import blueprint


def _handed_in(_evidence_id: str) -> None:
    """An answer is read once it is handed in. Raises NotYours."""
    require(me(), "answer.read", g.facts)
    if not is_handed_in(g.case.id):
        raise NotYours()


show_pages(blueprint, "/disputes/<case_id>/evidence", back="dispute")
show_pages(blueprint, "/disputes/<case_id>/answer", back="dispute", of_answer=True, first=_handed_in)
