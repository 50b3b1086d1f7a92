"""Where the program begins: load what the kind of file needs, lock in, look, answer. Any other end is no answer."""

import codecs
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import BinaryIO

from previewer.answer import Answer, pack
from previewer.lockdown import lock_in
from previewer.reasons import Refused

Look = Callable[[BinaryIO], Answer]
ENCODINGS = (
    "ascii", "charmap", "cp1252", "cp437", "latin-1", "mac-roman", "utf-16", "utf-16-be", "utf-16-le", "utf-32-le",
    "utf-8-sig",
)  # fmt: skip
"""What texts in files may be written in; Python loads each when it is first asked for."""


def main() -> None:
    """Look into the file on standard input, of the kind that the one argument names (an ending), and answer."""
    sys.excepthook = _say_where
    look = _look_for(sys.argv[1])
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    unlocked = lock_in()
    try:
        answer = look(sys.stdin.buffer)
    except Refused as refusal:
        answer = Answer(refusal.reason)
    sys.stdout.buffer.write(pack(replace(answer, unlocked=unlocked)))
    sys.stdout.buffer.flush()


def _look_for(kind: str) -> Look:
    """Return what looks into files of a kind, with all it will need loaded: nothing can be loaded later."""
    match kind:
        case "pdf":
            from previewer import pdf

            pdf.rehearse()
            return pdf.look
        case "png" | "jpg":
            from previewer import picture

            picture.rehearse()
            return picture.look
        case "docx" | "xlsx" | "pptx":
            from previewer import office

            return office.looks()[kind]
        case "txt":
            from previewer import plain

            return plain.look
    raise LookupError(kind)


def _say_where(kind: type[BaseException], _problem: BaseException, trace: TracebackType | None) -> None:
    """Say what went wrong and where, without a word of the file: messages may quote it."""
    last = traceback.extract_tb(trace)[-1] if trace else None
    where = f" at {last.filename.rpartition('/')[2]}:{last.lineno}" if last else ""
    sys.stderr.write(f"{kind.__name__}{where}\n")
