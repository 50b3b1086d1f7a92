"""What lies between a person and a candidate: a declared conflict, or one plain from the organisation or the examples.

One condition for every channel: the rights on one case, the lists of many, the sweeps. It says of two people what
`rules.bars` says of them when seats are filled; a test holds one against the other.
"""

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.assignment.supervision import Id, supervises
from reviewboard.stages.assignment.tables import Conflict, Seat
from reviewboard.stages.submission.tables import Case, Example


def tied(person_id: Id, *, candidate_id: Id, case_id: Id) -> ColumnElement[bool]:
    """A condition: a conflict of interest lies between two different people, on this case. Ids are values or columns."""
    return or_(_declared(person_id, candidate_id), _organised(person_id, candidate_id), _co_signed(person_id, case_id))


def _declared(person_id: Id, candidate_id: Id) -> ColumnElement[bool]:
    one, other = Conflict.person_id, Conflict.other_id
    either_way = or_(and_(one == person_id, other == candidate_id), and_(other == person_id, one == candidate_id))
    return select(Conflict.id).where(either_way).exists()


def _organised(person_id: Id, candidate_id: Id) -> ColumnElement[bool]:
    """One stands above the other, at any distance, or they work in one team."""
    person, candidate = aliased(Account), aliased(Account)
    same = select(person.id).join(candidate, candidate.team_key == person.team_key)
    one_team = same.where(person.id == person_id, candidate.id == candidate_id).exists()
    return or_(one_team, supervises(person_id, candidate_id), supervises(candidate_id, person_id))


def _co_signed(person_id: Id, case_id: Id) -> ColumnElement[bool]:
    """The candidate named the person as one who can confirm an example."""
    person = aliased(Account)
    named = func.lower(func.trim(Example.confirmer_email)) == person.email
    return select(Example.id).join(person, named).where(Example.case_id == case_id, person.id == person_id).exists()


# Conditions on a seat and its case, for statements that hold both.
TIED = tied(Seat.assessor_id, candidate_id=Case.candidate_id, case_id=Case.id)
"""The seat's assessor has a conflict with the candidate."""
HERE: ColumnElement[bool] = (
    select(Membership.id)
    .join(Account, Account.id == Membership.account_id)
    .where(Membership.account_id == Seat.assessor_id, Membership.cycle_id == Seat.cycle_id)
    .where(Membership.role == Role.ASSESSOR.value, Account.disabled_at.is_(None))
    .exists()
)
"""The seat's assessor is one of the cycle, and may sign in."""
