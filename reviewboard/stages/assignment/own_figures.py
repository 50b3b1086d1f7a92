"""An assessor's own figures: what they sealed in each open cycle, and their median time from opening to seal.

Nobody else's figures are near, and nothing is compared. Too few ratings tell no median.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.stages.assignment.queries import COUNTED, OWN_SEALED
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.submission.tables import Case

ENOUGH = 5  # ratings; a median of fewer would tell of single cases


@dataclass(frozen=True)
class OwnFigures:
    """One open cycle: its names, how many ratings the person sealed there (at most COUNTED), their median time or None."""

    name_fr: str
    name_en: str
    sealed: int
    median: timedelta | None


_SEALS = (
    select(Cycle.id, Cycle.name_fr, Cycle.name_en, Seat.opened_at, Seat.sealed_at)
    .select_from(Seat)
    .join(Case, Case.id == Seat.case_id)
    .join(Cycle, Cycle.id == Seat.cycle_id)
    .where(OWN_SEALED, Cycle.state == "open")
    .order_by(Seat.sealed_at.desc(), Seat.id)
    .limit(COUNTED)
)


def own_figures(account_id: str) -> list[OwnFigures]:
    """Return the person's figures by open cycle, over their newest COUNTED seals. One statement."""
    rows = db.session.execute(_SEALS, {"person_id": account_id}).all()
    cycles: dict[str, list[Any]] = {}
    for row in rows:
        cycles.setdefault(row.id, []).append(row)
    return [
        OwnFigures(
            seals[0].name_fr, seals[0].name_en, len(seals),
            median_time([seal.sealed_at - seal.opened_at for seal in seals if seal.opened_at]),
        )
        for seals in cycles.values()
    ]  # fmt: skip


def median_time(spans: Sequence[timedelta]) -> timedelta | None:
    """Return the middle of at least ENOUGH spans of time, or None of fewer."""
    return timedelta(seconds=median(span.total_seconds() for span in spans)) if len(spans) >= ENOUGH else None
