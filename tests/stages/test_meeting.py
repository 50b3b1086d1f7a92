"""People act on one case at the same moment: one of them is first, the others decide on what is true by then."""

import random
import time
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.roles import Role
from reviewboard.invariants import all_breaches
from reviewboard.stages.assignment.actions import ConflictKind, declare, free_seat, recuse, run_round
from reviewboard.stages.assignment.conflicts import note_conflict
from reviewboard.stages.assignment.round import lock_cycle
from reviewboard.stages.assignment.tables import Conflict, Seat
from reviewboard.stages.rating.actions import seal_rating
from reviewboard.stages.rating.tables import Rating
from reviewboard.stages.submission.actions import withdraw_case
from reviewboard.stages.submission.tables import Case
from tests.together import Aside, on_server, together
from tests.walking import candidate_of, level, panel, rate, seated, seats_of, settle, state_of


def _version(seat_id):
    return db.session.execute(select(Rating.version).where(Rating.seat_id == seat_id)).scalar_one()


def _seal(build, case_id, place):
    """Let one assessor write a whole draft, and return the work that seals it."""
    seat_id, assessor_id = seats_of(build, case_id)[place]
    rate(build, case_id, place, level(2 + place), seal=False)
    actor, version = build.principal(assessor_id), build.read(_version, seat_id)
    return lambda: seal_rating(seat_id=seat_id, version=version, actor=actor, now=build.now)


def _breaches(build):
    return {name: found for name, found in build.read(all_breaches).items() if found}


def test_two_assessors_who_seal_at_once_are_both_heard(build, app):
    case_id = seated(build, panel(build))
    seals = [_seal(build, case_id, place) for place in (1, 2)]
    assert together(app, *seals) == ["done", "done"]
    assert build.read(lambda: db.session.get_one(Case, case_id).both_sealed_at) == build.now
    settle(build)
    assert (state_of(build, case_id), _breaches(build)) == ("discussion", {})


@on_server
def test_a_seat_that_is_freed_while_its_page_looks_at_it_is_not_sealed(build, app):
    people = panel(build)
    case_id = seated(build, people)
    seal = _seal(build, case_id, 1)
    seat_id, _assessor_id = seats_of(build, case_id)[1]

    def look_then_seal(aside):
        with transaction():
            assert db.session.get_one(Seat, seat_id).ended_at is None
            aside.wait()
            seal()
            return "done"

    slow = Aside(app, look_then_seal)
    coordinator = build.principal(people.coordinator)
    build.do(free_seat, seat_id=seat_id, reason="on leave", actor=coordinator, now=build.now)
    assert slow.finish() == "NotYours"
    assert build.read(lambda: db.session.get_one(Seat, seat_id).sealed_at) is None


def test_a_conflict_declared_on_two_cases_of_one_candidate_at_once_is_one_conflict(build, app):
    people, elsewhere = panel(build, assessors=2), panel(build, assessors=0)
    assessor = people.assessors[0]
    for account_id in people.assessors:
        build.member(account_id, elsewhere.cycle, Role.ASSESSOR)
    case_id = seated(build, people)
    candidate = candidate_of(build, case_id)
    cases = [case_id, seated(build, elsewhere, candidate=candidate)]
    seats = [seat_id for case in cases for seat_id, who in seats_of(build, case).values() if who == assessor]
    declared = (
        partial(declare, seat_id=seat_id, conflict=True, actor=build.principal(assessor), now=build.now) for seat_id in seats
    )
    assert set(together(app, *declared)) <= {"done", "NotYours"}
    found = select(Conflict.person_id, Conflict.other_id)
    assert build.read(lambda: db.session.execute(found).all()) == [(assessor, candidate)]


def test_two_coordinators_who_note_one_pair_at_once_note_it_once(build, app):
    """Whichever of the two people each names first."""
    people = panel(build, assessors=2)
    one, other = people.assessors
    actors = [build.principal(build.someone(people.cycle, Role.COORDINATOR)) for _ in range(2)]
    noted = (
        partial(note_conflict, cycle_id=people.cycle, person_id=first, other_id=second, kind=ConflictKind.KIN, note=first,
                actor=actor, now=build.now)
        for actor, (first, second) in zip(actors, ((one, other), (other, one)), strict=True)
    )  # fmt: skip
    assert together(app, *noted) == ["done", "done"]
    found = build.read(lambda: db.session.execute(select(Conflict.pair)).scalars().all())
    assert found == [":".join(sorted((one, other)))]


@pytest.mark.parametrize("turned", [False, True])
def test_the_database_keeps_one_conflict_between_two_people(build, turned):
    one, other = build.person(), build.person()

    def note(first, second):
        db.session.add(Conflict(person_id=first, other_id=second, kind="kin", declared_by=one, declared_at=build.now))

    build.do(note, first=one, second=other)
    with pytest.raises(IntegrityError):
        build.do(note, first=other if turned else one, second=one if turned else other)


@pytest.mark.parametrize("withdrawn", [False, True])
def test_whoever_comes_first_no_promise_is_broken(build, app, withdrawn):
    people, dice = panel(build, assessors=8), random.Random(withdrawn)
    case_id = seated(build, people)
    (one, who), (other, _) = (seats_of(build, case_id)[place] for place in (1, 2))
    assessor, coordinator = build.principal(who), build.principal(people.coordinator)
    candidate = build.principal(candidate_of(build, case_id))

    def at(pause, act, **how):
        return lambda: (time.sleep(pause), act(**how, now=build.now))

    works = [
        *(_seal(build, case_id, place) for place in (1, 2)),
        at(dice.random() / 50, recuse, seat_id=one, reason="no time", actor=assessor),
        at(dice.random() / 50, free_seat, seat_id=other, reason="on leave", actor=coordinator),
        at(dice.random() / 50, run_round, cycle_id=people.cycle),
        at(dice.random() / 50, run_round, cycle_id=people.cycle),
    ]
    if withdrawn:
        works.append(at(dice.random() / 50, withdraw_case, case_id=case_id, actor=candidate))
    outcomes = together(app, *works)
    settle(build)
    assert set(outcomes) <= {"done", "NotYours", "SeatSealed", "IllegalStep"}
    assert (state_of(build, case_id) == "withdrawn", _breaches(build)) == (withdrawn, {})


@on_server
def test_a_candidate_joins_and_begins_while_a_round_holds_the_cycle(build, app):
    people = panel(build)

    def hold(aside):
        with transaction():
            lock_cycle(people.cycle)
            aside.wait()
            return "held"

    slow = Aside(app, hold)
    begun = time.monotonic()
    build.someone(people.cycle, Role.CANDIDATE)
    waited = time.monotonic() - begun
    assert (slow.finish(), waited < 5) == ("held", True)
