"""A rating rests on passages: words of the candidate, found again where they stand, tied to what they show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.rating.desk import Desk, open_desk
from reviewboard.stages.rating.draft import rating_row, touch
from reviewboard.stages.rating.passages import NotThere, SeveralThere, Span, find
from reviewboard.stages.rating.queries import shape_of
from reviewboard.stages.rating.refusals import (
    NoSuchPart,
    NotOnThisScale,
    PassageAmbiguous,
    PassageNotFound,
    TooLong,
    TooManyPassages,
)  # fmt: skip
from reviewboard.stages.rating.tables import Citation, Rating
from reviewboard.stages.submission.queries import examples_of
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS

MOST_PASSAGES = 60
MOST_QUOTE = 5_000  # characters
MOST_NOTE = 1_000
MOST_OFFERED = 12  # places among which to choose, where words stand more than once


@dataclass(frozen=True)
class Cited:
    """A citation by its id; `unchanged`: it was there already, just so."""

    id: str
    unchanged: bool


def add_citation(
    *, seat_id: str, quote: str, actor: Principal, now: datetime, example_id: str | None = None,
    field: str | None = None, start: int | None = None, dimension: str | None = None, level: int | None = None,
    note: str = "",
) -> Cited:  # fmt: skip
    """Cite a passage in one's own draft. Return what came of it: a citation already there takes the new note, unless none
    is given, and the level, where it had none.

    Without `example_id` or `field` the words are looked for everywhere; without `start` (code points in the field)
    they must stand exactly once where they are looked for.
    Raises NoSuchPart, PassageNotFound, PassageAmbiguous, NotOnThisScale, TooLong, TooManyPassages,
    RatingAlreadySealed, NotYours.
    """
    desk = open_desk(seat_id, actor)
    if len(quote) > MOST_QUOTE or len(note) > MOST_NOTE:
        raise TooLong(most=MOST_QUOTE if len(quote) > MOST_QUOTE else MOST_NOTE)
    scale = shape_of(desk.case.scale_version_id)
    if dimension not in (None, *scale.dimensions) or level not in (None, *scale.levels):
        raise NotOnThisScale()
    place = _place(_parts(desk, example_id, field), quote, start)
    row, cited = rating_row(desk, actor, now=now)
    db.session.flush()
    here = Citation(
        rating_id=row.id, example_id=place.part.example_id, field=place.part.field, start=place.span.start,
        end=place.span.end, quote=place.part.text[place.span.start : place.span.end], dimension=dimension, level=level,
        note=note.strip(), created_at=now,
    )  # fmt: skip
    if there := _same(row, here, level) or (level is not None and _same(row, here, None)):
        if here.note not in ("", there.note) or there.level != level:
            there.note, there.level = here.note or there.note, level
            touch(row, desk, now=now)
            return Cited(there.id, unchanged=False)
        return Cited(there.id, unchanged=True)
    if len(cited) >= MOST_PASSAGES:
        raise TooManyPassages(most=MOST_PASSAGES)
    db.session.add(here)
    touch(row, desk, now=now)
    return Cited(here.id, unchanged=False)


def remove_citation(*, seat_id: str, citation_id: str, actor: Principal, now: datetime) -> None:
    """Take one passage out of one's own draft. Raises RatingAlreadySealed, NotYours (no such passage here)."""
    desk = open_desk(seat_id, actor)
    row, _ = rating_row(desk, actor, now=now)
    citation = db.session.get(Citation, citation_id)
    if citation is None or citation.rating_id != row.id:
        raise NotYours()
    db.session.delete(citation)
    touch(row, desk, now=now)


@dataclass(frozen=True)
class _Part:
    example_id: str
    field: str
    text: str


@dataclass(frozen=True)
class _Place:
    part: _Part
    span: Span


def _parts(desk: Desk, example_id: str | None, field: str | None) -> list[_Part]:
    """Return the parts of the case's examples in which the words are looked for."""
    found = [
        _Part(example.id, name, getattr(example, name))
        for example in examples_of(desk.case.id)
        for name in EXAMPLE_FIELDS
        if example_id in (None, example.id) and field in (None, name)
    ]
    if not found:
        raise NoSuchPart()
    return found


def _place(parts: Sequence[_Part], quote: str, start: int | None) -> _Place:
    places: list[_Place] = []
    for part in parts:
        try:
            places.append(_Place(part, find(part.text, quote, start if len(parts) == 1 else None)))
        except NotThere:
            continue
        except SeveralThere as several:
            places += [_Place(part, span) for span in several.spans]
    match places:
        case []:
            raise PassageNotFound()
        case [only]:
            return only
    raise PassageAmbiguous([(one.part.example_id, one.part.field, one.span, one.part.text) for one in places[:MOST_OFFERED]])


def _same(row: Rating, citation: Citation, level: int | None) -> Citation | None:
    """Return the citation of the same words for the same dimension at this level, or at none, that is there already."""
    parts = ("rating_id", "example_id", "field", "start", "end", "dimension")
    equal = (getattr(Citation, part).is_not_distinct_from(getattr(citation, part)) for part in parts)
    query = select(Citation).where(*equal, Citation.level.is_not_distinct_from(level)).limit(1)
    return db.session.execute(query).scalar_one_or_none()
