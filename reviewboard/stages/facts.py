"""What rights and steps need to know of a case, in two statements, whatever its size; one more for some states."""

from sqlalchemy import BindParameter, bindparam, literal, select, union

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CaseFacts, SeatFacts
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.assignment.ties import tied
from reviewboard.stages.consensus.own_level_owed import OWES_OWN_LEVEL
from reviewboard.stages.consensus.tables import Resolution
from reviewboard.stages.recourse.tables import Recourse, RecourseDecision
from reviewboard.stages.submission.tables import Case

_CASE: BindParameter[str] = bindparam("case_id")
_PERSON: BindParameter[str] = bindparam("person_id")
_CANDIDATE: BindParameter[str] = bindparam("candidate_id")
_SEATS = select(Seat).where(Seat.case_id == _CASE).order_by(Seat.place).execution_options(populate_existing=True)
_OWED = select(Case.id).where(Case.id == _CASE, OWES_OWN_LEVEL)
_TIED = select(tied(_PERSON, candidate_id=_CANDIDATE, case_id=_CASE))


def case_facts(case: Case, person: Principal) -> CaseFacts:
    """Return the facts of case as they bear on person: one statement for its seats, one for person's conflicts.

    Seats are read anew: what a page looked at before the case was locked may have changed since.
    """
    seats = db.session.execute(_SEATS, {"case_id": case.id}).scalars()
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
        fresh=case.fresh_of is not None,
        answered_by=_answered_by(case, person) if case.state == "released" else frozenset(),
        level_owed_by=_level_owed_by(case, person) if _may_be_owed(case, person) else frozenset(),
    )


def is_tied(account_id: str, case: Case) -> bool:
    """Return whether a conflict of interest lies between somebody else and the candidate of a case. One statement."""
    ids = {"person_id": account_id, "candidate_id": case.candidate_id, "case_id": case.id}
    return bool(db.session.execute(_TIED, ids).scalar_one())


def _conflicted(case: Case, person: Principal) -> frozenset[str]:
    if person.account_id is None or person.account_id == case.candidate_id:
        return frozenset()
    return frozenset([person.account_id]) if is_tied(person.account_id, case) else frozenset()


def _answered_by(case: Case, person: Principal) -> frozenset[str]:
    """Return who answers a recourse of the case that is not withdrawn, and who countersigned what was decided on one.

    While a decision waits to be countersigned, whoever asks may be the one to do it.
    """
    there = Recourse.case_id == case.id, Recourse.stand != "withdrawn"
    signed = select(RecourseDecision.countersigned_by).join(Recourse, Recourse.id == RecourseDecision.recourse_id)
    handled = select(Recourse.handler_id).where(*there)
    waits = select(literal(person.account_id)).where(
        select(Recourse.id).where(*there, Recourse.stand == "countersign").exists()
    )
    found = union(handled, signed.where(*there), waits)
    return frozenset(who for who in db.session.execute(found).scalars() if who is not None)


def _may_be_owed(case: Case, person: Principal) -> bool:
    reads_ratings = case.both_sealed_at is not None and person.is_in(case.cycle_id, Role.LEAD)
    return reads_ratings and case.recorded_at is None and (case.disputed_at is not None or case.state == "discussion")


def _level_owed_by(case: Case, person: Principal) -> frozenset[str]:
    """Return the person where the ratings of the case do not open to them yet. One statement."""
    asked = {"case_id": case.id, "person_id": person.account_id}
    owed = db.session.execute(_OWED, asked).scalar_one_or_none() is not None
    return frozenset([person.account_id]) if owed and person.account_id else frozenset()


def _decided_by(case: Case) -> str | None:
    return db.session.execute(
        select(Resolution.lead_id)
        .where(Resolution.case_id == case.id, Resolution.countersigned_at.is_(None), Resolution.declined_at.is_(None))
        .order_by(Resolution.decided_at.desc())
        .limit(1)
    ).scalar_one_or_none()
