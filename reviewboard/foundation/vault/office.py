"""An Office file at the door: an archive of parts, judged by their names, their sizes and where they point.

Every part is unpacked once, in pieces and against a budget, because what an archive says of itself may be untrue.
"""

import html
import re
import tempfile
import zipfile
import zlib
from typing import IO

from reviewboard.foundation.vault.archives import PACKED, open_archive, unpacked
from reviewboard.foundation.vault.kept import CHUNK, FULL, NoRoom
from reviewboard.foundation.vault.reasons import NotTaken, Reason

_OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = {
    "word/document.xml": _OFFICE + "wordprocessingml.document",
    "xl/workbook.xml": _OFFICE + "spreadsheetml.sheet",
    "ppt/presentation.xml": _OFFICE + "presentationml.presentation",
}
MACRO_ENDINGS = frozenset(("docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam"))
PARTS_MOST = 5000
UNPACKED_MOST = 512 * 1024 * 1024  # bytes, with everything within
RATIO_MOST = 100  # bytes unpacked for one byte of the file, beyond what is always allowed
ALWAYS = 32 * 1024 * 1024  # bytes that any file may unpack to
DEPTH_MOST = 2  # a workbook in a presentation, and no archive in that
READ_MOST = 1024 * 1024  # bytes read for what a file says of itself, in all its parts together: some six thousand links
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an object of another program; a file of before 2007; a protected one
_TYPES = "[content_types].xml"
# No value holds a "<" (XML 1.0, 2.3). Each pattern gives nothing back, so that no file is read more than once.
_QUOTED = r""""[^"<]*+"|'[^'<]*+'"""
_POINTER = re.compile(rf"<(?:\w++:)?Relationship\b(?:[^<>\"']|{_QUOTED})*+>", re.IGNORECASE)
_SAYS = re.compile(rf"(?<![\w:])([\w:]++)\s*+=\s*+({_QUOTED})")


class _Budget:
    """How many more bytes may come out of one file, and how many of them may be read."""

    def __init__(self, size: int) -> None:
        self.left = min(UNPACKED_MOST, max(ALWAYS, size * RATIO_MOST))
        self.readable = READ_MOST

    def spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise NotTaken(Reason.SWOLLEN)

    def spend_reading(self, size: int) -> None:
        self.readable -= size
        if self.readable < 0:
            raise NotTaken(Reason.SWOLLEN)


def office_kind(stream: IO[bytes]) -> str:
    """Return the media type of the Office file in stream. Raises NotTaken for any other archive, and for what it holds."""
    return _kind(stream, _Budget(stream.seek(0, 2)), 1)


def _kind(stream: IO[bytes], budget: _Budget, depth: int) -> str:
    try:
        with open_archive(stream) as archive:
            parts = archive.infolist()
        _look_at_names(parts, stream.seek(0, 2))
        for part in parts:
            _look_into(stream, part, budget, depth)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError) as problem:
        if isinstance(problem, OSError) and problem.errno in FULL:
            raise NoRoom() from problem
        raise NotTaken(Reason.DAMAGED) from problem
    names = {part.filename for part in parts}
    found = [kind for part, kind in MAIN_PARTS.items() if part in names]
    if len(found) != 1 or _TYPES not in map(str.lower, names):
        raise NotTaken(Reason.NOT_ITS_NAME)
    return found[0]


def _look_at_names(parts: list[zipfile.ZipInfo], size: int) -> None:
    names = [part.filename.lower() for part in parts]
    if len(parts) > PARTS_MOST or sum(part.compress_size for part in parts) > size:  # parts that lie in one another
        raise NotTaken(Reason.SWOLLEN)
    if any(part.flag_bits & 0x1 for part in parts):
        raise NotTaken(Reason.PROTECTED)
    if len(set(names)) < len(names) or any(_leads_out(part) for part in parts):
        raise NotTaken(Reason.PATHS)
    if any("vbaproject" in name or "vbadata" in name or "/macrosheets/" in name for name in names):
        raise NotTaken(Reason.MACROS)
    if any("/activex/" in name for name in names):
        raise NotTaken(Reason.ACTIVE)


def _leads_out(part: zipfile.ZipInfo) -> bool:
    name = part.orig_filename
    return ".." in name.split("/") or name.startswith("/") or any(sign in name for sign in "\\:\0")


def _look_into(stream: IO[bytes], part: zipfile.ZipInfo, budget: _Budget, depth: int) -> None:
    """Unpack one part against the budget, whatever size it claims, and read the few that say what a file does."""
    name = part.filename.lower()
    told = name == _TYPES or name.endswith(".rels")
    read, nested = b"", False
    with tempfile.SpooledTemporaryFile(max_size=CHUNK) as within:
        for number, piece in enumerate(unpacked(stream, part)):
            if number == 0:
                nested = piece.startswith(PACKED)
                if piece.startswith(COMPOUND):
                    raise NotTaken(Reason.ACTIVE)
            budget.spend(len(piece))
            if nested:
                within.write(piece)
            elif told:
                budget.spend_reading(len(piece))
                read += piece
        if nested and depth >= DEPTH_MOST:
            raise NotTaken(Reason.SWOLLEN)
        if nested:
            _kind(within, budget, depth + 1)
    if told:
        _look_at_what_it_says(_words(read), types=name == _TYPES)


def _words(read: bytes) -> str:
    return read.decode("utf-16" if read.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "replace")


def _look_at_what_it_says(words: str, *, types: bool) -> None:
    said = html.unescape(words).lower()
    if "<!doctype" in said or "<!entity" in said:
        raise NotTaken(Reason.LINKED)
    if types and "macroenabled" in said:
        raise NotTaken(Reason.MACROS)
    if types and "activex" in said:
        raise NotTaken(Reason.ACTIVE)
    if not types and any(_loads_something(pointer) for pointer in _POINTER.findall(words)):
        raise NotTaken(Reason.LINKED)


def _loads_something(pointer: str) -> bool:
    """Whether a relationship leads out of the file, unless it is a link that somebody has to follow by hand."""
    said = {name.lower(): html.unescape(value[1:-1]).strip().lower() for name, value in _SAYS.findall(pointer)}
    return said.get("targetmode") == "external" and not said.get("type", "").endswith("/hyperlink")
