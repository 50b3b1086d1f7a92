"""A file of the vault is looked into by a program of its own, locked in; the board never opens one itself.

The program gets the bytes as its standard input, and an environment with nothing in it. It ends by itself, or is killed
with all it started when its time or its room for an answer is over. What it says is believed only as far as it fits.
"""

import contextlib
import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import IO, BinaryIO

import structlog

from previewer.answer import Answer, NotAnAnswer, unpack
from previewer.limits import ANSWER_MOST, WALL
from reviewboard.config import ROOT
from reviewboard.foundation.child import Child, heard_out

BEGIN = "import sys; sys.path.insert(0, sys.argv.pop(1)); from previewer.child import main; main()"
CHUNK = 64 * 1024  # bytes
COMPLAINT_MOST = 300  # characters
log = structlog.get_logger()


class NoAnswer(RuntimeError):
    """The program came to no answer: it failed, was stopped, took too long or said too much."""


def look_into(stream: BinaryIO, ending: str) -> Answer:
    """Return what the program says of a file of the kind that `ending` names. Raises NoAnswer. Blocks up to WALL seconds."""
    with _as_file(stream) as file:
        child = subprocess.Popen(
            [sys.executable, "-I", "-c", BEGIN, str(ROOT), ending],
            stdin=file, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd="/", env={}, start_new_session=True,
        )  # fmt: skip
    with child:
        said = heard_out(child, _listen)
        complaint = _complaint(child)
    if said is None:
        raise NoAnswer("no answer in time, or too long a one")
    if child.returncode != 0:
        raise NoAnswer(f"ended with {child.returncode} {complaint}".strip())
    return _believed(said)


def _believed(said: bytes) -> Answer:
    try:
        answer = unpack(said)
    except NotAnAnswer as problem:
        raise NoAnswer("an answer that is none") from problem
    if answer.unlocked:
        log.warning("a file was looked into without every lock", missing=[str(lock) for lock in answer.unlocked])
    return answer


def _complaint(child: Child) -> str:
    """Return where the program says that it failed, on one line."""
    if child.stderr is None:
        return ""
    os.set_blocking(child.stderr.fileno(), False)
    said = child.stderr.read(COMPLAINT_MOST) or b""
    return " ".join(said.decode("utf-8", "replace").split())


def _listen(child: Child) -> bytes | None:
    """Return all that child prints until it closes its output, or None once it took too long or said too much."""
    ends, said = time.monotonic() + WALL, bytearray()
    if child.stdout is None:
        raise ValueError("a child without an output")
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        while (left := ends - time.monotonic()) > 0:
            if not waiting.select(left):
                return None
            chunk = os.read(child.stdout.fileno(), CHUNK)
            if not chunk:
                return bytes(said)
            said += chunk
            if len(said) > ANSWER_MOST:
                return None
    return None


@contextlib.contextmanager
def _as_file(stream: BinaryIO) -> Iterator[IO[bytes]]:
    """The stream as a file of the system: itself, or a copy that has no name."""
    try:
        stream.fileno()
    except OSError:
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(stream, copy)
            copy.flush()
            copy.seek(0)
            yield copy
    else:
        yield stream
