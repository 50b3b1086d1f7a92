"""The sealed ratings of a case as values. Until both first ones are sealed there are none: a draft never loads here.

A check of what is recorded is none of them: it decides nothing, and only those who may read checks ask for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from reviewboard.extensions import db
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.rating.queries import as_draft
from reviewboard.stages.rating.rules import Outcome, RatingDraft
from reviewboard.stages.rating.tables import Citation, Rating
from reviewboard.stages.workflow import CHECK_PLACE, SEATS


@dataclass(frozen=True)
class SealedRating:
    """One sealed rating: `place` 1 and 2 are the first two, 3 a third one, 4 a check.

    `citation_ids` follow `draft.citations`.
    """

    id: str
    place: int
    assessor_id: str
    digest: str
    sealed_at: datetime
    draft: RatingDraft
    citation_ids: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """What it says; a sealed rating always says something."""
        assert self.draft.outcome is not None  # noqa: S101 (the table refuses a sealed rating without outcome)
        return self.draft.outcome


def sealed_ratings(case_id: str) -> tuple[SealedRating, ...]:
    """Return the sealed ratings of the live seats by place, or nothing until both first ones are sealed.

    Two statements: ratings, citations.
    """
    found = _sealed_at(case_id, Seat.place < CHECK_PLACE)
    return found if sum(one.place <= SEATS for one in found) == SEATS else ()


def sealed_check(case_id: str) -> SealedRating | None:
    """Return the sealed rating of the check of a case, or None. Two statements."""
    return next(iter(_sealed_at(case_id, Seat.place == CHECK_PLACE)), None)


def _sealed_at(case_id: str, places: ColumnElement[bool]) -> tuple[SealedRating, ...]:
    rows = db.session.execute(
        select(Rating, Seat.place)
        .join(Seat, Seat.id == Rating.seat_id)
        .where(Rating.case_id == case_id, Rating.state == "sealed", Seat.ended_at.is_(None), places)
        .order_by(Seat.place)
    ).all()
    if not rows:
        return ()
    cited: dict[str, list[Citation]] = {row.id: [] for row, _ in rows}
    for citation in db.session.execute(
        select(Citation).where(Citation.rating_id.in_(cited)).order_by(Citation.created_at, Citation.id)
    ).scalars():
        cited[citation.rating_id].append(citation)
    return tuple(_sealed(row, place, cited[row.id]) for row, place in rows)


def _sealed(row: Rating, place: int, citations: Sequence[Citation]) -> SealedRating:
    return SealedRating(
        id=row.id,
        place=place,
        assessor_id=row.assessor_id,
        digest=row.digest or "",
        sealed_at=row.sealed_at or row.updated_at,
        draft=as_draft(row, citations),
        citation_ids=tuple(citation.id for citation in citations),
    )


def as_outcome(row: Any) -> Outcome:
    """Return the outcome that a row (of an agreement, a resolution, a record) says in its three columns."""
    return Outcome.from_dict({"kind": row.outcome, "level": row.level, "competency": row.competency})


def first_two(ratings: Sequence[SealedRating]) -> tuple[SealedRating, SealedRating]:
    """Return the two first ratings. Raises ValueError when they are not both there."""
    first, second = (one for one in ratings if one.place <= SEATS)
    return first, second
