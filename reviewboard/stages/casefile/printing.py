"""A page becomes a tagged PDF in a program of its own (`printer`), with limits of time and memory. Nothing is fetched."""

import json
import os
import selectors
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from printer.limits import PDF_MOST, WALL
from reviewboard.config import ROOT
from reviewboard.foundation.child import Child, heard_out

BEGIN = "import sys; sys.path.insert(0, sys.argv.pop(1)); from printer.child import main; main()"
SHEET = Path(__file__).with_name("paper.css")
CHUNK = 64 * 1024  # bytes
LINE_MOST = 200  # characters
Told = Callable[[int, int], None]


class NotPrinted(RuntimeError):
    """The program made no PDF: it failed, was stopped, took too long or too much."""


def print_pdf(html: str, *, told: Told) -> bytes:
    """Return html as a tagged PDF. Blocks up to WALL seconds. Raises NotPrinted.

    `told` hears each step (1 to 7) and page (0 besides layout) as they happen.
    """
    with tempfile.TemporaryFile() as asked:
        asked.write(json.dumps({"html": html, "css": SHEET.read_text("utf-8")}).encode())
        asked.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-I", "-c", BEGIN, str(ROOT)],
            stdin=asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd="/", start_new_session=True,
            env={"LC_ALL": "C.UTF-8", "HOME": "/nonexistent", "SOURCE_DATE_EPOCH": "0"},
        )  # fmt: skip
    with child:
        said = heard_out(child, partial(_listen, told=told))
    if said is None or child.returncode != 0 or not said.startswith(b"%PDF-"):
        raise NotPrinted(f"ended with {child.returncode}" if said is not None else "no PDF in time, or too large a one")
    return said


def _listen(child: Child, told: Told) -> bytes | None:
    """Return the bytes that child prints, handing on the steps it tells; None once it took too long or said too much."""
    if child.stdout is None or child.stderr is None:
        raise ValueError("a child without an output")
    ends, said, line = time.monotonic() + WALL, bytearray(), bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout, selectors.EVENT_READ)
        waiting.register(child.stderr, selectors.EVENT_READ)
        while waiting.get_map():
            left = ends - time.monotonic()
            if left <= 0:
                return None
            for key, _events in waiting.select(left):
                chunk = os.read(key.fd, CHUNK)
                if not chunk:
                    waiting.unregister(key.fileobj)
                elif key.fileobj is child.stdout:
                    said += chunk
                else:
                    line = _tell(line + chunk, told)
            if len(said) > PDF_MOST:
                return None
    return bytes(said)


def _tell(said: bytearray, told: Told) -> bytearray:
    """Hand on each whole line, "step 5" or "page 12", and return the rest."""
    *lines, rest = said.split(b"\n")
    for line in lines:
        word, _space, number = line.partition(b" ")
        if number.isdigit() and word in (b"step", b"page"):
            told(*((int(number), 0) if word == b"step" else (5, int(number))))
    return rest[-LINE_MOST:]
