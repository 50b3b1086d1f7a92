"""Work is owed in the transaction that causes it, sent by the relay, and noted as done once."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any

import structlog
from flask import Flask, current_app
from sqlalchemy import ColumnElement, Row, delete, func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

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
WAIT_LONGEST = timedelta(hours=6)  # after which a person is to see what is away, or whether it is that row alone
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (0, 30, 120, 600))  # after the first failure, the second …
CLAIM_LASTS = timedelta(seconds=15)  # whoever is at what happens outside has it so long after it was last said
CLAIM_SAID = timedelta(seconds=5)  # how often that is said
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
        .where(OutboxRow.attempts < ATTEMPTS, _free(now))
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


class Claim:
    """One courier's hold on a row whose work happens outside: nobody else takes it up, whatever messages come of it.

    It is held for as long as the process lives and is at it, and ends CLAIM_LASTS after the process was killed.
    """

    def __init__(self, row_id: int, now: datetime, *, outside: bool) -> None:
        self.row_id, self._now, self._began = row_id, now, time.monotonic()
        self.until = now + CLAIM_LASTS if outside else None

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold on while the block lasts, however long it takes and whatever it waits for: a thread says so."""
        done = Event()
        holding = Thread(target=self._hold, args=(current_app._get_current_object(), done), daemon=True)  # type: ignore[attr-defined]
        holding.start()
        try:
            yield
        finally:
            done.set()
            holding.join()

    def _hold(self, board: Flask, done: Event) -> None:
        while not done.wait(CLAIM_SAID.total_seconds()):
            until = self._now + timedelta(seconds=time.monotonic() - self._began) + CLAIM_LASTS
            mine = (OutboxRow.id == self.row_id, OutboxRow.done_at.is_(None), OutboxRow.taken_until == self.until)
            with board.app_context(), suppress(SQLAlchemyError):  # said again in a moment
                with transaction():
                    db.session.execute(update(OutboxRow).where(*mine).values(taken_until=until))
                self.until = until

    def ended(self) -> datetime:
        """Return when the work came to its end, in whole seconds after it was taken."""
        return self._now + timedelta(seconds=int(time.monotonic() - self._began))


def deliver(row_id: int, work: Work, *, now: datetime, outside: Outside | None = None) -> bool:
    """Do one row's work in one transaction with marking it done. Return whether it was done by this call.

    A message is but a hint: one that comes before its row is due, while somebody is at it or after it is done does
    nothing, so it matters neither how often messages come nor in which order nor how late.

    The attempt is counted first, in a transaction of its own, so work that kills its process is counted too.
    `outside` is what must happen in the world (a mail, a look into a file) before the work is noted: no transaction is
    held open meanwhile, nobody else takes the row, and it happens again if its process is killed. What it returns by name
    is handed to the work. Raises whatever work raises, after noting it; each failure is followed by a longer pause, and
    the fifth leaves the row to a person. Work that raises NotYet has not failed: the attempt is taken back, and the row
    waits while what it needs is away; after WAIT_LONGEST it is left to a person too.
    """
    claim = Claim(row_id, now, outside=outside is not None)
    begun = _count_attempt(row_id, now=now, until=claim.until)
    if begun is None:
        return False
    with on_behalf_of(begun.request_id):
        return _told(lambda: _carry_out(claim, work, now=now, outside=outside), begun.topic, row_id, begun.attempts)


def _told(carry_out: Callable[[], bool], topic: str, row_id: int, attempt: int) -> bool:
    """Log how a piece of work ended: which it was, which attempt, how long it took, and the kind of error if there was one."""
    began = time.monotonic()
    told = log.bind(topic=topic, work=row_id, attempt=attempt)
    try:
        done = carry_out()
    except Exception as problem:
        told.warning("work failed", kind=type(problem).__name__, ms=round((time.monotonic() - began) * 1000))
        raise
    told.info("work done" if done else "work waits", ms=round((time.monotonic() - began) * 1000))
    return done


def _carry_out(claim: Claim, work: Work, *, now: datetime, outside: Outside | None) -> bool:
    learned: dict[str, Any] = {}
    try:
        if outside is not None:
            payload = db.session.execute(select(OutboxRow.payload).where(OutboxRow.id == claim.row_id)).scalar_one()
            db.session.rollback()
            with claim.held():
                learned = outside(**payload, now=now) or {}
        with transaction():
            row = db.session.execute(
                select(OutboxRow).where(OutboxRow.id == claim.row_id).with_for_update()
            ).scalar_one_or_none()
            if row is None or row.done_at is not None:
                return False
            work(**row.payload, **learned, now=now)
            row.done_at = now
        return True
    except NotYet as wait:
        _note_wait(claim, wait)
        return False
    except Exception as problem:
        _note_failure(claim, _plain(problem))
        raise


def _count_attempt(row_id: int, *, now: datetime, until: datetime | None) -> Row[str, int, str | None] | None:
    """Take the row until then and count one more attempt, where it is due and nobody else is at it.

    Return its topic, attempts and request_id, or None where there is nothing to do.
    """
    with transaction():
        taken = (
            update(OutboxRow)
            .where(OutboxRow.id == row_id, OutboxRow.done_at.is_(None), OutboxRow.attention_at.is_(None))
            .where(OutboxRow.send_after <= now, _free(now))
            .values(attempts=OutboxRow.attempts + 1, single=None, taken_until=until)
            .returning(OutboxRow.topic, OutboxRow.attempts, OutboxRow.request_id)
        )
        return db.session.execute(taken).one_or_none()


def _free(now: datetime) -> ColumnElement[bool]:
    """Whether nobody is at a row's work outside, or whoever was fell silent."""
    return OutboxRow.taken_until.is_(None) | (OutboxRow.taken_until <= now)


def _plain(problem: Exception) -> str:
    """Return a failure's kind and first line: a database's further lines quote what was being written."""
    return f"{type(problem).__name__}: {problem}".splitlines()[0]


def _note_failure(claim: Claim, why: str) -> None:
    with transaction():
        row = _held(claim)
        if row is None:
            return
        row.attention_reason, row.taken_until = why[:1000], None
        if row.attempts >= ATTEMPTS:
            row.attention_at = claim.ended()
        else:
            row.send_after = claim.ended() + PAUSES[row.attempts - 1]


def _note_wait(claim: Claim, wait: NotYet) -> None:
    with transaction():
        row = _held(claim)
        if row is None:
            return
        row.attention_reason, row.taken_until = _plain(wait)[:1000], None
        row.attempts, row.send_after = max(0, row.attempts - 1), claim.ended() + WAIT
        if row.waits_since is None or wait.goes_on:
            row.waits_since = claim.ended()
        elif claim.ended() - row.waits_since >= WAIT_LONGEST:
            row.attention_at = claim.ended()


def _held(claim: Claim) -> OutboxRow | None:
    """Return the row of a claim, locked, or None where it is done or somebody else's by now."""
    row = db.session.get(OutboxRow, claim.row_id, with_for_update=True, populate_existing=True)
    return row if row is not None and row.done_at is None and row.taken_until == claim.until else None


def give_up_on_silent(*, now: datetime) -> None:
    """Leave to a person what was attempted five times and never came to an end. Work under way is passed over."""
    silent = (
        select(OutboxRow.id)
        .where(OutboxRow.done_at.is_(None), OutboxRow.attention_at.is_(None), OutboxRow.attempts >= ATTEMPTS)
        .where(_free(now))
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
        rows.values(attention_at=None, attention_reason="", attempts=0, sent_at=None, send_after=now, waits_since=None)
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
