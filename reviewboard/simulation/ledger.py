"""What the bots were told was done: one line for each answered act, to be held against the journal afterwards."""

from collections import Counter
from threading import Lock
from typing import NamedTuple


class Act(NamedTuple):
    """An act by the name the journal gives it, of one person, on one case."""

    action: str
    case_id: str
    email: str


class Ledger:
    """Counts acts. For many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._done: Counter[Act] = Counter()
        self._doubtful: Counter[Act] = Counter()

    def note(self, action: str, case_id: str, email: str) -> None:
        """Note an act that the board answered as done."""
        with self._lock:
            self._done[Act(action, case_id, email)] += 1

    def doubt(self, action: str, case_id: str, email: str) -> None:
        """Note an act whose first sending got no answer, and whose repetition was refused: it may have been done."""
        with self._lock:
            self._doubtful[Act(action, case_id, email)] += 1

    @property
    def doubtful(self) -> int:
        """How many acts may have been done or not."""
        with self._lock:
            return self._doubtful.total()

    def by_action(self) -> dict[str, int]:
        """Return how often each act was answered as done."""
        with self._lock:
            found: Counter[str] = Counter()
            for act, number in self._done.items():
                found[act.action] += number
        return dict(sorted(found.items()))

    def compared(self, journal: Counter[Act]) -> tuple[list[str], list[str]]:
        """Return (lost, doubled): acts of which the journal holds fewer than were answered as done, or more."""
        with self._lock:
            lost = [f"{act}" for act, number in self._done.items() if journal[act] < number]
            doubled = [f"{act}" for act, number in journal.items() if number > self._done[act] + self._doubtful[act]]
        return sorted(lost), sorted(doubled)
