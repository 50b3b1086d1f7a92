"""The courier of case files: a PDF is made outside any transaction, then noted."""

from datetime import datetime, timedelta
from typing import Any

from printer.limits import WALL
from reviewboard.stages.casefile import actions
from workers.app import courier

TAKES = timedelta(seconds=WALL + 30)
"""So long its message is not sent again; one whose worker was killed comes back from the broker long before."""


@courier("casefile.make", outside=actions.make, takes=TAKES)
def make(file_id: str, *, now: datetime, **made: Any) -> None:
    """Note one case file as made."""
    actions.note_made(file_id=file_id, now=now, **made)
