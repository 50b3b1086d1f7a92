"""The same ties for one person's lists: everybody the person is tied to, found once, however many cases are looked at.

Statements that hold the condition are executed with whose it is: `db.session.execute(…, {"person_id": …})`. So it is put
together once, and not for each request.
"""

from sqlalchemy import ColumnElement, bindparam, or_, select, union
from sqlalchemy.orm import aliased

from reviewboard.foundation.database import Id
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.assignment.supervision import line_of
from reviewboard.stages.assignment.tables import CaseBar, Conflict
from reviewboard.stages.assignment.ties import co_signed
from reviewboard.stages.submission.tables import Case

PERSON = bindparam("person_id", type_=Id)


def _tied() -> ColumnElement[bool]:
    own, mate = aliased(Account), aliased(Account)
    others = union(
        select(Conflict.other_id.label("id")).where(Conflict.person_id == PERSON),
        select(Conflict.person_id).where(Conflict.other_id == PERSON),
        select(mate.id).join(own, own.team_key == mate.team_key).where(own.id == PERSON),
        *line_of(PERSON),
    ).cte("tied_people")
    by_name = Case.id.in_(select(CaseBar.case_id).where(CaseBar.account_id == PERSON))
    return or_(Case.candidate_id.in_(select(others.c.id)), co_signed(PERSON, Case.id), by_name)


PERSON_TIED: ColumnElement[bool] = _tied()
"""A condition on a case: what `ties.tied` says of this person."""
