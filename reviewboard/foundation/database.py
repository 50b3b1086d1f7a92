"""One database, two engines: the same promises hold on SQLite and on PostgreSQL."""

import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import DateTime, Engine, String, TypeDecorator, event

from reviewboard.extensions import db

ID_LENGTH = 20
_ALPHABET = "abcdefghjkmnpqrstvwxyz0123456789"
Id = String(ID_LENGTH)
T = TypeVar("T")
log = structlog.get_logger()


def new_id() -> str:
    """Return a random identifier of 20 letters and digits (99 bits), safe to show in an address."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(ID_LENGTH))


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC. Takes and returns aware datetimes; refuses naive ones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@contextmanager
def transaction() -> Iterator[None]:
    """Run the block as one writing transaction: all of it is kept, or none of it.

    What was read before is forgotten first, so the block decides on what is true now. On SQLite the
    write lock is taken at the start (BEGIN IMMEDIATE), so two writers never both decide on old data.
    """
    db.session.rollback()
    db.session.connection(execution_options={"writes": True})
    try:
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise


@contextmanager
def one_moment() -> Iterator[None]:
    """Read all that the block asks as it is at one moment, while others write. Nothing is written in it.

    What was read before is forgotten first. On SQLite every transaction sees the moment of its first read, on PostgreSQL one
    that asks for it.
    """
    db.session.rollback()
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield
    finally:
        db.session.rollback()


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: Any) -> None:
    """Make both engines mean the same: the letters of every alphabet have small forms, and a day is a day in UTC."""
    if isinstance(connection, sqlite3.Connection):
        _prepare_sqlite(connection)
        return
    connection.execute("SET TIME ZONE 'UTC'")  # whatever the server, the database or the role says
    connection.commit()


def _prepare_sqlite(connection: sqlite3.Connection) -> None:
    connection.isolation_level = None
    connection.create_function("lower", 1, _lower, deterministic=True)  # SQLite's own knows A to Z only
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=15000", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _lower(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def each_by_itself(works: Iterable[Callable[[], T]]) -> list[T]:
    """Do every work although one before it failed, and return what they returned.

    Each failure is logged with the work's name, the ids it was given and the kind of error. Raises an ExceptionGroup
    of the failures once all were tried: one row that cannot be dealt with stops no other. When the time for the whole
    is over (SoftTimeLimitExceeded) nothing more is begun: what was done stays, the work under way is undone.
    """
    done, failed = [], []
    for work in works:
        try:
            done.append(work())
        except SoftTimeLimitExceeded:
            db.session.rollback()
            raise
        except Exception as problem:
            db.session.rollback()
            log.error("work failed", **_named(work), kind=type(problem).__name__)
            failed.append(problem)
    if failed:
        raise ExceptionGroup(f"{len(failed)} of {len(failed) + len(done)} failed", failed)
    return done


def _named(work: Callable[[], Any]) -> dict[str, Any]:
    """Return which work failed: its function's name and, of its arguments, the ids."""
    if not isinstance(work, partial):
        return {"work": work.__name__}
    return {"work": work.func.__name__, "ids": [given for given in work.args if isinstance(given, str)]}
