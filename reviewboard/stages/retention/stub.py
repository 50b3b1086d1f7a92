"""The stub of a case: what proves that it was here and how it was kept, and tells nothing of anybody.

What it holds stands in the journal too, entry by entry: `flask check` compares the two.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.record.tables import Record
from reviewboard.stages.retention.rules import Life, Schedule
from reviewboard.stages.submission.tables import Case, Evidence


def stubs_of(
    lives: Mapping[str, Life], schedule: Schedule, *, afresh: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, Any]]:
    """Return the stub of each case as JSON values: digests, moments and counts; no name, no level, no word that anybody wrote.

    `afresh` are the cases that a fresh pair rated for each, which go with it: their ratings are counted in. Five statements.
    """
    ids = [*lives, *(fresh_id for own in afresh.values() for fresh_id in own)]
    cases = {one.id: one for one in db.session.execute(select(Case).where(Case.id.in_(list(lives)))).scalars()}
    ratings = _by_case(select(Rating.case_id, Rating.digest).where(Rating.case_id.in_(ids), Rating.state == "sealed"))
    records = _by_case(select(Record.case_id, Record.digest).where(Record.case_id.in_(ids)))
    files = _by_case(
        select(Evidence.case_id, Evidence.sha256).where(Evidence.case_id.in_(ids), Evidence.removed_at.is_(None))
    )
    entries = _by_case(
        select(JournalEntry.case_id, func.count()).where(JournalEntry.case_id.in_(ids)).group_by(JournalEntry.case_id)
    )
    stubs = {}
    for case_id, life in lives.items():
        case, own = cases[case_id], [case_id, *afresh.get(case_id, ())]
        stubs[case_id] = {
            "scale_version": case.scale_version_id,
            "language": case.language,
            "state": case.state,
            "submitted_at": _iso(case.submitted_at),
            "ended_at": _iso(life.ended_at),
            "last_used_at": _iso(life.last_used_at),
            "schedule": schedule.as_policy(),
            "afresh": sorted(own[1:]),
            "submission": case.digest,
            "ratings": sorted(digest for one in own for digest in ratings[one]),
            "records": sorted(digest for one in own for digest in records[one]),
            "files": sorted(digest for one in own for digest in files[one]),
            "entries": sum(number for one in own for number in entries[one]),
        }
    return stubs


def _by_case(query: Any) -> dict[str, list[Any]]:
    """Return what a query of two columns says, the second by the first, which is a case's id."""
    found: dict[str, list[Any]] = defaultdict(list)
    for case_id, value in db.session.execute(query):
        found[case_id].append(value)
    return found


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
