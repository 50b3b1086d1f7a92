"""Work is owed in the transaction that causes it, sent by the relay, and done at most once in effect."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.outbox.tables import Heartbeat, OutboxRow
from reviewboard.foundation.refusals import NotYet
from reviewboard.observation import on_behalf_of, request_at_hand

Work = Callable[..., None]
Outside = Callable[..., dict[str, Any] | None]
ATTEMPTS = 5
RESEND_AFTER = timedelta(seconds=8)
WAIT = timedelta(seconds=30)  # until work is tried again that waits for something the board stands on
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (0, 30, 120, 600))  # after the first failure, the second …
OUTSIDE_TAKES = timedelta(seconds=15)  # what happens outside is given so much longer before it is sent again
KEEP_DONE = timedelta(days=30)
log = structlog.get_logger()


def owe(
    topic: str,
    payload: dict[str, str],
    *,
    now: datetime,
    case_id: str | None = None,
    cycle_id: str | None = None,
    single: str | None = None,
    send_after: datetime | None = None,
) -> None:
    """Add work to the transaction under way. Equal waiting work (same `single`) is owed once.

    Where an equal row waits it is touched, and so locked until this transaction ends: a courier cannot
    take it up between our looking and our commit, and miss what we are about to commit.
    """
    values = {
        "topic": topic, "payload": payload, "case_id": case_id, "cycle_id": cycle_id, "single": single,
        "created_at": now, "send_after": send_after or now, "attempts": 0, "attention_reason": "",
        "request_id": request_at_hand(),
    }  # fmt: skip
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    row = dialect.insert(OutboxRow).values(values)
    if single is not None:
        row = row.on_conflict_do_update(
            index_elements=["single"], index_where=text("done_at IS NULL"), set_={"single": row.excluded.single}
        )
    db.session.execute(row)


def owe_each(topic: str, works: Sequence[tuple[dict[str, str], str]], *, now: datetime) -> None:
    """Add works (payload, single), none of which waits already, in one statement. Part of a transaction."""
    shared = {"topic": topic, "created_at": now, "send_after": now, "attempts": 0, "attention_reason": "",
              "request_id": request_at_hand()}  # fmt: skip
    db.session.execute(insert(OutboxRow), [{**shared, "payload": payload, "single": single} for payload, single in works])


def claim_for_sending(*, now: datetime, limit: int = 100) -> list[tuple[int, str]]:
    """Return (id, topic) of undone rows to send now, noting that they are sent. Sent again when nothing came of it.

    The longest without a message goes first: new work is not held up by work sent in vain, nor the other way round.

    A row whose work is under way is locked and passed over, so the relay never waits for work (on SQLite there is
    nothing to pass over: one transaction writes at a time).
    """
    due = (
        select(OutboxRow.id, OutboxRow.topic)
        .where(OutboxRow.done_at.is_(None), OutboxRow.attention_at.is_(None), OutboxRow.send_after <= now)
        .where(OutboxRow.attempts < ATTEMPTS)
        .where(OutboxRow.sent_at.is_(None) | (OutboxRow.sent_at <= now - RESEND_AFTER))
    )
    there = db.session.execute(due.limit(1)).first()
    db.session.rollback()
    if there is None:
        return []
    with transaction():
        first = due.order_by(func.coalesce(OutboxRow.sent_at, OutboxRow.send_after), OutboxRow.id).limit(limit)
        rows = db.session.execute(first.with_for_update(skip_locked=True)).all()
        db.session.execute(update(OutboxRow).where(OutboxRow.id.in_([row.id for row in rows])).values(sent_at=now))
    return [(row.id, row.topic) for row in rows]


def unsend(ids: list[int]) -> None:
    """Take back that rows were sent, because the broker did not take them."""
    with transaction():
        db.session.execute(update(OutboxRow).where(OutboxRow.id.in_(ids)).values(sent_at=None))


class Alive:
    """Says of a row whose work takes long that somebody is still at it: until it falls silent it is not sent again."""

    def __init__(self, row_id: int, now: datetime, silent: timedelta) -> None:
        self._row_id, self._now, self._silent = row_id, now, silent
        self._began = self._said = time.monotonic()

    def __call__(self) -> None:
        """Say so, in a transaction of its own; nothing where it was said a moment ago."""
        moment = time.monotonic()
        if moment - self._said < self._silent.total_seconds() / 4:
            return
        self._said = moment
        until = self._now + timedelta(seconds=moment - self._began) + self._silent
        with transaction():
            db.session.execute(
                update(OutboxRow).where(OutboxRow.id == self._row_id, OutboxRow.done_at.is_(None)).values(sent_at=until)
            )


def deliver(
    row_id: int, work: Work, *, now: datetime, outside: Outside | None = None, silent: timedelta | None = None
) -> bool:
    """Do one row's work in one transaction with marking it done. Return whether it was done by this call.

    The attempt is counted first, in a transaction of its own, so work that kills its process is counted too.
    `outside` is what must happen in the world (a mail, a look into a file) before the work is noted: no transaction is
    held open meanwhile, and it may happen again if it takes longer than OUTSIDE_TAKES; or, where `silent` is given, if it
    says for so long not once that it is `alive`. What it returns by name is handed to the work. Raises whatever work
    raises, after noting it; each failure is followed by a longer pause, and the fifth leaves the row to a person. Work that
    raises NotYet has not failed: the attempt is taken back, and the row waits for as long as what it needs is away.
    """
    begun = _count_attempt(row_id, until=now + (silent or OUTSIDE_TAKES) if outside is not None else None)
    if begun is None:
        return False
    with on_behalf_of(begun.request_id), _told(begun.topic, row_id, begun.attempts):
        return _carry_out(row_id, work, now=now, outside=outside, silent=silent)


@contextmanager
def _told(topic: str, row_id: int, attempt: int) -> Iterator[None]:
    """Log how a piece of work ended: which it was, which attempt, how long it took, and the kind of error if there was one."""
    began = time.monotonic()
    told = log.bind(topic=topic, work=row_id, attempt=attempt)
    try:
        yield
    except Exception as problem:
        told.warning("work failed", kind=type(problem).__name__, ms=round((time.monotonic() - began) * 1000))
        raise
    told.info("work done", ms=round((time.monotonic() - began) * 1000))


def _carry_out(row_id: int, work: Work, *, now: datetime, outside: Outside | None, silent: timedelta | None) -> bool:
    learned: dict[str, Any] = {}
    try:
        if outside is not None:
            payload = db.session.execute(select(OutboxRow.payload).where(OutboxRow.id == row_id)).scalar_one()
            db.session.rollback()
            more = {"alive": Alive(row_id, now, silent)} if silent else {}
            learned = outside(**payload, **more, now=now) or {}
        with transaction():
            row = db.session.execute(
                select(OutboxRow).where(OutboxRow.id == row_id).with_for_update()
            ).scalar_one_or_none()
            if row is None or row.done_at is not None:
                return False
            work(**row.payload, **learned, now=now)
            row.done_at = now
        return True
    except NotYet as wait:
        _note_wait(row_id, _plain(wait), now=now)
        return False
    except Exception as problem:
        _note_failure(row_id, _plain(problem), now=now)
        raise


def _count_attempt(row_id: int, *, until: datetime | None) -> Row[str, int, str | None] | None:
    """Count one more attempt, and return the row's topic, attempts and request_id, or None where there is nothing to do.

    `until`: it may take until then, so it counts as sent then and is not sent again before.
    """
    noted = {"attempts": OutboxRow.attempts + 1, "single": None} | ({"sent_at": until} if until else {})
    with transaction():
        counted = (
            update(OutboxRow)
            .where(OutboxRow.id == row_id, OutboxRow.done_at.is_(None), OutboxRow.attention_at.is_(None))
            .values(noted)
            .returning(OutboxRow.topic, OutboxRow.attempts, OutboxRow.request_id)
        )
        return db.session.execute(counted).one_or_none()


def _plain(problem: Exception) -> str:
    """Return a failure's kind and first line: a database's further lines quote what was being written."""
    return f"{type(problem).__name__}: {problem}".splitlines()[0]


def _note_failure(row_id: int, why: str, *, now: datetime) -> None:
    with transaction():
        row = db.session.get(OutboxRow, row_id, with_for_update=True)
        if row is None or row.done_at is not None:
            return
        row.attention_reason = why[:1000]
        row.sent_at = min(row.sent_at, now) if row.sent_at else None
        if row.attempts >= ATTEMPTS:
            row.attention_at = now
        else:
            row.send_after = now + PAUSES[row.attempts - 1]


def _note_wait(row_id: int, why: str, *, now: datetime) -> None:
    with transaction():
        row = db.session.get(OutboxRow, row_id, with_for_update=True)
        if row is None or row.done_at is not None:
            return
        row.attention_reason, row.attempts, row.send_after = why[:1000], max(0, row.attempts - 1), now + WAIT
        row.sent_at = min(row.sent_at, now) if row.sent_at else None


def give_up_on_silent(*, now: datetime) -> None:
    """Leave to a person what was attempted five times and never came to an end. Work under way is passed over."""
    silent = (
        select(OutboxRow.id)
        .where(OutboxRow.done_at.is_(None), OutboxRow.attention_at.is_(None), OutboxRow.attempts >= ATTEMPTS)
        .where(OutboxRow.sent_at.is_(None) | (OutboxRow.sent_at <= now - RESEND_AFTER))
    )
    with transaction():
        rows = db.session.execute(silent.with_for_update(skip_locked=True)).scalars().all()
        db.session.execute(update(OutboxRow).where(OutboxRow.id.in_(rows)).values(attention_at=now))


def redrive(*, now: datetime, row_id: int | None = None) -> int:
    """Send again what waits for a person (all of it, or one row). Return how many rows. Part of a transaction."""
    rows = update(OutboxRow).where(OutboxRow.attention_at.is_not(None), OutboxRow.done_at.is_(None))
    if row_id is not None:
        rows = rows.where(OutboxRow.id == row_id)
    changed: Any = db.session.execute(
        rows.values(attention_at=None, attention_reason="", attempts=0, sent_at=None, send_after=now)
    )
    return int(changed.rowcount)


def forget_done(*, now: datetime) -> None:
    """Remove rows done more than a month ago. Part of a transaction."""
    db.session.execute(delete(OutboxRow).where(OutboxRow.done_at < now - KEEP_DONE))


def beat_heart(name: str, *, now: datetime) -> None:
    """Note that the named process is alive."""
    with transaction():
        changed: Any = db.session.execute(update(Heartbeat).where(Heartbeat.name == name).values(at=now))
        if not changed.rowcount:
            db.session.merge(Heartbeat(name=name, at=now))
