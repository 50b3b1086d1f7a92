"""Sealing ends a rating: whole or not at all, digested, never edited again. The second seal opens both at once."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.digest import digest
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.rating.desk import open_desk
from reviewboard.stages.rating.draft import rating_row
from reviewboard.stages.rating.queries import as_draft, citations_of, shape_of
from reviewboard.stages.rating.refusals import RatingIncomplete, ReviewedAnother
from reviewboard.stages.rating.rules import missing_before_seal
from reviewboard.stages.rating.tables import Citation, Rating
from reviewboard.stages.step import take_step
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS, Facts


def seal_rating(*, seat_id: str, version: int, actor: Principal, now: datetime) -> Rating:
    """Seal one's own rating as it stood at version. Return it.

    Raises RatingIncomplete with what is missing, ReviewedAnother, RatingAlreadySealed, NotYours.
    """
    desk = open_desk(seat_id, actor)
    row, _ = rating_row(desk, actor, now=now)
    db.session.flush()
    cited = citations_of(row.id)
    draft = as_draft(row, cited)
    if row.version != version:
        raise ReviewedAnother(current={"version": row.version}, typed={"version": version})
    if missing := missing_before_seal(draft, shape_of(row.scale_version_id)):
        raise RatingIncomplete(missing)
    row.state, row.sealed_at = "sealed", now
    row.digest = rating_digest(row, cited)
    desk.seat.sealed_at = desk.seat.touched_at = now
    db.session.flush()
    take_step(desk.case, "seal", actor=actor, now=now, facts=Facts(complete=True), subject=f"rating:{row.id}",
              details={"digest": row.digest, "seat": seat_id})  # fmt: skip
    _open_both(desk.case, now=now)
    db.session.flush()
    return row


def _open_both(case: Case, *, now: datetime) -> None:
    """Note the moment from which both first ratings are sealed."""
    sealed = db.session.execute(
        select(func.count()).where(
            Seat.case_id == case.id, Seat.place <= SEATS, Seat.ended_at.is_(None), Seat.sealed_at.is_not(None)
        )
    ).scalar_one()
    if case.both_sealed_at is None and sealed == SEATS:
        case.both_sealed_at = now


def rating_digest(row: Rating, citations: Sequence[Citation]) -> str:
    """Return the SHA-256 of all that a sealed rating says, its citations in order. The journal holds it."""
    return digest(sealed_content(row, citations))


def sealed_content(row: Rating, citations: Sequence[Citation]) -> dict[str, Any]:
    """Return all that a sealed rating says, as values of one fixed form."""
    said = ("id", "seat_id", "case_id", "assessor_id", "scale_version_id", "in_scope", "dimensions", "outcome", "level",
            "competency", "reasons", "why_not_above", "evidence_rule_noted")  # fmt: skip
    cited = ("id", "example_id", "field", "start", "end", "quote", "dimension", "level", "note")
    sealed_at = row.sealed_at.astimezone(UTC).isoformat() if row.sealed_at else None
    return {name: getattr(row, name) for name in said} | {
        "sealed_at": sealed_at,
        "citations": [{name: getattr(citation, name) for name in cited} for citation in citations],
    }
