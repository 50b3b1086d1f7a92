"""Anyone tries anything in any order: what the board allows keeps every promise, what it refuses changes nothing."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from reviewboard.stages.workflow import State
from tests import lengths
from tests.stages.machine import WayOfACase
from tests.stages.ways import WAYS


def test_the_ways_pass_every_state():
    assert set().union(*(way.passes for way in WAYS.values())) == {state.value for state in State}


@lengths.once_unless_long
@pytest.mark.parametrize("name", WAYS)
def test_anyone_tries_anything(build, empty_the_board, starts, name):
    machine = type("Machine", (WayOfACase,), {"reached": set()})
    machine.build, machine.reset, machine.starts, machine.way = build, staticmethod(empty_the_board), starts, WAYS[name]
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=lengths.length(usual=48, long=970) if starts.lasting else 3,
            stateful_step_count=lengths.length(usual=30, long=50), derandomize=not lengths.LONG, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert WAYS[name].passes - machine.reached == set()
