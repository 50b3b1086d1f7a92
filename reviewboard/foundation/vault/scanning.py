"""A virus scanner (ClamAV) is asked about a file over its socket, before anybody may open it.

Source: clamd(8), PING and INSTREAM: pieces with their lengths before them, an empty one at the end, one line as the answer.
"""

import socket
import struct
from contextlib import suppress
from typing import IO
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import NotYet
from reviewboard.foundation.vault.kept import CHUNK

CONNECT, PATIENCE = 2, 60  # seconds to connect, and for each piece and the answer
ANSWER_MOST = 4096  # bytes


class ScannerAway(NotYet):
    """The scanner does not answer, or not in time. The file waits."""

    message = _("The virus check does not answer at the moment. Try again in a few minutes.")


class NotScanned(RuntimeError):
    """The scanner answered that it could not scan a file: it is set up for smaller ones, or something failed there."""


def virus_in(stream: IO[bytes]) -> str | None:
    """Return the name of what the scanner finds in a stream, or None, also where no scanner is set up.

    Raises ScannerAway and NotScanned. Leaves the stream at its end.
    """
    if (address := current_app.extensions["settings"].clamd_url) is None:
        return None
    said = _asked(address, b"zINSTREAM\0", stream)
    if said == "stream: OK":
        return None
    name = said.removeprefix("stream: ").removesuffix(" FOUND")
    if not (said.startswith("stream: ") and said.endswith(" FOUND") and name):
        raise NotScanned(said or "cut off while it was sent: see StreamMaxLength in clamd.conf")
    return name[:100]


def scanner_answers() -> bool:
    """Whether the scanner answers, or none is set up."""
    address = current_app.extensions["settings"].clamd_url
    try:
        return address is None or _asked(address, b"zPING\0", patience=CONNECT) == "PONG"
    except ScannerAway:
        return False


def _asked(address: str, command: bytes, stream: IO[bytes] | None = None, patience: int = PATIENCE) -> str:
    try:
        with _connected(address) as line:
            line.settimeout(patience)
            line.sendall(command)
            if stream is not None:
                with suppress(BrokenPipeError, ConnectionResetError):  # it has said why already, or says nothing
                    while piece := stream.read(CHUNK):
                        line.sendall(struct.pack(">I", len(piece)) + piece)
                    line.sendall(struct.pack(">I", 0))
            return _heard(line)
    except OSError as problem:
        raise ScannerAway() from problem


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname, parts.port), timeout=CONNECT)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(CONNECT)
    try:
        line.connect(parts.path)
    except OSError:
        line.close()
        raise
    return line


def _heard(line: socket.socket) -> str:
    """Return the one line that the scanner answers, empty where it closed without one."""
    said = b""
    with suppress(ConnectionResetError):
        while len(said) < ANSWER_MOST and not said.endswith(b"\0") and (some := line.recv(ANSWER_MOST)):
            said += some
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
