"""The journal of seeded cases is one chain in order of time, although the cases overlap."""

from datetime import datetime
from heapq import heappop, heappush
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.journal.chain import entry_hash
from reviewboard.foundation.journal.tables import JournalEntry, JournalHead
from reviewboard.seeding.writer import Writer


class Chronicle:
    """Holds entries until nothing earlier can come any more, then chains them to the journal's head."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, dict[str, Any]]] = []
        self._taken = 0

    def enter(self, action: str, at: datetime, **said: Any) -> None:
        """Take an entry; `said` as in `journal.actions.enter`, with `actor_id` in place of the actor."""
        self._taken += 1
        entry = {
            "actor_id": None, "case_id": None, "cycle_id": None, "subject": None, "from_state": None, "to_state": None,
            "reason": "", **said, "action": action, "at": at, "details": said.get("details") or {},
        }  # fmt: skip
        heappush(self._waiting, (at, self._taken, entry))

    def chain(self, writer: Writer, *, until: datetime | None = None) -> None:
        """Hand the entries before `until` (all, without it) to the writer, chained; the head moves with them."""
        head = db.session.execute(select(JournalHead).with_for_update().execution_options(populate_existing=True)).scalar_one()
        while self._waiting and (until is None or self._waiting[0][0] < until):
            _, _, entry = heappop(self._waiting)
            entry |= {"number": head.number + 1, "previous": head.hash}
            entry["hash"] = entry_hash(entry)
            writer.take(JournalEntry, **entry)
            head.number, head.hash = entry["number"], entry["hash"]
        db.session.flush()
