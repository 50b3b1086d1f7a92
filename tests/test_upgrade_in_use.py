"""The version before goes on while the tables are brought forward: its statements wait a moment, and none of them fails."""

import re
import threading
import time

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import Engine, MetaData, event, insert, inspect, select, text, update
from sqlalchemy.exc import OperationalError

from reviewboard.config import ROOT
from reviewboard.extensions import db
from tests.lengths import LONG
from tests.together import on_server
from tests.walking import level, panel, rated, seated

pytestmark = on_server  # SQLite is brought forward while the board is stopped

BEFORE = "0034"  # from the next one on, migrations only add
READING = ("AccessExclusiveLock",)
WRITING = ("ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", *READING)
LONGEST = 10  # seconds; a loaded machine is slow at everything
HELD = """SELECT relname, mode FROM pg_locks JOIN pg_class ON pg_class.oid = relation
    WHERE pid = pg_backend_pid() AND relkind = 'r' AND relnamespace = current_schema()::regnamespace"""


class VersionBefore:
    """Statements of the version before, which knows the tables as they were, given again and again."""

    def __init__(self, engine):
        self._engine, self._stop, self.failed, self.longest, self.rounds = engine, threading.Event(), [], 0.0, 0
        self._tables = MetaData()
        self._tables.reflect(engine)
        self._thread = threading.Thread(target=self._go_on)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join(60)

    def more(self, rounds=3):
        """Wait until everything was said so many times more."""
        wanted, ends = self.rounds + rounds, time.monotonic() + 60
        while self.rounds < wanted and not self.failed and time.monotonic() < ends:
            time.sleep(0.02)

    def _go_on(self):
        tables = self._tables.tables
        owed = {"topic": "test.old", "payload": {}, "created_at": text("now()"), "send_after": text("now()"), "attempts": 0,
                "attention_reason": ""}  # fmt: skip
        said = [
            *(select(table).limit(3) for table in tables.values()),
            insert(tables["outbox"]).values(owed), update(tables["cases"]).values(version=tables["cases"].c.version + 1),
            insert(tables["heartbeats"]).values(name=text("gen_random_uuid()::varchar(32)"), at=text("now()")),
        ]  # fmt: skip
        while not self._stop.is_set() and not self.failed:
            for statement in said:
                began = time.monotonic()
                try:
                    with self._engine.begin() as connection:
                        connection.execute(statement)
                except Exception as problem:  # compared with none below
                    self.failed.append(f"{statement}: {problem}")
                self.longest = max(self.longest, time.monotonic() - began)
            self.rounds += 1


@pytest.fixture
def in_use(build):
    """A board with a case in discussion and one in rating."""
    people = panel(build)
    rated(build, people, level(2), level(3))
    seated(build, people)
    return build.app


@pytest.fixture
def locks(in_use):
    """What each migration locked of the tables that were there: revision → (reading waits, writing waits)."""
    found, there = {}, set()

    def note(connection):
        if threading.current_thread() is not threading.main_thread():
            return
        held = connection.exec_driver_sql(HELD).all()
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        waits = [sorted({name for name, mode in held if mode in modes and name in there}) for modes in (READING, WRITING)]
        if revision > BEFORE and revision not in found:
            found[revision] = tuple(waits)
        there.update(inspect(connection).get_table_names())

    with in_use.app_context():
        db.session.remove()
        downgrade(revision=BEFORE)
        there.update(inspect(db.engine).get_table_names())
        there.discard("alembic_version")
    event.listen(Engine, "commit", note)
    yield found
    event.remove(Engine, "commit", note)
    with in_use.app_context():
        upgrade()


@pytest.mark.long
@pytest.mark.skipif(not LONG, reason="a migration waits four seconds for a lock: `make test-long` waits with it")
def test_a_migration_that_waits_too_long_gives_up_and_can_be_run_again(in_use, locks):
    with in_use.app_context(), db.engine.connect() as report:
        report.execute(text("SELECT count(*) FROM outbox"))  # its transaction stays open
        with VersionBefore(db.engine) as before, pytest.raises(OperationalError, match="lock timeout"):
            before.more()
            upgrade()
        report.rollback()
        assert (before.failed, before.longest < LONGEST) == ([], True)
        upgrade()
    assert "0041" in locks


def documented():
    """Return the table of docs/operations.md as the fixture has it."""
    rows = re.findall(r"^\| (\d{4}) \|([^|]*)\|([^|]*)\|$", (ROOT / "docs" / "operations.md").read_text("utf-8"), re.M)
    return {number: (re.findall(r"`(\w+)`", reading), re.findall(r"`(\w+)`", writing)) for number, reading, writing in rows}


def test_statements_of_the_version_before_go_on_and_what_is_locked_is_documented(in_use, locks):
    with in_use.app_context(), VersionBefore(db.engine) as before:
        before.more()
        upgrade()
        before.more()
    assert (before.failed, before.rounds > 4, before.longest < LONGEST) == ([], True, True)
    assert locks == documented()
