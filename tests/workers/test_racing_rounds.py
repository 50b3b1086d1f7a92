"""Rounds race from two processes that are killed at any point, while people answer and step back: seats stay in order."""

import random
import sys
import time

import pytest
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.refusals import Refusal
from reviewboard.invariants import all_breaches
from reviewboard.stages.assignment.actions import declare, recuse, run_round
from reviewboard.stages.assignment.tables import Seat
from tests.stages.casework import casework

BEATS = 20
RACERS = ("one", "two")


@pytest.fixture
def work(build):
    return casework(build)


def _allow_moves(work):
    cycle = db.session.get_one(Cycle, work.cycle_id)
    cycle.moves, cycle.pair_limit = 3, 4


def _live():
    rows = select(Seat.id, Seat.case_id, Seat.place, Seat.assessor_id, Seat.cleared_at).where(Seat.ended_at.is_(None))
    return list(db.session.execute(rows))


def _said(engine):
    return "".join((engine.settings.data_dir / f"{name}.log").read_text() for name in RACERS)


def _try(build, act, **arguments):
    """Whether an act was taken: its seat may have gone to somebody else a moment ago."""
    try:
        build.do(act, now=build.now, **arguments)
    except Refusal:
        return False
    return True


def test_racing_rounds_never_break_a_case_and_never_move_an_opened_seat(work, engine):
    build, dice = work.build, random.Random(20)
    for _ in range(8):
        work.assessor()
    build.do(lambda: _allow_moves(work))
    racer = [sys.executable, "-m", "tests.workers.racer", work.cycle_id, build.now.isoformat()]
    for name in RACERS:
        engine.run(name, racer)
    cases, opened, stepped_back = [], {}, 0
    for beat in range(BEATS):
        cases.append(work.submitted())
        before = _said(engine).count("round")
        engine.until(lambda seen=before: _said(engine).count("round") >= seen + 2)
        seats = build.read(_live)
        for seat in dice.sample(seats, min(2, len(seats))):
            actor = build.principal(seat.assessor_id)
            if seat.cleared_at is None and _try(build, declare, seat_id=seat.id, conflict=False, actor=actor):
                opened[seat.id] = (seat.case_id, seat.place, seat.assessor_id)
        if beat % 3 == 0 and opened:
            seat_id = dice.choice(sorted(opened))
            actor = build.principal(opened[seat_id][2])
            if _try(build, recuse, seat_id=seat_id, reason="An illness in the family.", actor=actor):
                stepped_back += 1
                del opened[seat_id]
        if beat % 2:
            name = dice.choice(RACERS)
            time.sleep(dice.random() / 10)
            engine.kill(name)
            engine.run(name, racer)
    for name in RACERS:
        engine.kill(name)
    build.do(run_round, cycle_id=work.cycle_id, now=build.now, seed=1)
    seats = build.read(_live)
    by_case = {case_id: [seat for seat in seats if seat.case_id == case_id] for case_id in cases}
    assert [sorted(seat.place for seat in by_case[case_id]) for case_id in cases] == [[1, 2]] * BEATS
    assert all(len({seat.assessor_id for seat in here}) == 2 for here in by_case.values())
    assert opened.items() <= {seat.id: (seat.case_id, seat.place, seat.assessor_id) for seat in seats}.items()
    assert (stepped_back > 2, len(opened) > 5, _said(engine).count("Traceback")) == (True, True, 0)
    breaches = {name for name, found in build.read(all_breaches).items() if found}
    assert breaches <= {"a submission is as its digest says"}  # these were written without their files' digests
