"""The throttle is one for the whole process: a test that makes another application puts it back as it was."""

from collections.abc import Iterator
from contextlib import contextmanager

from reviewboard.extensions import limiter


@contextmanager
def limits_of_its_own() -> Iterator[None]:
    """Let the block bind the throttle to another application."""
    kept = dict(vars(limiter))
    vars(limiter)["_storage"] = vars(limiter)["_limiter"] = None
    try:
        yield
    finally:
        vars(limiter).clear()
        vars(limiter).update(kept)
