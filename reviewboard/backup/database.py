"""The database as one file: consistent while people work, since both engines read one moment to the end."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from click import ClickException
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection, NullPool, create_engine, inspect

from reviewboard.backup.manifest import DUMPS
from reviewboard.extensions import db


def kind_of(database_url: str) -> str:
    """Return which of DUMPS this database makes."""
    return "sqlite" if database_url.startswith("sqlite") else "postgresql"


@contextmanager
def dumped(database_url: str, folder: Path) -> Iterator[Connection]:
    """Write the database into the folder, and yield a connection that reads exactly what was written. Raises ClickException."""
    if kind_of(database_url) == "postgresql":
        with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            moment = connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one()
            _run("pg_dump", database_url, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}",
                 f"--file={folder / DUMPS['postgresql']}")  # fmt: skip
            yield connection
        return
    copy = folder / DUMPS["sqlite"]
    with closing(sqlite3.connect(_file(database_url), timeout=60)) as board, closing(sqlite3.connect(copy)) as written:
        board.backup(written)
    engine = create_engine(f"sqlite:///{copy}", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


def is_empty(connection: Connection) -> bool:
    """Return whether a database holds no table."""
    return not inspect(connection).get_table_names()


def restore(owner_url: str, folder: Path) -> None:
    """Fill an empty database from the folder, whole or not at all. Raises ClickException."""
    if kind_of(owner_url) == "postgresql":
        _run("pg_restore", owner_url, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
             str(folder / DUMPS["postgresql"]))  # fmt: skip
        return
    with closing(sqlite3.connect(folder / DUMPS["sqlite"])) as kept, closing(sqlite3.connect(_file(owner_url))) as board:
        kept.backup(board)


def _run(program: str, database_url: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on a database; the password stands in its environment, where no other account sees it."""
    address = conninfo_to_dict(database_url.replace("postgresql+psycopg://", "postgresql://"))
    password = address.pop("password", None)
    environ = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    try:
        done = subprocess.run(
            [program, f"--dbname={make_conninfo('', **address)}", *arguments], env=environ, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    except FileNotFoundError as problem:
        raise ClickException(f"{program} is missing: install PostgreSQL's client programs.") from problem
    if done.returncode:
        raise ClickException(f"{program} failed:\n{done.stderr.strip()}")


def _file(database_url: str) -> str:
    return database_url.removeprefix("sqlite:///")
