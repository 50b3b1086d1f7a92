"""A draft cycle is set up by its coordinator, each save guarded by a version, each act in the journal."""

from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.cycle.actions import change_cycle, choose_scales, create_cycle
from reviewboard.foundation.cycle.queries import scales_of
from reviewboard.foundation.cycle.refusals import CycleFrozen, WrongSettings
from reviewboard.foundation.cycle.rules import STANDARD_LIMITS
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Membership
from reviewboard.foundation.refusals import NotYours, StaleWrite
from reviewboard.stages.policy import settled


def _create(build, actor, **more):
    values = {
        "name_fr": "Cycle", "name_en": "Cycle", "opens_at": build.now, "closes_at": build.now + timedelta(days=20),
        "hear_by": (build.now + timedelta(days=60)).date(),
    }  # fmt: skip
    return build.do(lambda: create_cycle(**values | more, actor=build.principal(actor), now=build.now).id)


def test_create_cycle_starts_with_standard_limits_and_a_notice_in_both_languages(setting):
    cycle = setting.cycle()
    assert (cycle.state, cycle.limits, cycle.policy, cycle.policy_hash) == ("draft", STANDARD_LIMITS, {}, None)
    assert (bool(cycle.notice_fr), bool(cycle.notice_en), cycle.notice_version) == (True, True, "1")
    assert setting.actions() == ["cycle.create"]


def test_create_cycle_names_the_coordinator_and_not_the_administrator_who_made_it(build, setting):
    with build.app.app_context():
        rows = db.session.query(Membership.account_id, Membership.role).filter_by(cycle_id=setting.id).all()
    assert [tuple(row) for row in rows] == [(setting.coordinator, Role.COORDINATOR)]


def test_create_cycle_is_for_coordinators_and_administrators(build, setting):
    nobody = build.person()
    with pytest.raises(NotYours):
        _create(build, nobody)
    assert _create(build, setting.coordinator) != setting.id


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"name_fr": " "}, ("name_fr",)),
        ({"rating_days": 0}, ("rating_days",)),
        ({"capacity": 201}, ("capacity",)),
        ({"limits": {**STANDARD_LIMITS, "words_max": 1}}, ("words_max",)),
        ({"notice_en": "x" * 20_001}, ("notice_en",)),
    ],
)
def test_wrong_settings_are_named_and_nothing_is_kept(build, setting, change, wrong):
    with pytest.raises(WrongSettings) as refused:
        _create(build, setting.coordinator, **change)
    assert refused.value.fields == wrong
    with pytest.raises(WrongSettings) as refused:
        setting.do(change_cycle, version=1, changes=change)
    assert refused.value.fields == wrong
    assert (setting.cycle().version, setting.actions()) == (1, ["cycle.create"])


def test_change_cycle_keeps_what_is_new_and_counts_a_new_notice(setting):
    setting.do(change_cycle, version=1, changes={"capacity": 30, "notice_en": "Read this."})
    cycle = setting.cycle()
    assert (cycle.capacity, cycle.notice_en, cycle.notice_version, cycle.version) == (30, "Read this.", "2", 2)
    assert setting.actions() == ["cycle.create", "cycle.change"]


def test_change_cycle_without_a_change_writes_nothing(setting):
    setting.do(change_cycle, version=1, changes={"capacity": 25})
    assert (setting.cycle().version, setting.actions()) == (1, ["cycle.create"])


def test_change_cycle_refuses_a_stale_save_and_hands_both_back(setting):
    setting.do(change_cycle, version=1, changes={"capacity": 30})
    with pytest.raises(StaleWrite) as refused:
        setting.do(change_cycle, version=1, changes={"capacity": 40})
    assert (refused.value.current, refused.value.typed) == ({"capacity": 30}, {"capacity": 40})
    assert setting.cycle().capacity == 30


def test_change_cycle_is_for_its_own_coordinator(build, setting):
    other = _create(build, setting.coordinator, coordinator_id=build.person())
    with pytest.raises(NotYours):
        build.do(change_cycle, cycle_id=other, version=1, changes={"capacity": 30},
                 actor=setting.actor(), now=build.now)  # fmt: skip
    with pytest.raises(NotYours):
        build.do(change_cycle, cycle_id=other, version=1, changes={"capacity": 30},
                 actor=build.principal(setting.admin), now=build.now)  # fmt: skip


def test_choose_scales_replaces_them_with_their_required_levels(build, setting):
    version_id = build.scale()
    setting.do(choose_scales, version=1, scales={version_id: 3})
    setting.do(choose_scales, version=2, scales={version_id: None})
    with build.app.app_context():
        assert [(scale.version_id, scale.required_level) for scale in scales_of(setting.id)] == [(version_id, None)]
    assert setting.cycle().version == 3


def test_choose_scales_refuses_a_level_the_scale_does_not_have(build, setting):
    with pytest.raises(WrongSettings) as refused:
        setting.do(choose_scales, version=1, scales={build.scale(): 9})
    assert refused.value.fields == ("required_level",)


def test_choose_scales_refuses_an_unknown_scale(setting):
    with pytest.raises(NotYours):
        setting.do(choose_scales, version=1, scales={"nowhere": None})


def test_settled_says_every_setting_and_refuses_what_it_does_not_know():
    assert settled({"discuss_distance": 2})["discussion_hours"] == 120
    for policy, wrong in (({"mercy": True}, ("mercy",)), ({"discussion_hours": 0}, ("discussion_hours",))):
        with pytest.raises(WrongSettings) as refused:
            settled(policy)
        assert refused.value.fields == wrong


def test_a_frozen_cycle_takes_no_change(build, setting):
    with build.app.app_context():
        cycle = db.session.get_one(Cycle, setting.id)
        cycle.state, cycle.policy_hash = "open", "0" * 64
        db.session.commit()
    for action, arguments in ((change_cycle, {"changes": {"capacity": 1}}), (choose_scales, {"scales": {}})):
        with pytest.raises(CycleFrozen):
            setting.do(action, version=1, **arguments)
