"""Seeded boards to measure on: one folder and one database each, of so many cases."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from reviewboard import create_app
from reviewboard.config import ROOT, read_settings
from tests.live import own_database


@dataclass(frozen=True)
class Board:
    """An application on a seeded board, and what `flask seed` said of it."""

    app: Flask
    sown: dict[str, Any]


def board_of(cases: int, folder: Path) -> Board:
    """Return the board of so many cases in folder; it is made first where it is not there."""
    place, told = folder / str(cases), folder / f"{cases}.json"
    environ = {"DATA_DIR": str(place), "REDIS_URL": "redis://127.0.0.1:1/0", "SECRET_KEY": "only-for-measurements"}
    address = folder / f"{cases}.address"
    if not told.exists():
        folder.mkdir(parents=True, exist_ok=True)
        server = os.environ.get("TEST_DATABASE_URL")
        address.write_text(own_database(server, f"bench_{cases}") if server else f"sqlite:///{place}/board.sqlite3")
    environ["DATABASE_URL"] = address.read_text()
    if not told.exists():
        _sow(cases, told, environ)
    return Board(create_app(read_settings(environ, env_file=None)), json.loads(told.read_text()))


def _sow(cases: int, told: Path, environ: dict[str, str]) -> None:
    for command in (("db", "upgrade"), ("seed", "--cases", str(cases), "--json", str(told))):
        subprocess.run([sys.executable, "-m", "flask", *command], cwd=ROOT, env={**os.environ, **environ}, check=True)
