"""The board that tests of retention stand on."""

import pytest

from reviewboard.seeding.sowing import sow
from tests.stages.retention.keeping import LATER


@pytest.fixture
def board(build):
    """A seeded board six years on: `old` are its released and withdrawn cases, each a row with id, cycle_id, reference."""
    build.do(sow, cases=40, assessors=8, seed=5, canaries=True, now=build.now)
    build.now += LATER
    return build
