"""A result goes out at its moment by itself, once and however late; held back or recalled it does not; never taken back."""

from datetime import timedelta

import pytest

from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.consensus.refusals import ReasonTooShort
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record import actions
from reviewboard.stages.record.queries import chosen_for_release
from reviewboard.stages.record.refusals import AlreadyReleased, MomentPassed, NothingPlanned, ResultHeld, TooEarly
from reviewboard.stages.record.tables import Record, ReleasePlan
from tests.stages.consensus.staging import Stage

AT = Outcome.at
WHY = "The candidate asked for the file to be looked at again before it goes out."
HOUR = timedelta(hours=1)


@pytest.fixture
def stage(build):
    return Stage(build)


def recorded(stage):
    staged = stage.case(AT(3), AT(3))
    stage.do(actions.write, case_id=staged.case_id, now=stage.build.now)
    return staged


def act(stage, action, staged, *, lead=None, **more):
    return stage.do(action, case_id=staged.case_id, actor=stage.who(lead or stage.lead), now=stage.build.now, **more)


def release(stage, *cases, at=None, now=None):
    ids = [staged.case_id for staged in cases]
    return stage.do(actions.release, case_ids=ids, at=at, actor=stage.who(stage.lead), now=now or stage.build.now)


def sweep(stage, now):
    with stage.build.app.app_context():
        return actions.sweep_releases(now)


def test_a_planned_result_goes_out_at_its_moment_and_not_before(stage):
    staged, at = recorded(stage), stage.build.now + HOUR
    assert release(stage, staged, at=at) == 1
    assert (sweep(stage, at - timedelta(microseconds=1)), stage.state(staged)) == (0, "recorded")
    assert (sweep(stage, at), sweep(stage, at), stage.state(staged)) == (1, 0, "released")
    (record,) = stage.rows(Record)
    assert (record["released_at"], record["released_by"]) == (at, stage.lead)
    assert [(row["release_at"], row["planned_by"]) for row in stage.rows(ReleasePlan)] == [(None, None)]
    (entry,) = stage.rows(JournalEntry, case_id=staged.case_id, action="case.release")
    assert (entry["actor_id"], entry["details"]) == (None, {"planned_by": stage.lead})
    assert stage.owed(staged).count("record.tell") == 1


def test_after_an_outage_what_was_due_meanwhile_goes_out(stage):
    cases = [recorded(stage) for _ in range(3)]
    for days, staged in enumerate(cases, start=1):
        release(stage, staged, at=stage.build.now + timedelta(days=days))
    assert sweep(stage, stage.build.now + timedelta(days=2)) == 2
    assert [stage.state(staged) for staged in cases] == ["released", "released", "recorded"]


def test_a_moment_is_still_to_come_and_another_one_takes_its_place(stage):
    staged = recorded(stage)
    with pytest.raises(MomentPassed):
        release(stage, staged, at=stage.build.now)
    release(stage, staged, at=stage.build.now + HOUR)
    release(stage, staged, at=stage.build.now + 2 * HOUR)
    assert (sweep(stage, stage.build.now + HOUR), sweep(stage, stage.build.now + 2 * HOUR)) == (0, 1)


def test_what_is_held_goes_out_neither_by_a_batch_nor_by_its_date(stage):
    staged, other = recorded(stage), recorded(stage)
    release(stage, staged, at=stage.build.now + HOUR)
    act(stage, actions.hold, staged, reason=WHY)
    with pytest.raises(ResultHeld):
        release(stage, staged, other)
    with pytest.raises(ResultHeld):
        release(stage, staged, at=stage.build.now + 2 * HOUR)
    assert (sweep(stage, stage.build.now + HOUR), stage.state(staged), stage.state(other)) == (0, "recorded", "recorded")
    both = [staged.case_id, other.case_id]
    chosen = stage.build.read(lambda: [row.id for row in chosen_for_release(both, stage.who(stage.lead))])
    assert chosen == [other.case_id]


def test_a_lifted_hold_releases_nothing_by_itself_where_the_date_passed(stage):
    staged, at = recorded(stage), stage.build.now + HOUR
    release(stage, staged, at=at)
    act(stage, actions.hold, staged, reason=WHY)
    stage.build.now = at + HOUR
    act(stage, actions.lift, staged, lead=stage.other_lead)
    assert (sweep(stage, at + 2 * HOUR), release(stage, staged), stage.state(staged)) == (0, 1, "released")


def test_a_lifted_hold_leaves_a_date_that_is_to_come(stage):
    staged, at = recorded(stage), stage.build.now + HOUR
    release(stage, staged, at=at)
    act(stage, actions.hold, staged, reason=WHY)
    act(stage, actions.lift, staged)
    assert sweep(stage, at) == 1


def test_a_date_is_taken_back_before_its_moment(stage):
    staged, at = recorded(stage), stage.build.now + HOUR
    release(stage, staged, at=at)
    act(stage, actions.recall, staged, reason=WHY)
    assert (sweep(stage, at), stage.state(staged)) == (0, "recorded")
    with pytest.raises(NothingPlanned):
        act(stage, actions.recall, staged, reason=WHY)
    with pytest.raises(NothingPlanned):
        act(stage, actions.lift, staged)


def test_a_hold_and_a_recall_say_why(stage):
    staged = recorded(stage)
    release(stage, staged, at=stage.build.now + HOUR)
    for action in (actions.hold, actions.recall):
        with pytest.raises(ReasonTooShort):
            act(stage, action, staged, reason="No.")


def test_what_is_released_is_never_taken_back(stage):
    staged = recorded(stage)
    release(stage, staged)
    for action, more in ((actions.hold, {"reason": WHY}), (actions.recall, {"reason": WHY}), (actions.lift, {})):
        with pytest.raises(AlreadyReleased):
            act(stage, action, staged, **more)
    with pytest.raises(AlreadyReleased):
        release(stage, staged, at=stage.build.now + HOUR)
    assert stage.state(staged) == "released"


def test_only_an_unconcerned_lead_holds(stage):
    staged = recorded(stage)
    for who in (staged.a, staged.candidate):
        with pytest.raises(NotYours):
            act(stage, actions.hold, staged, lead=who, reason=WHY)


def test_a_policy_lets_nothing_out_before_its_day(build):
    earliest = build.now + timedelta(days=3)
    stage = Stage(build, policy={"release_from": earliest.isoformat()})
    staged = recorded(stage)
    with stage.build.app.test_request_context():
        for refused in ({}, {"at": earliest - HOUR}, {"now": earliest - HOUR}):
            with pytest.raises(TooEarly):
                release(stage, staged, **refused)
    release(stage, staged, at=earliest)
    assert (sweep(stage, earliest), stage.state(staged)) == (1, "released")
