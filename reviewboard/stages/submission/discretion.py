"""Where a draft may tell who somebody is, and what its candidate decided to keep. For the candidate's eyes alone.

A choice is remembered by a mark of the words it is about: when these change, it is asked again. Nothing here keeps anybody
from submitting.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.submission.draft import find_example, open_draft
from reviewboard.stages.submission.personal_data import Finding, find_personal, mark_of
from reviewboard.stages.submission.queries import examples_of
from reviewboard.stages.submission.rules import EXAMPLE_FIELDS
from reviewboard.stages.submission.tables import Case, Example


@dataclass(frozen=True)
class Place:
    """Words found in one field of an example, where they first stand, how often, and whether the candidate keeps them.

    `mark` is what the choice is remembered by.
    """

    example: Example
    field: str
    finding: Finding
    mark: str
    kept: bool
    times: int


def places_in(example: Example, author: Principal) -> list[Place]:
    """Return the places of one example that may tell who somebody is, in the order in which they are read."""
    kept = set(example.kept_places)
    places: dict[str, Place] = {}
    for field in EXAMPLE_FIELDS:
        found = find_personal(getattr(example, field), own_name=author.name, confirmer=example.confirmer_name)
        often = Counter(mark_of(field, finding) for finding in found)
        for finding in found:
            mark = mark_of(field, finding)
            places.setdefault(mark, Place(example, field, finding, mark, mark in kept, often[mark]))
    return list(places.values())


@dataclass(frozen=True)
class Counted:
    """How many places a draft held at a version, and how many of them are kept by choice: all the journal may hold."""

    version: int
    found: int
    kept: int


def count_places(case_id: str, author: Principal) -> Counted:
    """Count the places of a draft as it is now. It takes its time with a long text, so it is done before anything is locked."""
    version = db.session.execute(select(Case.version).where(Case.id == case_id)).scalar_one()
    places = [place for example in examples_of(case_id) for place in places_in(example, author)]
    return Counted(version, len(places), sum(place.kept for place in places))


def decide_place(
    *, case_id: str, example_id: str, mark: str, keep: bool, actor: Principal, now: datetime
) -> Example:
    """Remember that a place is kept, or ask about it again. Choices about words that are gone are forgotten on the way.

    A mark that fits nothing in the text as it is now changes nothing. Raises ExampleGone, and as `open_draft`.
    """
    draft = open_draft(case_id, actor, now)
    example = find_example(draft, example_id)
    places = places_in(example, actor)
    example.kept_places = [place.mark for place in places if (keep if place.mark == mark else place.kept)]
    return example
