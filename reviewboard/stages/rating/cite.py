"""A rating rests on passages: words of the candidate, found again where they stand, tied to what they show."""

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
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS
from reviewboard.stages.submission.tables import Example

MOST_PASSAGES = 60
MOST_QUOTE = 5_000  # characters
MOST_NOTE = 1_000


def add_citation(
    *, seat_id: str, example_id: str, field: str, quote: str, actor: Principal, now: datetime,
    start: int | None = None, dimension: str | None = None, level: int | None = None, note: str = "",
) -> Citation:  # fmt: skip
    """Cite a passage in one's own draft. Return the citation: the one already there when nothing about it is new.

    `start` (code points) says which place is meant; without it the quote must stand in the field exactly once.
    Raises NoSuchPart, PassageNotFound, PassageAmbiguous, NotOnThisScale, TooLong, TooManyPassages,
    RatingAlreadySealed, NotYours.
    """
    desk = open_desk(seat_id, actor)
    if len(quote) > MOST_QUOTE or len(note) > MOST_NOTE:
        raise TooLong(most=MOST_QUOTE if len(quote) > MOST_QUOTE else MOST_NOTE)
    scale = shape_of(desk.case.scale_version_id)
    if dimension not in (None, *scale.dimensions) or level not in (None, *scale.levels):
        raise NotOnThisScale()
    text = _text(desk, example_id, field)
    span = _place(text, quote, start)
    row, cited = rating_row(desk, actor, now=now)
    db.session.flush()
    here = Citation(
        rating_id=row.id, example_id=example_id, field=field, start=span.start, end=span.end,
        quote=text[span.start : span.end], dimension=dimension, level=level, note=note.strip(), created_at=now,
    )  # fmt: skip
    if there := _same(row, here):
        return there
    if cited >= MOST_PASSAGES:
        raise TooManyPassages(most=MOST_PASSAGES)
    db.session.add(here)
    touch(row, desk, now=now)
    return here


def remove_citation(*, seat_id: str, citation_id: str, actor: Principal, now: datetime) -> None:
    """Take one passage out of one's own draft. Raises RatingAlreadySealed, NotYours (no such passage here)."""
    desk = open_desk(seat_id, actor)
    row, _ = rating_row(desk, actor, now=now)
    citation = db.session.get(Citation, citation_id)
    if citation is None or citation.rating_id != row.id:
        raise NotYours()
    db.session.delete(citation)
    touch(row, desk, now=now)


def _text(desk: Desk, example_id: str, field: str) -> str:
    example = db.session.get(Example, example_id)
    if example is None or example.case_id != desk.case.id or field not in EXAMPLE_FIELDS:
        raise NoSuchPart()
    text: str = getattr(example, field)
    return text


def _place(text: str, quote: str, start: int | None) -> Span:
    try:
        return find(text, quote, start)
    except NotThere as problem:
        raise PassageNotFound() from problem
    except SeveralThere as problem:
        raise PassageAmbiguous() from problem


def _same(row: Rating, citation: Citation) -> Citation | None:
    parts = ("rating_id", "example_id", "field", "start", "end", "dimension", "level")
    equal = (getattr(Citation, part).is_not_distinct_from(getattr(citation, part)) for part in parts)
    return db.session.execute(select(Citation).where(*equal).limit(1)).scalar_one_or_none()
