"""What a lead opens of a case is entered in the journal before it is shown."""

from reviewboard.foundation.database import transaction
from reviewboard.stages.lead_reading import is_being_read, read_as_lead
from reviewboard.web.door import me, now


def note_opening(case_id: str, subject: str) -> None:
    """Enter that this lead opens a subject (see `read_as_lead`), once an hour; also by a form that is refused."""
    if is_being_read(case_id=case_id, subject=subject, actor=me(), now=now()):
        return
    with transaction():
        read_as_lead(case_id=case_id, subject=subject, actor=me(), now=now())


def note_text(case_id: str) -> None:
    """Enter that this lead opens the text of a case."""
    note_opening(case_id, f"case:{case_id}")
