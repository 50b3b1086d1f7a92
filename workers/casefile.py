"""The courier of case files: a PDF is made outside any transaction, then noted."""

from datetime import datetime, timedelta
from typing import Any

from reviewboard.stages.casefile import actions
from workers.app import courier

SILENT = timedelta(seconds=20)
"""The printing tells each page. One that tells nothing for so long was killed with its worker, and another makes the file."""


@courier("casefile.make", outside=actions.make, silent=SILENT)
def make(file_id: str, *, now: datetime, **made: Any) -> None:
    """Note one case file as made."""
    actions.note_made(file_id=file_id, now=now, **made)
