"""The whole board as real processes under its supervisor, on a folder, port and database of its own."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from reviewboard.config import ROOT
from tests.ports import free_port

READY_WITHIN = 60  # seconds
PROCESSES = ("web", "worker", "beat", "relay")


class LiveBoard:
    """Processes, their numbers and their commands. `environ` is what every one is started with, `program` what starts them."""

    program = "reviewboard.supervisor"

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.redis: PrivateRedis | None = None
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.environ = {
            **{key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ},
            "DATA_DIR": str(folder), "PORT": str(port), "BASE_URL": self.address, "SECRET_KEY": "only-for-this-live-test",
            "METRICS_TOKEN": "only-for-this-monitor", "FLASK_APP": "app.py",
        }  # fmt: skip
        if server := os.environ.get("TEST_DATABASE_URL"):
            owner = own_database(server, f"live_{name}")
            self.environ |= {"DATABASE_URL": board_role(owner), "MIGRATIONS_DATABASE_URL": owner}
            self.redis = PrivateRedis(folder)
            self.environ["REDIS_URL"] = self.redis.address
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._log = folder / "log"

    def flask(self, *arguments: str, check: bool = True, **options: object) -> subprocess.CompletedProcess[str]:
        """Run a flask command on this board; with check, its failure fails the test."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", *arguments], cwd=ROOT, env=self.environ, text=True, capture_output=True,
            timeout=600, check=False, **options,  # type: ignore[call-overload]
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"flask {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done

    def start(self, *filling: str, kept: Path | None = None) -> None:
        """Bring the tables up to date, fill them by a flask command if one is given, start every process, wait until ready.

        `kept`: a folder that the test processes share, where the first of them keeps the filled board for the others; SQLite.
        """
        if kept is None or "DATABASE_URL" in self.environ:
            self._fill(filling)
        else:
            self._fill_once(filling, kept)
        if self.redis is not None:
            self.redis.start()
        with self._log.open("ab") as log:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-m", self.program], cwd=ROOT, env=self.environ, stdout=log,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        self.await_ready()

    def _fill(self, filling: Sequence[str]) -> None:
        self.flask("db", "upgrade")
        if filling:
            self.flask(*filling)

    def _fill_once(self, filling: Sequence[str], kept: Path) -> None:
        with kept.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                self._fill(filling)
                shutil.copytree(self.folder, half := kept.with_suffix(".half"), dirs_exist_ok=True)
                half.rename(kept)
                return
        shutil.copytree(kept, self.folder, dirs_exist_ok=True)

    def stop(self) -> None:
        """Stop every process as Ctrl-C does."""
        if self._supervisor is not None:
            self._supervisor.send_signal(signal.SIGTERM)
            self._supervisor.wait(timeout=60)
            self._supervisor = None
        if self.redis is not None:
            self.redis.kill()

    def ready(self) -> dict[str, object]:
        """Return what /readyz says, or {} while nobody answers or an answer breaks off."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:
                said: dict[str, object] = json.load(answer)
                return said
        except (OSError, ValueError, HTTPException):
            return {}

    def await_ready(self, within: float = READY_WITHIN) -> None:
        """Wait until every part is ready. Raises AssertionError with the log when that takes too long."""
        ends = time.monotonic() + within
        while self.ready().get("status") != "ready":
            if time.monotonic() > ends:
                raise AssertionError(f"not ready: {self.ready()}\n{self.log()[-4000:]}")
            time.sleep(0.2)

    def log(self) -> str:
        """Return what the processes printed so far."""
        return self._log.read_text("utf-8", "replace")

    def pid(self, name: str) -> int | None:
        """Return the number of a process by name ("valkey" too), or None while it is away."""
        try:
            return int((self.folder / "run" / f"{name}.pid").read_text())
        except (FileNotFoundError, ValueError):
            return None

    def kill(self, name: str) -> bool:
        """Kill a process, or the "broker", without asking it; it comes back. Return whether there was one."""
        if name == "broker" and self.redis is not None:
            self.redis.kill()
            self.redis.start()
            return True
        name = "valkey" if name == "broker" else name
        number = self.pid(name)
        if number is None:
            return False
        try:
            os.kill(number, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True


def own_database(server: str, name: str) -> str:
    """Make an empty database of this name on a PostgreSQL server and return its address."""
    plain = server.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return plain.rpartition("/")[0] + "/" + name


def board_role(owner: str) -> str:
    """Make an account that owns nothing, and return the address at which it reaches this database."""
    parts = urlsplit(owner)
    there = (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation)  # the second: made at this moment by another
    with psycopg.connect(owner, autocommit=True) as connection, suppress(*there):
        connection.execute("CREATE ROLE board_app LOGIN PASSWORD 'only-for-tests'")
    return owner.replace(f"{parts.username}:{parts.password}@", "board_app:only-for-tests@")


class PrivateRedis:
    """A Redis of the board's own on a free port, which keeps nothing on disk: killed, it comes back empty."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._port = folder, free_port()
        self.address = f"redis://127.0.0.1:{self._port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        options = ("--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
                   "--dir", str(self._folder), "--loglevel", "warning")  # fmt: skip
        self._process = subprocess.Popen(
            ["redis-server", *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def kill(self) -> None:
        """Kill it without asking."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(timeout=10)
            self._process = None


@contextmanager
def running_board(folder: Path, name: str, *filling: str, kept: Path | None = None) -> Iterator[LiveBoard]:
    """A board that runs inside the block, filled by a flask command if one is given (see `LiveBoard.start`)."""
    board = LiveBoard(folder, name)
    try:
        board.start(*filling, kept=kept)
        yield board
    finally:
        board.stop()
