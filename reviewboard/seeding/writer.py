"""Rows are gathered and written in bulk, parents before children, all in the transaction under way.

While the database takes one lot the next is made: nobody else uses the connection meanwhile.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any, Self

from sqlalchemy import Connection, Table, bindparam, insert, update
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.assignment.tables import Conflict, Seat
from reviewboard.stages.consensus.tables import Agreement, Discussion, Dispute, Message, Move, Question, Resolution
from reviewboard.stages.rating.tables import Citation, Rating
from reviewboard.stages.record.tables import Record
from reviewboard.stages.submission.tables import Accommodation, Case, Evidence, EvidenceCheck, Example

Row = dict[str, Any]
Model = type[Any]

IN_ORDER: tuple[Model, ...] = (
    Account, Membership, Case, Example, Evidence, EvidenceCheck, Accommodation, Conflict, Seat, Rating, Citation, Discussion,
    Agreement, Message, Move, Dispute, Question, Resolution, Record, Notice, OutboxRow, JournalEntry,
)  # fmt: skip
"""Every table that seeding fills, each after those it refers to."""

NUMBERED_BY_DATABASE = {OutboxRow.__tablename__: "id"}
UNSEALED: Row = {"state": "draft", "sealed_at": None, "digest": None}


class Writer:
    """Takes rows and writes them when told to; at the end of its block what it was told to write is. `written` counts them."""

    def __init__(self) -> None:
        self.written: Counter[str] = Counter()
        self._waiting: dict[Model, list[Row]] = {model: [] for model in IN_ORDER}
        self._hand = ThreadPoolExecutor(max_workers=1)
        self._lot: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, problem: type[BaseException] | None, *_rest: object) -> None:
        self._hand.shutdown()
        if self._lot is not None and problem is None:
            self._lot.result()

    def take(self, model: Model, **values: Any) -> Row:
        """Take a row of model, its plain defaults under values, and return it: it may change until `write` is called."""
        row = _blank(model.__table__) | values
        self._waiting[model].append(row)
        return row

    def write(self) -> None:
        """Have everything that waits written, once the lot before it is. Raises what went wrong with that."""
        if self._lot is not None:
            self._lot.result()
        lot, self._waiting = self._waiting, {model: [] for model in IN_ORDER}
        self.written.update({model.__tablename__: len(rows) for model, rows in lot.items()})
        self._lot = self._hand.submit(_write, db.session.connection(), lot)


def _write(connection: Connection, lot: dict[Model, list[Row]]) -> None:
    """Write one lot. A rating is sealed after its citations are there, as a trigger demands."""
    for model, rows in lot.items():
        as_first = [row | UNSEALED for row in rows] if model is Rating else rows
        _insert(connection, model.__table__, as_first)
        if model is Citation:
            _seal(connection, [row for row in lot[Rating] if row["state"] == "sealed"])


@cache
def _blank(table: Table) -> Row:
    return {
        column.key: column.default.arg if isinstance(column.default, ScalarElementColumnDefault) else None
        for column in table.columns
        if column.key != NUMBERED_BY_DATABASE.get(table.name)
    }


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        connection.execute(insert(table), rows)


def _copy(connection: Connection, table: Table, rows: list[Row]) -> None:
    """PostgreSQL takes rows in bulk by COPY, each value as the table's own types prepare it."""
    names = list(rows[0])
    prepared: list[tuple[str, Callable[[Any], Any] | None]] = [
        (name, table.columns[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)) for name in names
    ]
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, names))
    raw: Any = connection.connection.driver_connection
    with raw.cursor() as cursor, cursor.copy(f"COPY {quote(table.name)} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([prepare(row[name]) if prepare else row[name] for name, prepare in prepared])


def _seal(connection: Connection, rows: list[Row]) -> None:
    if rows:
        table = Rating.__table__
        connection.execute(
            update(table).where(table.c.id == bindparam("its_id")).values({name: bindparam(name) for name in UNSEALED}),
            [{"its_id": row["id"], **{name: row[name] for name in UNSEALED}} for row in rows],
        )
