"""A rating is written alone and saved as it grows. A save on an old version is told so, and overwrites nothing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import StaleWrite
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.rating.desk import Desk, open_desk
from reviewboard.stages.rating.filler import Hollow
from reviewboard.stages.rating.queries import as_draft, cited_dimensions, shape_of
from reviewboard.stages.rating.refusals import NotOnThisScale, TooLong
from reviewboard.stages.rating.rules import Missing, RatingDraft, ScaleShape, missing_before_seal, thin_dimensions
from reviewboard.stages.rating.tables import Rating

MOST_TEXT = 10_000  # characters of any one text


@dataclass(frozen=True)
class Saved:
    """A draft after it was saved: its version, what it still lacks before the seal, and what of it rests on little."""

    version: int
    missing: tuple[Missing | Hollow, ...]
    thin: dict[str, tuple[bool, bool]]


def open_seat(*, seat_id: str, actor: Principal, now: datetime) -> bool:
    """Note that the text was opened, once. Return whether this was the first time. One guarded statement."""
    opened: Any = db.session.execute(
        update(Seat)
        .where(Seat.id == seat_id, Seat.assessor_id == actor.account_id, Seat.ended_at.is_(None))
        .where(Seat.cleared_at.is_not(None), Seat.opened_at.is_(None))
        .values(opened_at=now)
        .execution_options(synchronize_session=False)
    )
    return bool(opened.rowcount)


def save_draft(*, seat_id: str, version: int, typed: RatingDraft, actor: Principal, now: datetime) -> Saved:
    """Save what was typed over version (0 before the first save); citations are kept by their own verbs.

    Raises StaleWrite with both texts, NotOnThisScale, TooLong, RatingAlreadySealed, NotYours.
    """
    desk = open_desk(seat_id, actor)
    scale = shape_of(desk.case.scale_version_id)
    _check(typed, scale)
    row, cited = rating_row(desk, actor, now=now)
    if row.version != version:
        raise StaleWrite(current=asdict(as_draft(row, ())), typed=asdict(typed))
    outcome = typed.outcome
    row.in_scope = typed.in_scope
    row.dimensions = {
        key: {"level": typed.dimensions.get(key), "reasons": typed.reasons_dimension.get(key, "")}
        for key in {**typed.dimensions, **typed.reasons_dimension}
    }
    row.outcome = outcome.kind.value if outcome else None
    row.level = outcome.level if outcome else None
    row.competency = outcome.competency if outcome else None
    row.reasons = typed.reasons
    row.why_not_above = typed.why_not_above
    row.evidence_rule_noted = bool(typed.single_contact_noted)
    touch(row, desk, now=now)
    return Saved(row.version, _missing(typed, scale, cited), thin_dimensions(typed, cited))


def _missing(typed: RatingDraft, scale: ScaleShape, cited: Sequence[str]) -> tuple[Missing | Hollow, ...]:
    """Citations were checked when they were added: here it counts only whether there are any."""
    lacking = missing_before_seal(replace(typed, citations=()), scale)
    return tuple(part for part in lacking if part != Missing.CITATION or not cited)


def rating_row(desk: Desk, actor: Principal, *, now: datetime) -> tuple[Rating, list[str]]:
    """Return the desk's rating, made at version 0 where there is none yet, and the dimension ("" for none) of each passage."""
    found = db.session.execute(
        select(Rating, cited_dimensions()).where(Rating.seat_id == desk.seat.id).execution_options(populate_existing=True)
    ).one_or_none()
    if found is not None:
        return found[0], [] if found[1] is None else found[1].split("\n")
    row = Rating(
        seat_id=desk.seat.id, case_id=desk.case.id, assessor_id=actor.account_id, dimensions={}, version=0,
        scale_version_id=desk.case.scale_version_id, updated_at=now,
    )  # fmt: skip
    db.session.add(row)
    return row, []


def touch(row: Rating, desk: Desk, *, now: datetime) -> None:
    """Count one more version of the draft, and note at the seat that it was worked on."""
    row.version += 1
    row.updated_at = desk.seat.touched_at = now
    db.session.flush()


def _check(typed: RatingDraft, scale: ScaleShape) -> None:
    outcome = typed.outcome
    levels = {*typed.dimensions.values(), outcome.level if outcome else None}
    codes = {None, "", *scale.other_competencies}
    known = (
        levels <= {None, *scale.levels}
        and {*typed.dimensions, *typed.reasons_dimension} <= {*scale.dimensions}
        and (outcome.competency if outcome else None) in codes
    )
    if not known:
        raise NotOnThisScale()
    if any(len(text) > MOST_TEXT for text in (typed.reasons, typed.why_not_above, *typed.reasons_dimension.values())):
        raise TooLong(most=MOST_TEXT)
