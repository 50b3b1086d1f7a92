"""Evidence of a disputed case and of its candidate's answer, page by page under a number: never the file itself."""

from flask import g

from reviewboard.foundation.access.permissions import may, require
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.consensus.supplement import is_handed_in
from reviewboard.web.door import me
from reviewboard.web.evidence import accepted_file, show_pages
from reviewboard.web.panel import blueprint
from reviewboard.web.panel.opening import note_opening


def _opened(evidence_id: str) -> None:
    """Enter that this piece of evidence is opened. Raises NotYours where the case has no such file."""
    accepted_file(g.case, evidence_id, of_answer=False)
    note_opening(g.case.id, f"evidence:{evidence_id}")


def _handed_in(evidence_id: str) -> None:
    """An answer is read once it is handed in; that it is opened is entered. Raises NotYours."""
    require(me(), "answer.read", g.facts)
    if not is_handed_in(g.case.id):
        raise NotYours()
    if may(me(), "file.read", g.facts):
        accepted_file(g.case, evidence_id, of_answer=True)
        note_opening(g.case.id, f"evidence:{evidence_id}")


show_pages(blueprint, "/disputes/<case_id>/evidence", back="dispute", first=_opened)
show_pages(blueprint, "/disputes/<case_id>/answer", back="dispute", of_answer=True, first=_handed_in)
