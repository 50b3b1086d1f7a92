"""What every test of submission starts from."""

import pytest

from tests.stages.submission.authoring import Writer


@pytest.fixture
def writer(build):
    """A candidate of an open cycle."""
    return Writer(build)
