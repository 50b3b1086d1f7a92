"""How long the tests go on that may go on for ever: as long as every change can wait, or `make test-long`."""

import os
from typing import Any

import pytest

LONG = os.environ.get("TESTS") == "long"
once_unless_long = pytest.mark.long if LONG else pytest.mark.once
"""Tried on each database only by `make test-long`; what two people do at once is tried there by the races each time."""


def length(*, usual: Any, long: Any) -> Any:
    """Return how much a test does: `usual` in `make test`, `long` in `make test-long`."""
    return long if LONG else usual


in_both_languages = pytest.mark.parametrize("language", length(usual=["fr"], long=["fr", "en"]))
"""A journey in French, which the board was made for, and by `make test-long` in English too. That every sentence has its French
is a guard's work, and pages of either language are looked at for accessibility."""
