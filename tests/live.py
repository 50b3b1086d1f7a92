"""The whole board as real processes under its supervisor, on a folder, port and database of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from reviewboard.config import ROOT

READY_WITHIN = 60  # seconds
PROCESSES = ("web", "worker", "beat", "relay")


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LiveBoard:
    """Processes, their numbers and their commands. `environ` is what every one of them is started with."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.environ = {
            **{key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ},
            "DATA_DIR": str(folder), "PORT": str(port), "BASE_URL": self.address, "SECRET_KEY": "only-for-this-live-test",
            "FLASK_APP": "app.py",
        }  # fmt: skip
        if server := os.environ.get("TEST_DATABASE_URL"):
            self.environ["DATABASE_URL"] = own_database(server, f"live_{name}")
            self.environ["REDIS_URL"] = os.environ["TEST_REDIS_URL"].rpartition("/")[0] + f"/{_redis_number(name)}"
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

    def start(self) -> None:
        """Bring the tables up to date, start every process and wait until the board is ready."""
        self.flask("db", "upgrade")
        with self._log.open("ab") as log:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-m", "reviewboard.supervisor"], cwd=ROOT, env=self.environ, stdout=log,
                stderr=subprocess.STDOUT,
            )  # fmt: skip
        self.await_ready()

    def stop(self) -> None:
        """Stop every process as Ctrl-C does."""
        if self._supervisor is not None:
            self._supervisor.send_signal(signal.SIGTERM)
            self._supervisor.wait(timeout=60)
            self._supervisor = None

    def ready(self) -> dict[str, object]:
        """Return what /readyz says, or {} while nobody answers."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:
                said: dict[str, object] = json.load(answer)
                return said
        except (OSError, ValueError):
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
        """Kill a process without asking it. Return whether there was one."""
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


def _redis_number(name: str) -> int:
    """Each test process has a Redis database of its own, 1 to 15, so that no two boards share a queue."""
    digits = "".join(sign for sign in name if sign.isdigit())
    kind = sum(map(ord, "".join(sign for sign in name if sign.isalpha())))
    return 1 + (int(digits or "0") * 3 + kind) % 15


@contextmanager
def running_board(folder: Path, name: str) -> Iterator[LiveBoard]:
    """A board that runs inside the block."""
    board = LiveBoard(folder, name)
    try:
        board.start()
        yield board
    finally:
        board.stop()
