"""Rounds on a real database: who is seated, who is kept out, what a waiting case lacks."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import NeverTogether
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Training
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.actions import commit_round, preview_round, seat_third, sweep_waiting
from reviewboard.stages.assignment.refusals import RoundChanged
from reviewboard.stages.assignment.tables import AssignmentRound, Seat
from reviewboard.stages.submission.tables import Case
from tests.building import Builder
from tests.stages.casework import Casework, casework

DAY = timedelta(days=1)


@pytest.fixture
def work(build: Builder) -> Casework:
    return casework(build)


def test_round_seats_two_distinct_assessors_and_tells_them(work: Casework) -> None:
    ana, ben = work.assessor(), work.assessor()
    case_id = work.submitted()
    plan = work.round(seed=7)
    first, second = work.seats(case_id)
    assert {first.assessor_id, second.assessor_id} == {ana, ben}
    assert (first.place, second.place) == (1, 2)
    assert first.due_at == work.build.now + 10 * DAY
    assert work.case(case_id).state == "rating"
    assert work.steps(case_id) == ["case.submit", "case.assign"]
    assert work.told("seat.assigned") == sorted([ana, ben])
    stored = work.build.read(lambda: db.session.query(AssignmentRound.seed, AssignmentRound.input_hash).one())
    assert tuple(stored) == (7, plan.input_hash)
    assert first.explanation == {
        "fit": {"other_unit": 1.0, "own_language": 0.5, "one_language": 0.0, "experience": 0.0, "repeats": 0.0, "recent": 0.0},
        "better": 0, "seats_before": 0, "shared": {second.assessor_id: 0}, "eligible": 2, "barred": {}, "pinned": False,
    }  # fmt: skip


def test_round_run_twice_changes_nothing(work: Casework) -> None:
    work.assessor(), work.assessor(), work.assessor()
    case_id = work.submitted()
    work.round()
    before = [(seat.id, seat.assessor_id) for seat in work.seats(case_id)]
    plan = work.round(seed=2)
    assert plan.seats == ()
    assert [(seat.id, seat.assessor_id) for seat in work.seats(case_id)] == before
    assert work.build.read(lambda: db.session.query(AssignmentRound).count()) == 1


def test_same_input_and_seed_give_the_same_seats(work: Casework) -> None:
    for _ in range(5):
        work.assessor()
    for _ in range(4):
        work.submitted()
    actor = work.build.principal(work.build.someone(work.cycle_id, Role.COORDINATOR))
    look = {"cycle_id": work.cycle_id, "actor": actor, "now": work.build.now}
    first = work.build.read(preview_round, seed=3, **look)
    again = work.build.read(preview_round, seed=3, **look)
    other = work.build.read(preview_round, seed=4, **look)
    assert first == again
    assert other.input_hash == first.input_hash
    assert other.seats != first.seats


def test_preview_writes_nothing_and_commit_does_what_it_showed(work: Casework) -> None:
    work.assessor(), work.assessor(), work.assessor()
    case_id = work.submitted()
    actor = work.build.principal(work.build.someone(work.cycle_id, Role.COORDINATOR))
    plan = work.build.read(preview_round, cycle_id=work.cycle_id, actor=actor, now=work.build.now, seed=5)
    assert work.seats(case_id) == []
    assert work.case(case_id).state == "submitted"
    work.build.do(commit_round, cycle_id=work.cycle_id, seed=plan.seed, input_hash=plan.input_hash, actor=actor,
                  now=work.build.now)  # fmt: skip
    assert [(seat.place, seat.assessor_id) for seat in work.seats(case_id)] == [
        (chosen.place, chosen.assessor_id) for chosen in plan.seats
    ]


def test_commit_refuses_when_the_pool_changed_after_the_preview(work: Casework) -> None:
    work.assessor(), work.assessor()
    case_id = work.submitted()
    actor = work.build.principal(work.build.someone(work.cycle_id, Role.COORDINATOR))
    plan = work.build.read(preview_round, cycle_id=work.cycle_id, actor=actor, now=work.build.now, seed=5)
    work.assessor()
    with pytest.raises(RoundChanged):
        work.build.do(commit_round, cycle_id=work.cycle_id, seed=5, input_hash=plan.input_hash, actor=actor,
                      now=work.build.now)  # fmt: skip
    assert work.seats(case_id) == []


def test_only_the_coordinator_previews_and_only_the_board_runs(work: Casework) -> None:
    ana = work.build.principal(work.assessor())
    with pytest.raises(NotYours):
        work.build.read(preview_round, cycle_id=work.cycle_id, actor=ana, now=work.build.now)
    with pytest.raises(NotYours):
        work.build.do(commit_round, cycle_id=work.cycle_id, seed=1, input_hash="", actor=ana, now=work.build.now)


def _bar_self(work: Casework) -> str:
    return work.build.member(work.assessors[0], work.cycle_id, Role.CANDIDATE)


def _bar_supervisor(work: Casework) -> str:
    return work.candidate(supervisor_id=work.assessors[0])


def _bar_supervised(work: Casework) -> str:
    candidate = work.candidate()

    def report() -> None:
        db.session.get_one(Account, work.assessors[0]).supervisor_id = candidate

    work.build.do(report)
    return candidate


def _bar_team(work: Casework) -> str:
    unit, team = work.build.read(
        lambda: db.session.query(Account.unit, Account.team).filter_by(id=work.assessors[0]).one()
    )
    return work.candidate(unit=unit, team=team)


def _bar_declared(work: Casework) -> str:
    candidate = work.candidate()
    work.conflict(candidate, work.assessors[0], by=candidate)
    return candidate


@pytest.mark.parametrize("bar", [_bar_self, _bar_supervisor, _bar_supervised, _bar_team, _bar_declared])
def test_a_conflict_keeps_an_assessor_out(work: Casework, bar: Callable[[Casework], str]) -> None:
    barred, ben, cat = work.assessor(), work.assessor(), work.assessor()
    case_id = work.submitted(candidate=bar(work))
    work.round()
    assert sorted(seat.assessor_id for seat in work.seats(case_id)) == sorted([ben, cat])
    assert barred not in {seat.assessor_id for seat in work.seats(case_id)}


def test_who_confirms_an_example_does_not_rate_it(work: Casework) -> None:
    work.assessor(), work.assessor(), work.assessor()
    email = work.build.read(lambda: db.session.get_one(Account, work.assessors[0]).email)
    case_id = work.submitted(confirmer_email=email.upper())
    work.round()
    assert sorted(seat.assessor_id for seat in work.seats(case_id)) == sorted(work.assessors[1:])


def test_those_who_are_never_together_share_no_case(work: Casework) -> None:
    ana, ben, cat = work.assessor(), work.assessor(), work.assessor()
    first, second = sorted([ana, ben])
    work.build.do(lambda: db.session.add(NeverTogether(cycle_id=work.cycle_id, first_id=first, second_id=second)))
    case_id = work.submitted()
    work.round()
    seated = {seat.assessor_id for seat in work.seats(case_id)}
    assert len(seated) == 2
    assert cat in seated


def test_a_case_that_gets_one_seat_gets_none_and_names_why(work: Casework) -> None:
    work.assessor(languages="fr"), work.assessor(languages="en"), work.assessor(languages="en")
    case_id = work.submitted(language="fr")
    plan = work.round()
    assert plan.seats == ()
    case = work.case(case_id)
    assert (case.state, work.seats(case_id)) == ("submitted", [])
    assert case.waiting == {
        "bar": "language", "language": "fr", "short": 1, "places": 2, "eligible": 1, "barred": {"language": 2},
        "looked_at": work.build.now.isoformat(),
    }  # fmt: skip


def test_places_that_run_short_go_to_whole_cases_oldest_first(work: Casework) -> None:
    work.assessor(capacity=1), work.assessor(capacity=1), work.assessor(capacity=1)
    older, younger = work.submitted(), work.submitted()
    plan = work.round()
    assert (len(work.seats(older)), len(work.seats(younger))) == (2, 0)
    assert (work.case(younger).waiting["bar"], work.case(younger).waiting["short"]) == ("capacity", 2)
    assert plan.outcome()["shortages"] == [{"languages": ["en"], "missing": 1, "raise_limit_to": None}]
    actor = work.build.principal(work.build.someone(work.cycle_id, Role.COORDINATOR))
    seen = work.build.read(preview_round, cycle_id=work.cycle_id, actor=actor, now=work.build.now)
    assert seen.outcome()["shortages"] == [{"languages": ["en"], "missing": 1, "raise_limit_to": 2}]


def test_a_waiting_case_is_looked_at_again_each_minute_and_seated(work: Casework) -> None:
    work.assessor()
    case_id = work.submitted()
    work.round()
    assert work.case(case_id).waiting is not None
    work.finish_owed()
    work.sweep(sweep_waiting, work.build.now + timedelta(seconds=59))
    assert work.owed("assignment.round") == 0
    work.sweep(sweep_waiting, work.build.now + timedelta(seconds=60))
    work.sweep(sweep_waiting, work.build.now + timedelta(seconds=61))
    assert work.owed("assignment.round") == 1
    work.assessor()
    work.round()
    assert (len(work.seats(case_id)), work.case(case_id).waiting) == (2, None)


def test_a_sweep_owes_one_round_however_many_cases_of_the_cycle_wait(work: Casework) -> None:
    for _ in range(3):
        work.submitted()
    work.round()
    work.finish_owed()
    written: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        written.extend([statement] if statement.startswith("INSERT INTO outbox") else [])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        work.sweep(sweep_waiting, work.build.now + timedelta(minutes=2))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert (len(written), work.owed("assignment.round")) == (1, 1)


def test_a_round_takes_up_so_many_cases_and_owes_the_next_for_the_rest(work: Casework, monkeypatch) -> None:
    monkeypatch.setattr("reviewboard.stages.assignment.round.AT_ONCE", 2)
    work.assessor(), work.assessor()
    cases = [work.submitted() for _ in range(3)]
    work.finish_owed()
    work.round()
    assert [len(work.seats(case_id)) for case_id in cases] == [2, 2, 0]
    assert work.owed("assignment.round") == 1
    work.finish_owed()
    work.round()
    assert [len(work.seats(case_id)) for case_id in cases] == [2, 2, 2]
    assert work.owed("assignment.round") == 0


def test_load_is_shared_evenly(work: Casework) -> None:
    for _ in range(4):
        work.assessor()
    for _ in range(6):
        work.submitted()
    work.round()
    loads = work.build.read(
        lambda: sorted(db.session.query(Seat).filter_by(assessor_id=who).count() for who in work.assessors)
    )
    assert loads == [3, 3, 3, 3]


def test_training_that_ended_keeps_an_assessor_out(work: Casework) -> None:
    ana = work.assessor()
    work.assessor(), work.assessor()

    def expire() -> None:
        db.session.query(Training).filter_by(account_id=ana).update({"expires_on": (work.build.now - DAY).date()})

    work.build.do(expire)
    case_id = work.submitted()
    work.round()
    assert sorted(seat.assessor_id for seat in work.seats(case_id)) == sorted(work.assessors[1:])
    assert work.seats(case_id)[0].explanation["barred"] == {"training": 1}


def test_a_third_seat_goes_to_a_third_person_once(work: Casework) -> None:
    case_id, _, _ = work.cleared()
    work.build.do(_send_to_third, case_id=case_id)
    assert work.build.do(seat_third, case_id=case_id, now=work.build.now, seed=1).seats == ()
    assert work.case(case_id).waiting["bar"] == "nobody"
    third = work.assessor()
    work.build.do(seat_third, case_id=case_id, now=work.build.now, seed=1)
    work.build.do(seat_third, case_id=case_id, now=work.build.now, seed=1)
    assert [(seat.place, seat.assessor_id) for seat in work.seats(case_id)][2:] == [(3, third)]
    assert work.case(case_id).waiting is None
    assert work.steps(case_id)[-1] == "case.seat_third"


def _send_to_third(*, case_id: str) -> None:
    """Put the case where a third rating is asked for, without the stages in between."""
    db.session.execute(Case.__table__.update().where(Case.id == case_id).values(state="third_rating"))
