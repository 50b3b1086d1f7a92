"""What rights and steps need to know of a case, in two statements, whatever its size."""

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CaseFacts, SeatFacts
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.ties import tied
from reviewboard.stages.consensus.tables import Resolution
from reviewboard.stages.submission.tables import Case


def case_facts(case: Case, person: Principal) -> CaseFacts:
    """Return the facts of case as they bear on person: one statement for its seats, one for person's conflicts.

    Seats are read anew: what a page looked at before the case was locked may have changed since.
    """
    seats = db.session.execute(
        select(Seat).where(Seat.case_id == case.id).order_by(Seat.place).execution_options(populate_existing=True)
    ).scalars()
    return CaseFacts(
        case_id=case.id,
        cycle_id=case.cycle_id,
        candidate_id=case.candidate_id,
        state=case.state,
        submitted=case.submitted_at is not None,
        both_sealed=case.both_sealed_at is not None,
        disputed=case.disputed_at is not None,
        recorded=case.recorded_at is not None,
        released=case.released_at is not None,
        withdrawn=case.withdrawn_at is not None,
        seats=tuple(
            SeatFacts(seat.id, seat.assessor_id, seat.place, seat.ended_at is None,
                      seat.cleared_at is not None, seat.sealed_at is not None, seat.ended_why)
            for seat in seats
        ),
        conflicted=_conflicted(case, person),
        decided_by=_decided_by(case) if case.state == "countersign" else None,
    )


def _conflicted(case: Case, person: Principal) -> frozenset[str]:
    if person.account_id is None or person.account_id == case.candidate_id:
        return frozenset()
    found = tied(person.account_id, candidate_id=case.candidate_id, case_id=case.id)
    return frozenset([person.account_id]) if db.session.execute(select(found)).scalar_one() else frozenset()


def _decided_by(case: Case) -> str | None:
    return db.session.execute(
        select(Resolution.lead_id)
        .where(Resolution.case_id == case.id, Resolution.countersigned_at.is_(None), Resolution.declined_at.is_(None))
        .order_by(Resolution.decided_at.desc())
        .limit(1)
    ).scalar_one_or_none()
