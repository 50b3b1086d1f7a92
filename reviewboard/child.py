"""One process that is kept alive: started, named in a pid file, its lines passed on, restarted with back-off."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from reviewboard.config import ROOT

Say = Callable[[str, str], None]
BACKOFF_FIRST = 0.2  # seconds before the first restart; doubled each time
BACKOFF_LONGEST = 5.0  # seconds
HEALTHY_AFTER = 5.0  # seconds alive, after which the back-off begins anew
NAME_WIDTH = 6

_PR_SET_PDEATHSIG = 1  # prctl(2)
_libc = ctypes.CDLL(None)


class Child:
    """A process and its pid file `run_dir/<name>.pid`. `command` is asked again at every start, `say` passes its lines on."""

    def __init__(self, name: str, command: Callable[[], Sequence[str]], run_dir: Path, say: Say) -> None:
        self.name = name
        self.pid_file = run_dir / f"{name}.pid"
        self.exit_code: int | None = None
        self._command, self._say = command, say
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self._started = self._not_before = 0.0
        self._backoff = BACKOFF_FIRST

    @property
    def running(self) -> bool:
        """Whether a process was started and its end has not been noticed yet."""
        return self._process is not None

    @property
    def due(self) -> bool:
        """Whether the back-off after the last end is over."""
        return time.monotonic() >= self._not_before

    def start(self, keep_open: Sequence[int] = ()) -> None:
        """Start the process in a group of its own, with the file descriptors `keep_open`."""
        self._process = subprocess.Popen(
            self._command(),
            cwd=ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=keep_open,
            preexec_fn=_end_with_parent if sys.platform == "linux" else None,
        )
        self._started = time.monotonic()
        fresh = self.pid_file.with_suffix(".fresh")
        fresh.write_text(f"{self._process.pid}\n")
        fresh.replace(self.pid_file)
        self._reader = threading.Thread(target=self._pass_on_lines, args=(self._process.stdout,), daemon=True)
        self._reader.start()

    def notice_end(self) -> bool:
        """Tell whether the process has ended since the last look; clean up after it and set the back-off."""
        if self._process is None or self._process.poll() is None:
            return False
        self.signal(signal.SIGKILL)  # what it forked must not hold its port or its messages
        self.exit_code = self._process.returncode
        self._process = None
        self.pid_file.unlink(missing_ok=True)
        if time.monotonic() - self._started >= HEALTHY_AFTER:
            self._backoff = BACKOFF_FIRST
        self._not_before = time.monotonic() + self._backoff
        self._backoff = min(2 * self._backoff, BACKOFF_LONGEST)
        return True

    def ask_to_stop(self) -> None:
        """Ask the process itself to finish what it holds and end."""
        if self._process is not None:
            self._process.terminate()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process and all that it forked."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)

    def wait_for_last_lines(self) -> None:
        """Wait until the lines of an ended process are printed, one second at most."""
        if self._reader is not None:
            self._reader.join(timeout=1)

    def _pass_on_lines(self, output: IO[bytes]) -> None:
        with output:
            for line in output:
                self._say(self.name, line.decode(errors="replace").rstrip())


def say(name: str, line: str) -> None:
    """Print one line with the name of who says it, for people."""
    _print(f"{name:<{NAME_WIDTH}} | {line}")


def say_as_json(name: str, line: str) -> None:
    """Print one line for what gathers logs: as it is where it is an object already, else as the event of one."""
    if not line.startswith("{"):
        line = json.dumps({"event": line, "process": name, "timestamp": datetime.now(UTC).isoformat()}, ensure_ascii=False)
    _print(line)


def _print(line: str) -> None:
    with contextlib.suppress(OSError, ValueError):  # a reader that has gone away stops nobody
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def _end_with_parent() -> None:
    """Linux: when the supervisor is killed outright, its processes are asked to stop."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
