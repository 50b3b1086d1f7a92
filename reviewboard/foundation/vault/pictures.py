"""A picture at the door: its measures by its header alone, and nothing but the picture in its file.

PNG: ISO/IEC 15948, chunks after eight bytes of signature. JPEG: ITU T.81, segments between markers.
"""

import struct
from typing import IO

from reviewboard.foundation.vault.reasons import NotTaken, Reason
from reviewboard.foundation.vault.texts import looks_like_a_page

PIXELS_MOST = 100_000_000
SIDE_MOST = 30_000  # pixels
SEGMENTS_MOST = 5000
FILL_MOST = 64 * 1024  # bytes between two segments that say nothing
WORDS_MOST = 64 * 1024  # bytes looked at in one place where pictures keep words
_SIGNATURE = 8
_PNG_WORDS = (b"tEXt", b"iTXt")
_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # start of frame: height and width follow
_ALONE = frozenset((0x01, *range(0xD0, 0xD8)))  # markers without a segment
_WORDS = frozenset((0xFE, *range(0xE0, 0xF0)))
_SCAN, _END = 0xDA, 0xD9


def look_at_png(stream: IO[bytes]) -> None:
    """Raise NotTaken for a PNG that is damaged, too many pixels large, or something else as well."""
    stream.seek(_SIGNATURE)
    for number in range(10**6):
        length, kind = _unpacked(">I4s", stream)
        if (number == 0) != (kind == b"IHDR"):
            raise NotTaken(Reason.DAMAGED)
        begins = stream.tell()
        if kind == b"IHDR":
            _measured(*_unpacked(">II", stream))
        elif kind in _PNG_WORDS:
            _no_page(stream.read(min(length, WORDS_MOST)))
        stream.seek(begins + length + 4)
        if kind == b"IEND":
            break
    _nothing_behind(stream)


def look_at_jpeg(stream: IO[bytes]) -> None:
    """Raise NotTaken for a JPEG that is damaged, too many pixels large, or something else as well."""
    stream.seek(2)
    measured = False
    for _number in range(SEGMENTS_MOST):
        (sign,) = _unpacked(">B", stream)
        if sign != 0xFF:
            raise NotTaken(Reason.DAMAGED)
        marker = _after_fill(stream)
        if marker in _ALONE:
            continue
        if marker == _END or (marker == _SCAN and not measured):
            raise NotTaken(Reason.DAMAGED)
        if marker == _SCAN:
            break
        begins = stream.tell()
        (length,) = _unpacked(">H", stream)
        if marker in _SIZES:
            height, width = _unpacked(">xHH", stream)
            _measured(width, height)
            measured = True
        elif marker in _WORDS:
            _no_page(stream.read(min(length, WORDS_MOST)))
        stream.seek(begins + max(2, length))
    else:
        raise NotTaken(Reason.DAMAGED)
    stream.seek(max(0, stream.seek(0, 2) - WORDS_MOST))
    _no_page(stream.read(WORDS_MOST).rpartition(b"\xff\xd9")[2])


def _after_fill(stream: IO[bytes]) -> int:
    """Return the marker behind any fill bytes; no camera writes many."""
    for _byte in range(FILL_MOST):
        if (marker := _unpacked(">B", stream)[0]) != 0xFF:
            return int(marker)
    raise NotTaken(Reason.DAMAGED)


def _measured(width: int, height: int) -> None:
    if not width or not height:
        raise NotTaken(Reason.DAMAGED)
    if max(width, height) > SIDE_MOST or width * height > PIXELS_MOST:
        raise NotTaken(Reason.PIXELS)


def _no_page(piece: bytes) -> None:
    if looks_like_a_page(piece) or b"%PDF-" in piece:
        raise NotTaken(Reason.MIXED)


def _nothing_behind(stream: IO[bytes]) -> None:
    """A PNG ends with its last chunk; white space and nulls behind it are let pass."""
    place, size = stream.tell(), stream.seek(0, 2)
    if place > size:
        raise NotTaken(Reason.DAMAGED)
    stream.seek(place)
    if size - place > WORDS_MOST or stream.read(WORDS_MOST).strip(b"\0 \t\r\n"):
        raise NotTaken(Reason.MIXED)


def _unpacked(form: str, stream: IO[bytes]) -> tuple[int, ...]:
    piece = stream.read(struct.calcsize(form))
    try:
        return struct.unpack(form, piece)
    except struct.error as problem:
        raise NotTaken(Reason.DAMAGED) from problem
