"""What every test of the candidate's pages starts from."""

import pytest

from tests.stages.submission.authoring import Writer


@pytest.fixture
def writer(build):
    """A candidate of an open cycle."""
    return Writer(build)


@pytest.fixture
def browser(visit, writer):
    """The candidate's browser."""
    return visit(writer.id)
