"""How long the tests go on that may go on for ever: as long as every change can wait, or `make test-long`."""

import os
from typing import Any

LONG = os.environ.get("TESTS") == "long"


def length(*, usual: Any, long: Any) -> Any:
    """Return how much a test does: `usual` in `make test`, `long` in `make test-long`."""
    return long if LONG else usual
