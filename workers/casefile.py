"""The courier of case files: a PDF is made outside any transaction, then noted."""

from datetime import datetime
from typing import Any

from reviewboard.stages.casefile import actions
from workers.app import courier


@courier("casefile.make", outside=actions.make)
def make(file_id: str, *, now: datetime, **made: Any) -> None:
    """Note one case file as made."""
    actions.note_made(file_id=file_id, now=now, **made)
