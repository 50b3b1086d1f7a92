"""The desks that tests of the assessor's pages start from."""

from collections.abc import Callable

import pytest

from reviewboard.stages.assignment.tables import Seat
from tests.building import Builder
from tests.stages.casework import Casework, casework
from tests.visiting import Visitor
from tests.web.assessor.desks import Desk


@pytest.fixture
def work(build: Builder) -> Casework:
    """An open cycle without assessors or cases."""
    return casework(build)


@pytest.fixture
def desk_at(work: Casework, visit: Callable[..., Visitor]) -> Callable[[Seat], Desk]:
    """Returns the desk of a seat, its assessor signed in."""
    return lambda seat: Desk(work, seat, visit(seat.assessor_id))


@pytest.fixture
def pair(work: Casework, desk_at: Callable[[Seat], Desk]) -> tuple[Desk, Desk]:
    """The desks of both raters of one case, conflicts declared: none."""
    _, first, second = work.cleared()
    return desk_at(first), desk_at(second)


@pytest.fixture
def desk(pair: tuple[Desk, Desk]) -> Desk:
    """The desk of one rater."""
    return pair[0]
