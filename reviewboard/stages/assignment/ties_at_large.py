"""The same ties for sweeps, which look at every seat of the board: found at once for all assessors, not seat by seat."""

from sqlalchemy import ColumnElement, and_, or_, select, tuple_
from sqlalchemy.orm import aliased

from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.assignment.supervision import supervises
from reviewboard.stages.assignment.tables import CaseBar, Conflict, Seat
from reviewboard.stages.assignment.ties import CONFIRMED_BY
from reviewboard.stages.submission.tables import Case, Example


def _tied() -> ColumnElement[bool]:
    held = aliased(Seat)
    raters = select(held.assessor_id).where(held.ended_at.is_(None)).distinct().cte("raters")
    among = select(raters.c.assessor_id)
    own, mate, confirmer = aliased(Account), aliased(Account), aliased(Account)

    upwards = select(Account.id.label("rater"), Account.supervisor_id.label("other"))
    up = upwards.where(Account.id.in_(among), Account.supervisor_id.is_not(None)).cte("over", recursive=True)
    higher = select(up.c.rater, own.supervisor_id).join(own, own.id == up.c.other).where(own.supervisor_id.is_not(None))
    over = up.union(higher)

    chiefs = select(Account.supervisor_id).where(Account.supervisor_id.in_(among))
    team = select(own.id, mate.id).join(mate, mate.team_key == own.team_key).where(own.id.in_(among))
    co_signed = select(confirmer.id, Example.case_id).join(Example, confirmer.email == CONFIRMED_BY)
    two = tuple_(Seat.assessor_id, Case.candidate_id)
    return or_(
        two.in_(select(Conflict.person_id, Conflict.other_id)),
        two.in_(select(Conflict.other_id, Conflict.person_id)),
        two.in_(team),
        two.in_(select(over.c.rater, over.c.other)),
        and_(Seat.assessor_id.in_(chiefs), supervises(Seat.assessor_id, Case.candidate_id)),
        tuple_(Seat.assessor_id, Case.id).in_(select(CaseBar.account_id, CaseBar.case_id)),
        tuple_(Seat.assessor_id, Case.id).in_(co_signed.where(confirmer.id.in_(among))),
    )


# Conditions on every live seat, for statements that hold seat and case.
TIED_AT_LARGE = _tied()
"""What `ties.TIED` says of a seat."""
HERE_AT_LARGE: ColumnElement[bool] = tuple_(Seat.assessor_id, Seat.cycle_id).in_(
    select(Membership.account_id, Membership.cycle_id)
    .join(Account, Account.id == Membership.account_id)
    .where(Membership.role == Role.ASSESSOR.value, Account.disabled_at.is_(None))
)
"""What `ties.HERE` says of a seat."""
