"""The pool: roles in a cycle, when people can, what they are trained on, who never sits with whom."""

from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.cycle.actions import (
    add_member,
    change_member,
    choose_scales,
    keep_apart,
    let_together,
    note_training,
    open_cycle,
    remove_member,
)
from reviewboard.foundation.cycle.queries import members, never_together_pairs, role_counts, trainings
from reviewboard.foundation.cycle.refusals import AuditorTakesNoPart, LastOfRole, NotInPool, RolesClash, WrongSettings
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Membership, SignInSession
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.policy import settled


def _membership(build, setting, account_id, role=Role.ASSESSOR):
    with build.app.app_context():
        found = db.session.query(Membership).filter_by(cycle_id=setting.id, account_id=account_id, role=role)
        return found.one_or_none()


def test_add_member_twice_is_one_membership_and_one_entry(build, setting):
    person = build.person()
    for _ in range(2):
        setting.do(add_member, account_id=person, role=Role.ASSESSOR, languages="fr", capacity=7)
    held = _membership(build, setting, person)
    assert (held.languages, held.capacity, setting.actions()) == ("fr", 7, ["cycle.create", "pool.add"])


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.LEAD, Role.CANDIDATE])
def test_a_coordinator_is_nothing_else_in_the_cycle(build, setting, role):
    with pytest.raises(RolesClash):
        setting.do(add_member, account_id=setting.coordinator, role=role)
    person = build.person()
    setting.do(add_member, account_id=person, role=role)
    with pytest.raises(RolesClash):
        setting.do(add_member, account_id=person, role=Role.COORDINATOR)
    with build.app.app_context():
        assert role_counts(setting.id) == {each: int(each in (role, Role.COORDINATOR)) for each in Role}


@pytest.mark.parametrize("role", list(Role))
def test_an_auditor_takes_no_part(build, setting, role):
    auditor = build.person(auditor=True)
    with pytest.raises(AuditorTakesNoPart):
        setting.do(add_member, account_id=auditor, role=role)
    assert _membership(build, setting, auditor, role) is None


def test_add_member_is_for_the_coordinator_of_the_cycle(build, setting):
    person = build.person()
    with pytest.raises(NotYours):
        build.do(add_member, cycle_id=setting.id, account_id=person, role=Role.ASSESSOR,
                 actor=build.principal(person), now=build.now)  # fmt: skip
    with pytest.raises(NotYours):
        setting.do(add_member, account_id="nobody", role=Role.ASSESSOR)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"languages": "de", "capacity": 1}, ("languages",)),
        ({"languages": "fr", "capacity": -1}, ("capacity",)),
        ({"languages": "fr", "capacity": 201}, ("capacity",)),
    ],
)
def test_change_member_refuses_what_cannot_be(build, setting, values, wrong):
    person, *_ = setting.staff()
    membership = _membership(build, setting, person)
    with pytest.raises(WrongSettings) as refused:
        setting.do(change_member, membership_id=membership.id, **values)
    assert refused.value.fields == wrong


def test_change_member_keeps_absence_and_writes_only_what_changed(build, setting):
    person, *_ = setting.staff()
    membership, today = _membership(build, setting, person), build.now.date()
    away = {"away_from": today, "away_to": today + timedelta(days=3)}
    for _ in range(2):
        setting.do(change_member, membership_id=membership.id, languages="en", capacity=0, **away)
    held = _membership(build, setting, person)
    assert (held.languages, held.capacity, held.away_from, held.away_to) == ("en", 0, *away.values())
    assert setting.actions().count("pool.change") == 1
    with pytest.raises(WrongSettings) as refused:
        setting.do(change_member, membership_id=membership.id, languages="en", capacity=0,
                   away_from=today, away_to=today - timedelta(days=1))  # fmt: skip
    assert refused.value.fields == ("away_to",)


def test_remove_member_ends_the_membership_and_the_sessions(build, setting, visit):
    person, *_ = setting.staff()
    visit(person)
    setting.do(remove_member, membership_id=_membership(build, setting, person).id)
    with build.app.app_context():
        assert db.session.query(SignInSession).filter_by(account_id=person).count() == 0
    assert (_membership(build, setting, person), setting.actions()[-1]) == (None, "pool.remove")


def test_remove_member_keeps_the_last_coordinator_and_the_last_lead_of_an_open_cycle(build, setting):
    *_, lead = setting.prepared()
    with pytest.raises(LastOfRole):
        setting.do(remove_member, membership_id=_membership(build, setting, setting.coordinator, Role.COORDINATOR).id)
    setting.do(open_cycle, version=setting.cycle().version, settle=settled)
    with pytest.raises(LastOfRole):
        setting.do(remove_member, membership_id=_membership(build, setting, lead, Role.LEAD).id)
    setting.do(add_member, account_id=build.person(), role=Role.LEAD)
    setting.do(remove_member, membership_id=_membership(build, setting, lead, Role.LEAD).id)
    assert _membership(build, setting, lead, Role.LEAD) is None


def test_remove_member_of_another_cycle_is_not_found(build, setting):
    elsewhere = build.cycle()
    person = build.someone(elsewhere, Role.ASSESSOR)
    with build.app.app_context():
        membership_id = db.session.query(Membership.id).filter_by(account_id=person).scalar()
    with pytest.raises(NotYours):
        setting.do(remove_member, membership_id=membership_id)


def test_note_training_is_for_assessors_on_scales_of_the_cycle(build, setting):
    version_id, until = build.scale(), build.now.date() + timedelta(days=100)
    one, _, lead = setting.staff()
    with pytest.raises(NotYours):
        setting.do(note_training, account_id=one, scale_version_id=version_id, expires_on=until)
    setting.do(choose_scales, version=1, scales={version_id: None})
    for _ in range(2):
        setting.do(note_training, account_id=one, scale_version_id=version_id, expires_on=until)
    with build.app.app_context():
        assert [(row.scale_version_id, row.expires_on) for row in trainings([one], [version_id])[one]] == [
            (version_id, until)
        ]
    assert setting.actions().count("training.note") == 1
    with pytest.raises(NotInPool):
        setting.do(note_training, account_id=lead, scale_version_id=version_id, expires_on=until)


def test_keep_apart_names_a_pair_once_whichever_comes_first(build, setting):
    one, other, lead = setting.staff()
    setting.do(keep_apart, one_id=one, other_id=other)
    setting.do(keep_apart, one_id=other, other_id=one)
    with build.app.app_context():
        assert [(row.first_id, row.second_id) for row in never_together_pairs(setting.id)] == [
            tuple(sorted((one, other)))
        ]
    for pair in ((one, one), (one, lead)):
        with pytest.raises(NotInPool):
            setting.do(keep_apart, one_id=pair[0], other_id=pair[1])
    for _ in range(2):
        setting.do(let_together, one_id=other, other_id=one)
    with build.app.app_context():
        assert never_together_pairs(setting.id) == []
    assert setting.actions()[-2:] == ["pool.keep_apart", "pool.let_together"]


def test_members_are_paged_by_name(build, setting):
    for name in ("Cora", "Abel", "Bea"):
        setting.do(add_member, account_id=build.person(name), role=Role.ASSESSOR)
    with build.app.app_context():
        first = members(setting.id, Role.ASSESSOR, after=None, limit=2)
        rest = members(setting.id, Role.ASSESSOR, after=(first[-1].name, first[-1].account_id), limit=2)
    assert ([row.name for row in first], [row.name for row in rest]) == (["Abel", "Bea"], ["Cora"])
