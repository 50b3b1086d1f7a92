"""Reads of one's own rating. Nobody's draft but the author's loads here, and never another's rating."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select

from reviewboard.extensions import db
from reviewboard.foundation.scale.queries import scale_of
from reviewboard.foundation.scale.wording import wording_of
from reviewboard.stages.rating import rules
from reviewboard.stages.rating.rules import Outcome, RatingDraft, ScaleShape
from reviewboard.stages.rating.tables import Citation, Rating

BLANK = RatingDraft(
    in_scope=None, dimensions={}, outcome=None, reasons="", reasons_dimension={}, why_not_above="", citations=(),
    single_contact_noted=None,
)  # fmt: skip

_RATING = select(Rating).where(Rating.seat_id == bindparam("seat_id")).execution_options(populate_existing=True)
_CITATIONS = (
    select(Citation).where(Citation.rating_id == bindparam("rating_id")).order_by(Citation.created_at, Citation.id)
)


@dataclass(frozen=True)
class OwnRating:
    """The rating of one seat as its author sees it; `row` None and `version` 0 before anything was written."""

    row: Rating | None
    version: int
    draft: RatingDraft
    citations: tuple[Citation, ...]


def own_rating(seat_id: str) -> OwnRating:
    """Return the rating of a seat with its citations, oldest first. Two statements."""
    row = rating_of(seat_id)
    if row is None:
        return OwnRating(None, 0, BLANK, ())
    cited = citations_of(row.id)
    return OwnRating(row, row.version, as_draft(row, cited), tuple(cited))


def rating_of(seat_id: str) -> Rating | None:
    """Return the rating of a seat as it is now, or None."""
    return db.session.execute(_RATING, {"seat_id": seat_id}).scalar_one_or_none()


def citations_of(rating_id: str) -> list[Citation]:
    """Return the citations of a rating, oldest first."""
    return list(db.session.execute(_CITATIONS, {"rating_id": rating_id}).scalars())


def cited_dimensions() -> Any:
    """A column: of each citation of the row's rating its dimension, or "", each on a line; None where there is no citation."""
    each = func.aggregate_strings(func.coalesce(Citation.dimension, ""), "\n")
    return select(each).where(Citation.rating_id == Rating.id).correlate(Rating).scalar_subquery()


def as_draft(row: Rating, citations: Sequence[Citation]) -> RatingDraft:
    """Return a stored rating and its citations as the value that rules look at."""
    return RatingDraft(
        in_scope=row.in_scope,
        dimensions={key: said.get("level") for key, said in row.dimensions.items()},
        outcome=as_outcome(row),
        reasons=row.reasons,
        reasons_dimension={key: said.get("reasons", "") for key, said in row.dimensions.items()},
        why_not_above=row.why_not_above,
        citations=tuple(
            rules.Citation(one.example_id, one.field, one.start, one.end, one.quote, one.dimension, one.level, one.note)
            for one in citations
        ),
        single_contact_noted=row.evidence_rule_noted,
    )


def as_outcome(row: Rating) -> Outcome | None:
    """Return the outcome a rating says in its three columns, or None while it says none."""
    if row.outcome is None:
        return None
    return Outcome.from_dict({"kind": row.outcome, "level": row.level, "competency": row.competency})


def shape_of(scale_version_id: str) -> ScaleShape:
    """Return what a rating needs of its scale version. Raises NotYours for an unknown one."""
    scale = scale_of(scale_version_id)
    return ScaleShape(
        levels=scale.level_numbers,
        dimensions=scale.dimension_keys,
        other_competencies=tuple(other.code for other in scale.other_competencies),
        evidence_rule_levels=scale.evidence_rule_levels,
        wording=wording_of(scale),
    )
