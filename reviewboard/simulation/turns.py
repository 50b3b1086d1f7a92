"""Whose turn it is: candidates come one after the other, and staff look in as often as there is something to do."""

import time
from collections import Counter
from collections.abc import Sequence, Set
from itertools import islice

from reviewboard.simulation.bots import Bot

IDLE_PAUSE = 0.4  # seconds before a bot that found nothing looks again; twice as many each time it finds nothing once more
LONGEST_PAUSE = 0.1  # seconds, for each who looks: all of staff together look ten times a second in vain, and no more


class Turns:
    """Gives `places` to bots. Candidates have at most half of them, so that staff have work and time meanwhile."""

    def __init__(self, candidates: Sequence[Bot], staff: Sequence[Bot], *, places: int) -> None:
        self._candidates, self._staff, self._places = candidates, staff, places
        self._rests: dict[Bot, float] = dict.fromkeys((*candidates, *staff), 0.0)
        self._in_vain: Counter[Bot] = Counter()

    def next(self, busy: Set[Bot]) -> list[Bot]:
        """Return who plays now, beside the busy ones: candidates in their order, of staff whoever has waited longest."""
        now, acting = time.monotonic(), len(busy & set(self._candidates))
        ready = (bot for bot in self._candidates if not bot.over and self._rests[bot] <= now and bot not in busy)
        candidates = list(islice(ready, max(self._places // 2 - acting, 0)))
        staff = [bot for bot in self._staff if self._rests[bot] <= now and bot not in busy]
        return [*candidates, *sorted(staff, key=self._rests.__getitem__)][: self._places - len(busy)]

    def had(self, bot: Bot, *, acted: bool) -> None:
        """Note that a bot had its turn, and whether it found something to do."""
        self._in_vain[bot] = 0 if acted else self._in_vain[bot] + 1
        longest = max(IDLE_PAUSE, LONGEST_PAUSE * len(self._staff))
        pause = 0.0 if acted else min(IDLE_PAUSE * 2 ** min(self._in_vain[bot] - 1, 9), longest)
        self._rests[bot] = time.monotonic() + pause
