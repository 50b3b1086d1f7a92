"""A PDF at the door: it begins as one, is not protected, and no page of the web hangs on its end.

What it holds is looked into elsewhere, by a program that can do no harm.
"""

import re
from typing import IO

from reviewboard.foundation.vault.reasons import NotTaken, Reason
from reviewboard.foundation.vault.texts import looks_like_a_page

ENDS = 64 * 1024  # bytes at either end that hold the trailers of a PDF
_PROTECTED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
_TABLE = re.compile(rb"startxref\s+(\d{1,12})")


def look(stream: IO[bytes]) -> None:
    """Raise NotTaken for a protected PDF, or one that is a page of the web as well."""
    size = stream.seek(0, 2)
    tail = _piece(stream, max(0, size - ENDS))
    pieces = [_piece(stream, 0), tail]
    pieces += [_piece(stream, int(place)) for place in _TABLE.findall(tail)[-3:] if int(place) < size]
    if any(_PROTECTED.search(piece) for piece in pieces):
        raise NotTaken(Reason.PROTECTED)
    if looks_like_a_page(tail.rpartition(b"%%EOF")[2]):
        raise NotTaken(Reason.MIXED)


def _piece(stream: IO[bytes], place: int) -> bytes:
    stream.seek(place)
    return stream.read(ENDS)
