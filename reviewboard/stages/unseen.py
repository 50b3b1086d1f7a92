"""What a check leaves behind on its case: nobody who follows the case learns of it, on no page and in no file.

Whoever checks a case has no other seat on it, so what the board mailed them about it is about the check.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.workflow import CHECK_PLACE, STEPS

OF_CHECKS = "quality."
"""How the names of all other acts on checks begin."""

STEPS_UNSEEN = frozenset((f"case.{step.action}", step.start.value) for step in STEPS if step.unseen)


def seen_entries() -> ColumnElement[bool]:
    """A condition on journal entries: none of a check."""
    of_steps = [and_(JournalEntry.action == action, JournalEntry.from_state == state) for action, state in sorted(STEPS_UNSEEN)]
    return ~or_(JournalEntry.action.startswith(OF_CHECKS), and_(JournalEntry.from_state.is_not(None), or_(*of_steps)))


def checkers_of(case_id: str) -> Select[Any]:
    """Return a query for who sits or sat on the case for its check."""
    return select(Seat.assessor_id).where(Seat.case_id == case_id, Seat.place == CHECK_PLACE)
