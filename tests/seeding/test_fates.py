"""A fate is a way through the table of steps that ends where it says, whatever chance decides."""

from collections import Counter

import pytest

from reviewboard.seeding.fates import AGES, HOURS, WAYS, WEIGHTS, fate_of
from reviewboard.seeding.ground import CONFIRMING, KINDS, REQUIRED_LEVEL
from reviewboard.seeding.sowing import LEGS
from reviewboard.stages.consensus import rules
from reviewboard.stages.consensus.rules import Ladder, reconcile
from reviewboard.stages.workflow import State

FATES = [fate_of(number, 5) for number in range(1500)]


def test_every_state_is_among_the_first_cases():
    assert Counter(fate.state for fate in FATES[: len(State)]) == dict.fromkeys(State, 1)
    assert {*WAYS} == {*AGES} == {*WEIGHTS} == {*State}


def test_every_leg_has_a_length_and_somebody_who_tells_it():
    used = {leg for ways in WAYS.values() for _, way in ways for leg in way.legs} | {"step_back", "overdue"}
    assert used == set(HOURS) == set(LEGS)


def test_the_same_number_and_seed_give_the_same_fate():
    assert [fate_of(number, 5) for number in range(40)] == FATES[:40]
    assert [fate_of(number, 6) for number in range(40)] != FATES[:40]


def test_a_fate_keeps_within_the_time_since_the_cycles_opened():
    assert max(fate.began.days for fate in FATES) < 120


@pytest.mark.parametrize("leg", ["agree", "discuss", "dispute"])
def test_two_outcomes_lead_where_the_fate_says_under_the_policy_of_its_cycle(leg):
    kind = {"agree": rules.Agreement, "discuss": rules.Discussion, "dispute": rules.Dispute}[leg]
    found = [fate for fate in FATES if leg in [one.name for one in fate.legs]]
    ladders = {name: Ladder.from_policy(cycle["policy"]) for name, cycle in KINDS.items()}
    wrong = [fate for fate in found
             if not isinstance(reconcile(fate.first, fate.second, ladders[fate.cycle], REQUIRED_LEVEL), kind)]  # fmt: skip
    assert (len(found) > 30, wrong) == (True, [])


def test_only_a_cycle_that_asks_for_it_confirms():
    found = {fate.cycle for fate in FATES if {"confirm", "refuse"} & {leg.name for leg in fate.legs}}
    assert found == {CONFIRMING}
