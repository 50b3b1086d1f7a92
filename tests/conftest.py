"""The board that tests stand on: a real database, SQLite or the PostgreSQL of TEST_DATABASE_URL, emptied between tests."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import delete, event, insert, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from reviewboard import create_app
from reviewboard.config import Settings, read_settings
from reviewboard.extensions import db, limiter
from reviewboard.foundation.journal.actions import FIRST_HEAD
from reviewboard.foundation.journal.tables import JournalHead
from reviewboard.foundation.scale import queries as scale_queries
from tests.browser.stage import Stage
from tests.building import Builder
from tests.live import LiveBoard, own_database, running_board
from tests.visiting import Visitor

# a loaded machine is slow at everything: that says nothing of a test
hypothesis_settings.register_profile("board", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("board")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of this test process: its own folder and its own database."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    folder = tmp_path_factory.mktemp("board")
    environ = {"DATA_DIR": str(folder), "SECRET_KEY": "only-for-tests-" + name, "REDIS_URL": _redis(name)}
    server = os.environ.get("TEST_DATABASE_URL")
    if server:
        environ["DATABASE_URL"] = own_database(server, f"board_{name}")
    return read_settings(environ, env_file=None)


def _redis(name: str) -> str:
    """Tests of pages need no broker: an address nobody listens on shows that none is asked."""
    return os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:1/0")


@pytest.fixture(scope="session")
def empty_board(settings: Settings) -> Iterator[Flask]:
    """The application with its tables made by the migrations, and nothing in them."""
    app = create_app(settings)
    app.config.update(TESTING=True, RATELIMIT_ENABLED=False)
    limiter.enabled = False
    with app.app_context():
        upgrade()
        db.engine.dispose()
        if _is_sqlite(app):
            event.listen(db.engine, "connect", _without_waiting_for_the_disk)
    if _is_sqlite(app):
        shutil.copy(_file(settings), _template(settings))
    yield app
    with app.app_context():
        db.engine.dispose()


def _without_waiting_for_the_disk(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.cursor().execute("PRAGMA synchronous=OFF")  # processes may be killed in tests; the machine is not


def _is_sqlite(app: Flask) -> bool:
    return str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite")


def _file(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def _template(settings: Settings) -> Path:
    return settings.data_dir / "template.sqlite3"


@pytest.fixture
def empty_the_board(empty_board: Flask, settings: Settings) -> Callable[..., None]:
    """Returns what takes everything off the board, or puts a file's content on it (SQLite)."""

    def empty(content: Path | None = None) -> None:
        scale_queries._published.clear()
        for folder in ("mail", "evidence"):
            shutil.rmtree(settings.data_dir / folder, ignore_errors=True)
        with empty_board.app_context():
            db.session.remove()
            if _is_sqlite(empty_board):
                db.engine.dispose()
                for tail in ("-wal", "-shm"):
                    Path(f"{_file(settings)}{tail}").unlink(missing_ok=True)
                shutil.copy(content or _template(settings), _file(settings))
            else:
                with db.engine.begin() as connection:
                    connection.execute(text("SET LOCAL session_replication_role = replica"))  # past triggers and order
                    for table in db.metadata.sorted_tables:
                        connection.execute(delete(table))  # TRUNCATE takes ten times as long
                    connection.execute(text("SELECT setval(pg_get_serial_sequence('outbox', 'id'), 1, false)"))
                    connection.execute(insert(JournalHead).values(FIRST_HEAD))

    return empty


class Starts:
    """Boards that were filled once and are put back from a file, by key, with what a test knows of each; SQLite alone."""

    def __init__(self, board: Path | None, put_back: Callable[..., None], folder: Path) -> None:
        self.board, self.put_back, self.folder = board, put_back, folder
        self.known: dict[object, tuple[Path, object]] = {}
        self.lasting = board is not None

    def keep(self, key: object, known: object) -> None:
        """Keep the board as it stands, and what is known of it."""
        if self.board is not None:
            path = self.folder / f"{len(self.known)}.sqlite3"
            with closing(sqlite3.connect(self.board)) as board, closing(sqlite3.connect(path)) as copy:
                board.backup(copy)
            self.known[key] = path, known

    def find(self, key: object) -> object | None:
        """Put a kept board back and return what is known of it, or None if none was kept."""
        if key not in self.known:
            return None
        path, known = self.known[key]
        self.put_back(path)
        return known


@pytest.fixture
def starts(app: Flask, settings: Settings, empty_the_board: Callable[..., None], tmp_path: Path) -> Starts:
    """Keeps filled boards for a test that begins many times."""
    return Starts(_file(settings) if _is_sqlite(app) else None, empty_the_board, tmp_path)


@pytest.fixture
def app(empty_board: Flask, empty_the_board: Callable[[], None]) -> Iterator[Flask]:
    """The application on an empty board."""
    yield empty_board
    empty_the_board()


@pytest.fixture
def build(app: Flask) -> Builder:
    """Makes people, cycles and cases by the board's own actions."""
    return Builder(app)


@pytest.fixture
def visit(app: Flask) -> Callable[..., Visitor]:
    """Returns a browser-like client, signed in as an account when one is given."""

    def browser(account_id: str | None = None) -> Visitor:
        client: FlaskClient = app.test_client()
        return Visitor(app, client, account_id)

    return browser


@pytest.fixture(scope="session")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveBoard]:
    """The board with its demo cycle, running: one for all tests of this process that ask for it, and made with the first."""
    worker, folder = os.environ.get("PYTEST_XDIST_WORKER"), tmp_path_factory.getbasetemp()
    kept = (folder.parent if worker else folder) / "demo"
    with running_board(tmp_path_factory.mktemp("live"), f"demo_{worker or 'alone'}", "demo", kept=kept) as live:
        yield live


@pytest.fixture(scope="session")
def stage(board: LiveBoard) -> Stage:
    """Makes cycles of their own, with people and cases, on the running board."""
    return Stage(board)


WITHOUT_A_DATABASE = {"guards", "previewer", "sample"}  # they look at the source, at a program of its own, at texts
ASKS_ONLY_BY_FIXTURE = {"stages", "foundation"}  # nothing there starts a board or connects by itself: a guard looks at it


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as pure what asks no database, and as once what a page says: `make test-postgres` runs neither a second time.

    Pages ask the database by the stages' own reads and actions, whose tests run on each unless they too are marked `once`,
    and web/test_every_page.py opens each kind of page there. A test of a page that a database may decide is marked `each`.
    """
    for item in items:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        asks = "empty_board" in getattr(item, "fixturenames", ())
        if folder in WITHOUT_A_DATABASE or (folder in ASKS_ONLY_BY_FIXTURE and not asks):
            item.add_marker("pure")
        elif folder == "web" and not item.get_closest_marker("each"):
            item.add_marker("once")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many pages axe looked at, what was tried of blindness, and other figures: each test that looked records them."""
    recorded = [found for report in terminalreporter.getreports("passed") for found in report.user_properties]
    if seen := [counts for name, counts in recorded if name == "axe"]:
        pages, looks = (sum(counts) for counts in zip(*seen, strict=True))
        terminalreporter.write_line(f"axe-core: 0 violations on {pages} pages, {looks} looks in two languages and two themes")
    for name, counts in recorded:
        if name.startswith("blindness"):
            told = ", ".join(f"{what} {number:,}" for what, number in counts.items())
            terminalreporter.write_line(f"{name}: {told}")
    for line in (said for name, said in recorded if name == "figures"):
        terminalreporter.write_line(line)
