"""The stub of a case: what proves that it was here and how it was kept, and tells nothing of anybody.

What it holds stands in the journal too, entry by entry: `flask check` compares the two.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.record.tables import Record
from reviewboard.stages.retention.rules import Life, Schedule
from reviewboard.stages.submission.tables import Case, Evidence


def stub_of(case: Case, life: Life, schedule: Schedule, *, afresh: Sequence[str]) -> dict[str, Any]:
    """Return the stub as JSON values: digests, moments and counts; no name, no level, no word that anybody wrote.

    `afresh` are the cases that a fresh pair rated for it, which go with it: their ratings are counted in.
    """
    ids = [case.id, *afresh]
    return {
        "scale_version": case.scale_version_id,
        "language": case.language,
        "state": case.state,
        "submitted_at": _iso(case.submitted_at),
        "ended_at": _iso(life.ended_at),
        "last_used_at": _iso(life.last_used_at),
        "schedule": schedule.as_policy(),
        "afresh": sorted(afresh),
        "submission": case.digest,
        "ratings": _column(select(Rating.digest).where(Rating.case_id.in_(ids), Rating.state == "sealed")),
        "records": _column(select(Record.digest).where(Record.case_id.in_(ids))),
        "files": _column(select(Evidence.sha256).where(Evidence.case_id.in_(ids), Evidence.removed_at.is_(None))),
        "entries": db.session.execute(
            select(func.count()).select_from(JournalEntry).where(JournalEntry.case_id.in_(ids))
        ).scalar_one(),
    }


def _column(query: Any) -> Sequence[str]:
    return sorted(db.session.execute(query).scalars())


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
