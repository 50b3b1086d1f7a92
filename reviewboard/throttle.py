"""How often was this tried: counted in Redis for all processes, in this process while Redis is away. Never a fault.

Flask-Limiter's own fallback covers neither the count that follows an answer nor two requests that lose Redis together.
"""

import time
from collections.abc import Callable
from typing import TypeVar, cast

import structlog
from limits.storage import MemoryStorage, Storage, storage_from_string
from redis import RedisError

T = TypeVar("T")
ADDRESS = "patient://"  # by its scheme `limits` finds the class below
AWAY = 5.0  # seconds in which Redis is not asked again
log = structlog.get_logger()


class PatientStorage(Storage):
    """Counters of `limits`, kept at `address` (redis, rediss or redis+unix) or, while nobody answers there, here."""

    STORAGE_SCHEME = ["patient"]  # noqa: RUF012 (declared so by the base)

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, *, address: str, timeout: int) -> None:
        super().__init__(uri, wrap_exceptions)
        self._shared = cast(
            Storage, storage_from_string(address, socket_connect_timeout=timeout, socket_timeout=timeout)
        )
        self._here = MemoryStorage()
        self._ask_again_at = 0.0

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """Nothing that a caller should expect."""
        return ()

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Add to a counter that lasts expiry seconds; return what it holds."""
        return self._ask(lambda counters: counters.incr(key, expiry, amount=amount))

    def get(self, key: str) -> int:
        """Return what a counter holds."""
        return self._ask(lambda counters: counters.get(key))

    def get_expiry(self, key: str) -> float:
        """Return when a counter ends, in seconds since 1970."""
        return self._ask(lambda counters: counters.get_expiry(key))

    def clear(self, key: str) -> None:
        """Forget a counter."""
        self._ask(lambda counters: counters.clear(key))

    def reset(self) -> int | None:
        """Forget every counter."""
        return self._ask(lambda counters: counters.reset())

    def check(self) -> bool:
        """Counting always works."""
        return True

    def _ask(self, question: Callable[[Storage], T]) -> T:
        if time.monotonic() >= self._ask_again_at:
            try:
                return question(self._shared)
            except (RedisError, OSError) as problem:
                self._ask_again_at = time.monotonic() + AWAY
                log.warning("tries are counted in this process", kind=type(problem).__name__)
        return question(self._here)
