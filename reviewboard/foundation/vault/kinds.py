"""What a file is, by its own bytes: one of a few kinds, or none. Its name must agree, and is never believed alone."""

import codecs
import zipfile
from typing import IO

import filetype

from reviewboard.foundation.vault.folder import CHUNK

FIRST_BYTES = 8192
ENTRIES_MOST = 5000  # of one Office file
TEXT = "text/plain"
_OFFICE = "application/vnd.openxmlformats-officedocument."

ENDINGS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": _OFFICE + "wordprocessingml.document",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "pptx": _OFFICE + "presentationml.presentation",
    "txt": TEXT,
}
"""The kinds a candidate may send: the ending of the name, and the media type."""

_MAIN_PART = {
    "word/document.xml": ENDINGS["docx"],
    "xl/workbook.xml": ENDINGS["xlsx"],
    "ppt/presentation.xml": ENDINGS["pptx"],
}
_PLAIN = frozenset((ENDINGS["pdf"], ENDINGS["png"], ENDINGS["jpg"]))


def kind_of(stream: IO[bytes], file_name: str) -> str | None:
    """Return the media type of what stream holds, or None when it is no kind the board takes, or not what it is called.

    Reads the stream where it needs to and leaves it at its beginning. An Office file is judged by the parts in its
    archive, and is refused when it holds macros; a text must be UTF-8 without control characters of files.
    """
    called = ENDINGS.get(file_name.rpartition(".")[2].lower()) if "." in file_name else None
    stream.seek(0)
    try:
        found = _found(stream, called)
    finally:
        stream.seek(0)
    return found if found == called else None


def _found(stream: IO[bytes], called: str | None) -> str | None:
    first = stream.read(FIRST_BYTES)
    if not first:
        return None
    if first.startswith(b"PK\x03\x04"):
        return _office_kind(stream)
    guessed = filetype.guess(first)
    if guessed is not None:
        return guessed.mime if guessed.mime in _PLAIN else None
    stream.seek(0)
    return TEXT if called == TEXT and _is_text(stream) else None


def _office_kind(stream: IO[bytes]) -> str | None:
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    names = {entry.filename for entry in entries}
    encrypted = any(entry.flag_bits & 0x1 for entry in entries)
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    if len(entries) > ENTRIES_MOST or encrypted or macros or "[Content_Types].xml" not in names:
        return None
    found = [kind for part, kind in _MAIN_PART.items() if part in names]
    return found[0] if len(found) == 1 else None


def _is_text(stream: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := stream.read(CHUNK):
            if any(sign < " " and sign not in "\t\n\r\f" for sign in decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
