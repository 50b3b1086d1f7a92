"""The filled board, made once for all tests of this folder and put back before each of them; SQLite alone, as it is a file."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from reviewboard.config import Settings
from reviewboard.extensions import db
from tests.blindness.board import Blind, fill
from tests.blindness.reading import stop_the_clock


@dataclass
class Kept:
    """The filled board as files: its database and its evidence."""

    blind: Blind
    database: Path
    evidence: Path


_kept: dict[Path, Kept] = {}


@pytest.fixture
def put_back(
    app: Flask, settings: Settings, empty_the_board: Callable[..., None], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Blind]:
    """Returns what puts the filled board back as it was; it is filled the first time."""
    if not settings.database_url.startswith("sqlite"):
        pytest.skip("the board is put back from a file")

    def again() -> Blind:
        if settings.data_dir not in _kept:
            blind, folder = fill(app, datetime.now(UTC)), tmp_path_factory.mktemp("blind")
            with app.app_context():
                db.session.remove()
                with db.engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                db.engine.dispose()
            shutil.copy(settings.database_url.removeprefix("sqlite:///"), folder / "board.sqlite3")
            shutil.copytree(settings.data_dir / "evidence", folder / "evidence")
            _kept[settings.data_dir] = Kept(blind, folder / "board.sqlite3", folder / "evidence")
        kept = _kept[settings.data_dir]
        empty_the_board(kept.database)
        shutil.copytree(kept.evidence, settings.data_dir / "evidence", dirs_exist_ok=True)
        return kept.blind

    return again


@pytest.fixture
def blind(put_back: Callable[[], Blind], monkeypatch: pytest.MonkeyPatch) -> Blind:
    """The filled board at the moment at which it was filled: its clock stands still."""
    found = put_back()
    stop_the_clock(monkeypatch, found.now)
    return found
