"""How long the tests go on that may go on for ever: as long as every change can wait, or `make test-long`."""

import os

LONG = os.environ.get("TESTS") == "long"


def length(*, usual: int, long: int) -> int:
    """Return how often a test tries: `usual` in `make test`, `long` in `make test-long`."""
    return long if LONG else usual
