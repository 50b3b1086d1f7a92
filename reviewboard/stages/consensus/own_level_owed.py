"""Who owes a level of their own before the ratings of a case open to them: a condition on a case and a lead.

Statements that hold it are executed with whose it is: `db.session.execute(…, {"person_id": …})`.
"""

from sqlalchemy import ColumnElement, and_, func, or_, select

from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.stages.assignment.ties_of_one import PERSON
from reviewboard.stages.consensus.tables import Agreement, OwnLevel
from reviewboard.stages.submission.tables import Case


def _owed() -> ColumnElement[bool]:
    asked = func.coalesce(Cycle.policy["own_level_first"].as_boolean(), False)
    noted = select(OwnLevel.id).where(OwnLevel.case_id == Case.id, OwnLevel.lead_id == PERSON)
    refused = select(Agreement.id).where(Agreement.case_id == Case.id, Agreement.refused_by == PERSON)
    return and_(
        Case.recorded_at.is_(None),
        or_(Case.disputed_at.is_not(None), Case.state == "discussion"),  # a discussion may yet become a dispute
        select(Cycle.id).where(Cycle.id == Case.cycle_id, asked).correlate(Case).exists(),
        ~noted.correlate(Case).exists(),
        ~refused.correlate(Case).exists(),
    )


OWES_OWN_LEVEL: ColumnElement[bool] = _owed()
"""A condition on a case: the policy asks for a level of one's own first, and this lead noted none."""
