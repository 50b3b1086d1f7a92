"""Where one of the two raters can take part no longer, the lead decides: nobody waits for them, nobody settles alone.

Who left ends a discussion; who has a conflict ends an agreement too, as long as no lead has confirmed it.
"""

from datetime import datetime
from functools import partial

from sqlalchemy import and_, or_, select

from reviewboard.extensions import db
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.stages.assignment.standing import standings
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.ties_at_large import HERE_AT_LARGE, TIED_AT_LARGE
from reviewboard.stages.consensus.comparing import dispute, end_discussion
from reviewboard.stages.consensus.queries import agreement_of, open_discussion
from reviewboard.stages.consensus.rules import DisputeReason
from reviewboard.stages.step import lock_case
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import SEATS, State

AT_ONCE = 100  # cases one sweep takes up


def sweep_parted(now: datetime) -> int:
    """Send to the lead what two raters can end no longer, each case in a transaction of its own. Return how many."""
    parted = or_(
        and_(Case.state == State.DISCUSSION, or_(TIED_AT_LARGE, ~HERE_AT_LARGE)),
        and_(Case.state == State.CONFIRMATION, TIED_AT_LARGE),
    )
    found = db.session.execute(
        select(Case.id)
        .join(Seat, Seat.case_id == Case.id)
        .where(Seat.ended_at.is_(None), Seat.place <= SEATS, parted)
        .order_by(Case.id)
        .distinct()
        .limit(AT_ONCE)
    ).scalars()
    ids = list(found)
    db.session.rollback()
    return sum(each_by_itself(partial(_part, case_id, now=now) for case_id in ids))


def _part(case_id: str, *, now: datetime) -> bool:
    with transaction():
        case = lock_case(case_id)
        match State(case.state):
            case State.DISCUSSION if any(not one.may_talk for one in standings(case)):
                end_discussion(open_discussion(case.id), "recused", now=now)
            case State.CONFIRMATION if any(one.tied for one in standings(case)):
                if (agreement := agreement_of(case.id)) is not None:
                    agreement.refused_at = now
            case _:
                return False
        dispute(case, "escalate", DisputeReason.RECUSED, actor=SYSTEM, now=now)
        return True
