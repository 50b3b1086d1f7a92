"""What keeps a person from a candidate's case: a declared conflict, or one plain from the organization or the examples.

So does having taken part in the case that it rates afresh, answering a recourse about it, or rating it afresh.

One condition for every channel: the rights on one case, the lists of many, the sweeps. It says of two people what
`rules.bars` says of them when seats are filled; a test holds one against the other. Each part asks whether the candidate
is among a few people found from the person's side: for one person they are found once, however many cases are looked at.
"""

from sqlalchemy import ColumnElement, Select, false, func, literal, or_, select, true
from sqlalchemy.orm import aliased

from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.assignment.supervision import Id, supervises
from reviewboard.stages.assignment.tables import CaseBar, Conflict, Seat
from reviewboard.stages.submission.tables import Case, Example

_ASKED_OF = (Case, Seat, Membership)  # what a statement around a tie may say case and person by
CONFIRMED_BY = func.lower(func.trim(Example.confirmer_email))


def tied(person_id: Id, *, candidate_id: Id, case_id: Id) -> ColumnElement[bool]:
    """A condition: a conflict of interest lies between two different people, on this case. Ids are values or columns."""
    candidate = literal(candidate_id) if candidate_id is None or isinstance(candidate_id, str) else candidate_id
    own, mate = aliased(Account), aliased(Account)
    declared = select(Conflict.other_id).where(Conflict.person_id == person_id)
    declared_by_the_other = select(Conflict.person_id).where(Conflict.other_id == person_id)
    one_team = select(mate.id).join(own, own.team_key == mate.team_key).where(own.id == person_id)
    return or_(
        candidate.in_(declared), candidate.in_(declared_by_the_other), candidate.in_(one_team), co_signed(person_id, case_id),
        barred(person_id, case_id),
        supervises(person_id, candidate_id), supervises(candidate_id, person_id),
    )  # fmt: skip


def co_signed(person_id: Id, case_id: Id) -> ColumnElement[bool]:
    """A condition: the candidate named the person as one who can confirm an example of the case.

    Whose case and which person is told by the statement around it, however deep this stands in it. Asked as one value,
    for each case by its few examples: EXISTS would have PostgreSQL look through all there are. And as a truth value: it
    takes IS NULL to hold of one case in two hundred, and plans for a handful where there are thousands.
    """
    confirmer = aliased(Account)
    named = select(true()).select_from(Example).join(confirmer, confirmer.email == CONFIRMED_BY)
    return _found(named.where(Example.case_id == case_id, confirmer.id == person_id))


def barred(person_id: Id, case_id: Id) -> ColumnElement[bool]:
    """A condition: the person is kept from the case by name. Asked as one value, as `co_signed` is."""
    return _found(select(true()).select_from(CaseBar).where(CaseBar.case_id == case_id, CaseBar.account_id == person_id))


def _found(rows: Select[bool]) -> ColumnElement[bool]:
    return func.coalesce(rows.limit(1).correlate(*_ASKED_OF).scalar_subquery(), false())


def here(person_id: Id) -> ColumnElement[bool]:
    """A condition on a seat: the person is an assessor of its cycle, and may sign in."""
    return Seat.cycle_id.in_(
        select(Membership.cycle_id)
        .join(Account, Account.id == Membership.account_id)
        .where(Membership.account_id == person_id, Membership.role == Role.ASSESSOR.value, Account.disabled_at.is_(None))
    )


# Conditions on the seats of one case, for statements that hold seat and case.
TIED = tied(Seat.assessor_id, candidate_id=Case.candidate_id, case_id=Case.id)
"""The seat's assessor has a conflict with the candidate."""
HERE = here(Seat.assessor_id)
"""The seat's assessor is one of the cycle, and may sign in."""
