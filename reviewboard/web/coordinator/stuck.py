"""How much of a cycle is stuck until its coordinator acts: counted afresh where it is listed, remembered for the tab elsewhere.

Who may act on what takes the database longer than most pages do, and a number on a tab may be half a minute old.
"""

import time
from typing import NamedTuple

from flask import g

from reviewboard.stages.attention import COUNTED, attention_count
from reviewboard.stages.leaderless import without_lead
from reviewboard.stages.recourse.steps import Stand
from reviewboard.stages.recourse.unanswerable import unanswerable

REMEMBERED = 30  # seconds
_remembered: dict[str, tuple[float, int]] = {}
"""By cycle: when this process counted last, and how much was stuck."""


class Stuck(NamedTuple):
    """What is stuck: pieces of `work` that failed, cases (`leaderless`) and recourses that no panel lead may act on.

    `asked`: those of the recourses that wait for somebody to answer them; the others wait for a second lead.
    """

    work: int
    leaderless: int
    recourses: int
    asked: int

    @property
    def total(self) -> int:
        """How much that is together."""
        return self.work + self.leaderless + self.recourses


def stuck_counts(cycle_id: str) -> Stuck:
    """Return how much is stuck, each kind counted up to COUNTED. Three statements for each page, whoever asks how often."""
    held: dict[str, Stuck] = g.setdefault("stuck", {})
    if cycle_id not in held:
        alone = unanswerable(cycle_id, limit=COUNTED)
        asked = sum(row.stand == Stand.ASKED for row in alone)
        held[cycle_id] = Stuck(attention_count(cycle_id), len(without_lead(cycle_id, limit=COUNTED)), len(alone), asked)
        _remembered[cycle_id] = time.monotonic(), held[cycle_id].total
    return held[cycle_id]


def stuck_lately(cycle_id: str) -> int:
    """Return how much was stuck at most REMEMBERED seconds ago. No statement, unless nobody counted since."""
    counted_at, total = _remembered.get(cycle_id, (float("-inf"), 0))
    return total if time.monotonic() - counted_at < REMEMBERED else stuck_counts(cycle_id).total
