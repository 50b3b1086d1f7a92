"""Keeps the board's processes alive: what dies comes back, and one signal stops all.

`python -m reviewboard.supervisor` runs the whole board. With a name (`web`, `worker`, `beat`, `relay`) it runs that
process alone and ends when the process ends. Without REDIS_URL the bundled Valkey runs too; among several supervisors
on one DATA_DIR the holder of its lock runs it, and another takes over when that one goes.
"""

from __future__ import annotations

import fcntl
import http.client
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from click import ClickException

from reviewboard import embedded
from reviewboard.child import Child, say, say_as_json
from reviewboard.config import Settings, read_settings
from reviewboard.processes import COMMANDS, Command

LOOK_EVERY = 0.1  # seconds
PATIENCE = 20.0  # seconds between the request to stop and SIGKILL
SERVER_READY_WITHIN = 30.0  # seconds; a long queue is loaded first
PORT_FREE_WITHIN = 10.0  # seconds; the web process of an earlier run may still be ending


class Supervisor:
    """Runs `commands` (by name) on `settings` until stopped. `restart` False: until one of them ends."""

    def __init__(self, settings: Settings, commands: Mapping[str, Command], *, restart: bool) -> None:
        self.settings = settings
        self.restart = restart
        self._say = say if restart else say_as_json  # the whole board is watched by people, one process by what gathers logs
        self.children = [
            Child(name, partial(command, settings), settings.run_dir, self._say) for name, command in commands.items()
        ]
        self.server = Child("valkey", partial(embedded.start_command, settings), settings.run_dir, self._say)
        self._server_lock: int | None = None
        self._stop = threading.Event()
        self._hurry = threading.Event()

    def run(self) -> int:
        """Run until a signal, or without restart until a process ends. Returns the exit code.

        Raises ClickException when a process runs already, or the port or the bundled server is not to be had.
        """
        signal.signal(signal.SIGINT, self._on_signal)
        signal.signal(signal.SIGTERM, self._on_signal)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup asks to outlive the terminal
            signal.signal(signal.SIGHUP, self._on_signal)
        locks = [_lock(self.settings, child.name) for child in self.children]
        if None in locks:
            running = self.children[locks.index(None)].name
            raise ClickException(f"{running} is already running on {self.settings.data_dir}.")
        try:
            self._await_free_port()
            self._await_server()
            exit_code = self._watch()
        finally:
            self._stop_all()
        return exit_code

    def _watch(self) -> int:
        announced = False
        while not self._stop.is_set():
            self._keep_server()
            for child in self.children:
                if child.notice_end():
                    child.wait_for_last_lines()
                    self._say(child.name, f"ended ({_cause(child.exit_code)})")
                    if not self.restart:
                        return _shell_code(child.exit_code or 0)
                if not child.running and child.due:
                    child.start()
            if not announced and self._runs("web") and _web_answers(self.settings):
                self._say("board", f"The board answers on {self.settings.base_url} (Ctrl-C stops it).")
                announced = True
            self._stop.wait(LOOK_EVERY)
        return 0

    def _keep_server(self) -> None:
        if self.settings.redis_url is not None:
            return
        if self.server.notice_end():
            self.server.wait_for_last_lines()
            self._say("valkey", f"ended ({_cause(self.server.exit_code)})")
            self._release_server_lock()
        if not self.server.running and self.server.due:
            self._server_lock = _lock(self.settings, "valkey")
            if self._server_lock is not None:
                self.server.start(keep_open=[self._server_lock])

    def _await_server(self) -> None:
        """Wait until the bundled server answers, so that nothing else starts into an error."""
        if self.settings.redis_url is not None:
            return
        patience_ends = time.monotonic() + SERVER_READY_WITHIN
        while not self._stop.is_set():
            self._keep_server()
            if embedded.answers(self.settings):
                return
            if time.monotonic() > patience_ends:
                raise ClickException("The bundled Valkey does not answer. Its lines above say why.")
            self._stop.wait(LOOK_EVERY)

    def _await_free_port(self) -> None:
        if not self._runs("web"):
            return
        port = self.settings.port
        patience_ends = time.monotonic() + PORT_FREE_WITHIN
        while _port_taken(self.settings) and not self._stop.is_set():
            if time.monotonic() > patience_ends:
                raise ClickException(f"Port {port} is in use by another program. Set PORT to a free one.")
            self._stop.wait(LOOK_EVERY)

    def _stop_all(self) -> None:
        """Ask all to stop and wait, the queue last; what is left after PATIENCE or at a second signal is killed."""
        for group in (self.children, [self.server]):
            patience_ends = time.monotonic() + PATIENCE
            for child in group:
                child.ask_to_stop()
            while any(child.running for child in group):
                for child in group:
                    if time.monotonic() > patience_ends or self._hurry.is_set():
                        child.signal(signal.SIGKILL)
                    if child.notice_end():
                        child.wait_for_last_lines()
                time.sleep(LOOK_EVERY / 2)
        self._release_server_lock()

    def _release_server_lock(self) -> None:
        if self._server_lock is not None:
            os.close(self._server_lock)
            self._server_lock = None

    def _runs(self, name: str) -> bool:
        return any(child.name == name for child in self.children)

    def _on_signal(self, _number: int, _frame: Any) -> None:
        if self._stop.is_set():
            self._hurry.set()
        self._stop.set()


def _lock(settings: Settings, name: str) -> int | None:
    """Return a descriptor that holds the lock of `name` until it is closed, or None when another holds it."""
    descriptor = os.open(settings.run_dir / f"{name}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _port_taken(settings: Settings) -> bool:
    try:
        socket.create_connection((settings.reached_at, settings.port), timeout=1).close()
    except OSError:
        return False
    return True


def _web_answers(settings: Settings) -> bool:
    connection = http.client.HTTPConnection(settings.reached_at, settings.port, timeout=0.5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _shell_code(exit_code: int) -> int:
    return exit_code if exit_code >= 0 else 128 - exit_code


def _cause(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        return signal.Signals(-exit_code).name
    return f"exit code {exit_code}"


def main(arguments: Sequence[str]) -> int:
    """Run the processes named in `arguments`, or all; return the exit code."""
    unknown = [name for name in arguments if name not in COMMANDS]
    try:
        if unknown:
            raise ClickException(f"There is no process {unknown[0]}; there are {', '.join(COMMANDS)}.")
        commands = {name: COMMANDS[name] for name in arguments or COMMANDS}
        return Supervisor(read_settings(), commands, restart=not arguments).run()
    except ClickException as error:
        error.show()
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
