"""What an assessor's work holds of themselves: that they sealed a rating, and which conflicts of interest they declared."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import or_, select

from reviewboard.extensions import db
from reviewboard.foundation.people.own_data import AT_A_TIME
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.assignment.tables import Conflict
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.submission.tables import Case


def own_sealed_ratings(person: Principal) -> Iterator[Any]:
    """Yield the reference of each case that somebody rated and when they sealed (sealed_at), oldest first: nothing of what they
    said, and nothing that tells a check from another rating."""
    query = (
        select(Case.reference, Rating.sealed_at)
        .join(Case, Case.id == Rating.case_id)
        .where(Rating.assessor_id == person.account_id, Rating.sealed_at.is_not(None))
        .order_by(Rating.sealed_at, Rating.id)
    )
    yield from db.session.execute(query.execution_options(yield_per=AT_A_TIME))


def own_conflicts(person: Principal) -> Sequence[Any]:
    """Return the kind, the note and the declared_at of each conflict of interest of their own that somebody declared
    themselves, oldest first: not with whom, and none that somebody else noted about them."""
    own = or_(Conflict.person_id == person.account_id, Conflict.other_id == person.account_id)
    return db.session.execute(
        select(Conflict.kind, Conflict.note, Conflict.declared_at)
        .where(Conflict.declared_by == person.account_id, own)
        .order_by(Conflict.declared_at, Conflict.id)
    ).all()
