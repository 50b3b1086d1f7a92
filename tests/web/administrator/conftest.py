"""The administrator whom the tests of these pages are about."""

import pytest


@pytest.fixture
def admin(build):
    """The only administrator."""
    return build.person("Ada Admin", administrator=True)


@pytest.fixture
def desk(visit, admin):
    """The administrator's browser."""
    return visit(admin)
