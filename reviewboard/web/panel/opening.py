"""What a lead opens of a case is entered in the journal before it is shown."""

from flask import g

from reviewboard.foundation.access.permissions import may
from reviewboard.foundation.database import transaction
from reviewboard.stages.lead_reading import is_being_read, read_as_lead
from reviewboard.web.door import me, now


def note_opening(case_id: str, subject: str) -> None:
    """Enter that this lead opens a subject (see `read_as_lead`), once an hour; also by a form that is refused."""
    if is_being_read(case_id=case_id, subject=subject, actor=me(), now=now()):
        return
    with transaction():
        read_as_lead(case_id=case_id, subject=subject, actor=me(), now=now())


def note_text(case_id: str) -> bool:
    """Enter that this lead opens the text of the case at hand, where they may. Return whether they may: it is shown then."""
    if not may(me(), "file.read", g.facts):
        return False
    note_opening(case_id, f"case:{case_id}")
    return True
