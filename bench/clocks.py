"""The processor time of the database's own processes, where they run on this machine."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from reviewboard.extensions import db

BACKENDS = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'")


def database_clock(app: Flask) -> Callable[[], float] | None:
    """Return what reads the seconds that this board's PostgreSQL has worked for it so far, or None: no such server here."""
    if "sqlalchemy" not in app.extensions:
        return None
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            return None
        told = [Path(f"/proc/{pid}/schedstat") for pid in db.session.execute(BACKENDS).scalars()]
    if not told or not all(file.exists() for file in told):
        return None
    return lambda: sum(int(file.read_text().split()[0]) for file in told) / 1e9
