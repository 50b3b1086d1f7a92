"""A text is UTF-8 without the control characters of other files, and no page of the web."""

import codecs
import re
from typing import IO

from reviewboard.foundation.vault.kept import CHUNK
from reviewboard.foundation.vault.reasons import Reason

_PAGE = re.compile(rb"<(?:!doctype\s+(?:html|svg)|html|head|body|svg|script|iframe)\b", re.IGNORECASE)
_CODED = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SIGNS = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def wrong(stream: IO[bytes]) -> Reason | None:
    """Return what keeps the rest of stream from being a text, or None."""
    first = stream.read(CHUNK)
    if first.startswith(_CODED):
        return Reason.ENCODING
    if begins_a_page(first):
        return Reason.PAGE
    if first.startswith(b"%PDF-"):
        return Reason.NOT_ITS_NAME
    decoder = codecs.getincrementaldecoder("utf-8")()
    piece, coded = first, True
    while piece:
        if _SIGNS.search(piece):
            return Reason.BINARY
        if coded:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                coded = False
        piece = stream.read(CHUNK)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        coded = False
    return None if coded else Reason.ENCODING


def begins_a_page(first: bytes) -> bool:
    """Whether a text begins as pages of the web and SVG drawings do, behind what browsers pass over."""
    start = first.removeprefix(codecs.BOM_UTF8).lstrip()
    if start.startswith(b"<?xml"):
        start = start.partition(b"?>")[2].lstrip()
    while start.startswith(b"<!--"):
        start = start.partition(b"-->")[2].lstrip()
    return bool(_PAGE.match(start))


def looks_like_a_page(piece: bytes) -> bool:
    """Whether a piece of a file holds what a page of the web is made of, anywhere."""
    return bool(_PAGE.search(piece))
