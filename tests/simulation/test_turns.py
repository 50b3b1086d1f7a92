"""Thousands of bots share a few places: candidates one after the other, staff meanwhile, and nobody who is done."""

from itertools import pairwise
from types import SimpleNamespace

import pytest

from reviewboard.simulation import turns
from reviewboard.simulation.turns import IDLE_PAUSE, Turns


class Bot:
    """Somebody of whom it matters here alone whether they are done."""

    over = False


@pytest.fixture
def moments(monkeypatch):
    """A clock that stands until it is moved."""
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(turns, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def people(number):
    return [Bot() for _ in range(number)]


def test_candidates_take_half_the_places_in_their_order_and_staff_the_rest(moments):
    candidates, staff = people(2000), people(60)
    turns = Turns(candidates, staff, places=6)
    assert turns.next(set()) == [*candidates[:3], *staff[:3]]
    assert turns.next({*candidates[:3], *staff[:2]}) == [staff[2]]
    for bot in candidates[:3]:
        turns.had(bot, acted=True)
    assert turns.next({*staff[:3]}) == candidates[:3]


def test_whoever_is_done_has_no_turn_any_more(moments):
    candidates, staff = people(5), people(1)
    turns = Turns(candidates, staff, places=6)
    candidates[0].over = candidates[2].over = True
    assert turns.next(set()) == [candidates[1], candidates[3], candidates[4], staff[0]]


def test_of_staff_whoever_has_waited_longest_comes_first(moments):
    staff = people(4)
    turns = Turns([], staff, places=2)
    for bot in reversed(staff):
        moments.now += 1
        turns.had(bot, acted=True)
    assert turns.next(set()) == [staff[3], staff[2]]


@pytest.mark.parametrize(("staff", "longest"), [(1, 0.4), (16, 1.6), (60, 6.0)])
def test_who_looks_in_vain_looks_less_and_less_often_and_at_once_after_an_act(moments, staff, longest):
    crowd = people(staff)
    turns, bot = Turns([], crowd, places=staff), crowd[0]

    def rest(*, acted):
        turns.had(bot, acted=acted)
        began = moments.now
        while bot not in turns.next(set()):
            moments.now += 0.01
        return moments.now - began

    waits = [rest(acted=False) for _ in range(8)]
    assert [waits[0], waits[-1]] == pytest.approx([IDLE_PAUSE, longest], abs=0.02)
    assert all(later > sooner - 0.02 for sooner, later in pairwise(waits))
    assert [rest(acted=True), rest(acted=False)] == pytest.approx([0.0, IDLE_PAUSE], abs=0.02)
