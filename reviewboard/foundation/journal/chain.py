"""Each entry's hash covers the entry and the hash before it, so no past can be rewritten unseen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from reviewboard.foundation.digest import digest

GENESIS = "0" * 64
FIELDS = ("number", "at", "actor_id", "action", "case_id", "cycle_id", "subject",
          "from_state", "to_state", "reason", "details", "previous")  # fmt: skip


class Fault(StrEnum):
    """What is wrong with an entry, as commands print it after the entry's number."""

    GAP = "does not follow the entry before it: entries are missing or renumbered"
    UNLINKED = "does not continue from the entry before it"
    EDITED = "was edited: its content does not match its hash"
    REWRITTEN = "differs from the anchor: the past was rewritten"
    TRUNCATED = "is in the anchor but not in the journal: the journal was truncated"


@dataclass(frozen=True)
class Breach:
    """One place where the chain does not hold: the entry's number and what is wrong with it."""

    number: int
    fault: Fault


@dataclass(frozen=True)
class Anchor:
    """The chain's end, as it was once seen and kept elsewhere."""

    number: int
    hash: str


class Counted:
    """Entries that are counted as they pass, so that nobody holds all of them: how many came, and the number of the last."""

    def __init__(self, entries: Iterable[dict[str, Any]]) -> None:
        self._entries = entries
        self.count = self.last = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for entry in self._entries:
            self.count, self.last = self.count + 1, entry["number"]
            yield entry


def entry_hash(entry: dict[str, Any]) -> str:
    """Return the SHA-256 of an entry (a mapping with FIELDS; `at` aware or ISO text in UTC)."""
    at = entry["at"]
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return digest({**{name: entry[name] for name in FIELDS}, "at": moment.astimezone(UTC).isoformat()})


def breaches(
    entries: Iterable[dict[str, Any]], anchor: Anchor | None = None, start: Anchor = Anchor(0, GENESIS)
) -> Iterator[Breach]:
    """Yield every breach in entries (mappings with FIELDS and `hash`, in number order), which follow after `start`.

    Finds edits, deletions, renumbering and, with an anchor, truncation and a rewritten past.
    """
    previous, number, anchored = start.hash, start.number, anchor is None or anchor.number == start.number
    for entry in entries:
        number += 1
        if entry["number"] != number:
            yield Breach(entry["number"], Fault.GAP)
            number = entry["number"]
        if entry["previous"] != previous:
            yield Breach(number, Fault.UNLINKED)
        if entry_hash(entry) != entry["hash"]:
            yield Breach(number, Fault.EDITED)
        if anchor and number == anchor.number:
            anchored = True
            if entry["hash"] != anchor.hash:
                yield Breach(number, Fault.REWRITTEN)
        previous = entry["hash"]
    if not anchored and anchor:
        yield Breach(anchor.number, Fault.TRUNCATED)
