"""What a file is, by its own bytes: one of a few kinds, or none. Its name must agree, and is never believed alone."""

from typing import IO

import filetype

from reviewboard.foundation.vault import pdf, pictures, texts
from reviewboard.foundation.vault.archives import PACKED, holds_an_archive
from reviewboard.foundation.vault.office import COMPOUND, MACRO_ENDINGS, MAIN_PARTS, office_kind
from reviewboard.foundation.vault.reasons import NotTaken, Reason

FIRST_BYTES = 8192
TEXT = "text/plain"
PAGES = frozenset(("html", "htm", "xhtml", "svg", "svgz", "mht", "mhtml"))
_PROTECTED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.3.4.4

ENDINGS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "docx": MAIN_PARTS["word/document.xml"],
    "xlsx": MAIN_PARTS["xl/workbook.xml"],
    "pptx": MAIN_PARTS["ppt/presentation.xml"],
    "txt": TEXT,
}
"""The kinds a candidate may send: the ending of the name, and the media type."""

_LOOKS = {ENDINGS["pdf"]: pdf.look, ENDINGS["png"]: pictures.look_at_png, ENDINGS["jpg"]: pictures.look_at_jpeg}
_ENDING = {media_type: ending for ending, media_type in reversed(ENDINGS.items())}


def ending_of(media_type: str) -> str:
    """Return the ending of a file name for a media type the board takes ("bin" for any other)."""
    return _ENDING.get(media_type, "bin")


def kind_called(file_name: str) -> str:
    """Return the media type that a file's name stands for. Raises NotTaken when the board takes no such files."""
    ending = file_name.rpartition(".")[2].strip().lower() if "." in file_name else ""
    if ending in ENDINGS:
        return ENDINGS[ending]
    raise NotTaken(Reason.PAGE if ending in PAGES else Reason.MACROS if ending in MACRO_ENDINGS else Reason.KIND)


def kind_of(stream: IO[bytes], file_name: str) -> str:
    """Return the media type of what stream holds. Raises NotTaken when it is no kind the board takes, or not its name's.

    Reads the stream where it needs to, in pieces, and leaves it at its beginning. An Office file is judged by the parts
    in its archive, a picture by its header, a text must be UTF-8. Nothing is drawn and no document is interpreted.
    """
    called = kind_called(file_name)
    stream.seek(0)
    try:
        found = _found(stream, called)
    finally:
        stream.seek(0)
    if found != called:
        raise NotTaken(Reason.NOT_ITS_NAME)
    return found


def _found(stream: IO[bytes], called: str) -> str:
    first = stream.read(FIRST_BYTES)
    if not first:
        raise NotTaken(Reason.EMPTY)
    if first.startswith(PACKED):
        return office_kind(stream)
    if first.startswith(COMPOUND):
        raise NotTaken(_compound(stream))
    guessed = filetype.guess(first)
    if called == TEXT:
        stream.seek(0)
        if (reason := texts.wrong(stream)) is None:
            return TEXT
        raise NotTaken(Reason.NOT_ITS_NAME if guessed is not None and reason is not Reason.ENCODING else reason)
    if holds_an_archive(stream):
        raise NotTaken(Reason.MIXED)
    if guessed is None or guessed.mime not in _LOOKS:
        raise NotTaken(Reason.PAGE if texts.begins_a_page(first) else Reason.NOT_ITS_NAME)
    _LOOKS[guessed.mime](stream)
    return str(guessed.mime)


def _compound(stream: IO[bytes]) -> Reason:
    """Return why an Office file of the old container is not taken: a protected one names its package in its directory."""
    stream.seek(0)
    before = b""
    while piece := stream.read(FIRST_BYTES):
        if _PROTECTED in before + piece:
            return Reason.PROTECTED
        before = piece[-len(_PROTECTED) :]
    return Reason.OLD_OFFICE
