"""Opening freezes and hashes what candidates are promised."""

from datetime import timedelta

import pytest

from reviewboard.foundation.cycle.actions import change_cycle, close_cycle, open_cycle, policy_digest
from reviewboard.foundation.cycle.refusals import CycleFrozen, CycleNotOpen, NotReadyToOpen, WrongSettings
from reviewboard.foundation.cycle.rules import Missing
from reviewboard.foundation.refusals import StaleWrite
from reviewboard.stages.consensus.rules import Ladder
from reviewboard.stages.policy import settled
from reviewboard.stages.recourse.rules import Terms
from reviewboard.stages.retention.rules import Schedule


def _open(setting):
    return setting.do(open_cycle, version=setting.cycle().version, settle=settled)


def test_open_cycle_freezes_and_hashes_policy_and_limits(build, setting):
    setting.prepared()
    setting.do(change_cycle, version=setting.cycle().version, changes={"policy": {"discuss_distance": 2}})
    _open(setting)
    cycle = setting.cycle()
    assert cycle.policy == Ladder(discuss_distance=2).as_policy() | {
        "recourse": Terms().as_policy(), "retention": Schedule().as_policy(),
    }  # fmt: skip
    assert cycle.policy_hash == policy_digest(cycle.policy, cycle.limits)
    assert cycle.policy_hash != policy_digest(Ladder().as_policy(), cycle.limits)
    assert (cycle.state, cycle.opened_at) == ("open", build.now)
    assert setting.actions()[-1] == "cycle.open"


def test_open_cycle_begins_now_when_it_was_planned_for_later(build, setting):
    setting.prepared()
    later = {"opens_at": build.now + timedelta(days=5)}
    setting.do(change_cycle, version=setting.cycle().version, changes=later)
    _open(setting)
    assert setting.cycle().opens_at == build.now


def test_open_cycle_names_what_is_missing(setting):
    setting.staff(assessors=1, leads=0)
    with pytest.raises(NotReadyToOpen) as refused:
        _open(setting)
    assert refused.value.missing == (Missing.SCALE, Missing.ASSESSORS, Missing.LEAD)
    assert (setting.cycle().state, "cycle.open" in setting.actions()) == ("draft", False)


def test_open_cycle_refuses_an_impossible_policy(setting):
    setting.prepared()
    setting.do(change_cycle, version=setting.cycle().version, changes={"policy": {"discuss_distance": -1}})
    with pytest.raises(WrongSettings):
        _open(setting)
    assert setting.cycle().state == "draft"


def test_open_cycle_happens_once_and_on_the_version_that_was_seen(setting):
    setting.prepared()
    seen = setting.cycle().version
    setting.do(change_cycle, version=seen, changes={"capacity": 30})
    with pytest.raises(StaleWrite):
        setting.do(open_cycle, version=seen, settle=settled)
    _open(setting)
    with pytest.raises(CycleFrozen):
        _open(setting)


def test_close_cycle_closes_an_open_one_only(setting):
    with pytest.raises(CycleNotOpen):
        setting.do(close_cycle, version=1)
    setting.prepared()
    _open(setting)
    with pytest.raises(StaleWrite):
        setting.do(close_cycle, version=1)
    setting.do(close_cycle, version=setting.cycle().version)
    assert (setting.cycle().state, setting.actions()[-1]) == ("closed", "cycle.close")
