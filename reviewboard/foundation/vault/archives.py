"""ZIP archives read with suspicion: what an archive says of itself is compared with what is there.

Source: APPNOTE.TXT 6.3 (4.3.7 local header, 4.3.14 zip64 end record, 4.3.16 end record).
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from reviewboard.foundation.vault.kept import CHUNK
from reviewboard.foundation.vault.reasons import NotTaken, Reason

PACKED = b"PK\x03\x04"  # how an archive begins, and so every Office file of today
DIRECTORY_MOST = 4 * 1024 * 1024  # bytes of the list of parts, which is read whole
_DIRECTORY, _END, _LOCATOR = b"PK\x01\x02", b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _LOCATOR_SIZE, _END64_SIZE, _HEADER_SIZE = 22, 20, 56, 30
_COMMENT_MOST = 65535


def holds_an_archive(stream: IO[bytes]) -> bool:
    """Whether programs that open archives would find one in stream: they look for its list of parts at the end."""
    size = stream.seek(0, 2)
    begins = max(0, size - _END_SIZE - _COMMENT_MOST)
    stream.seek(begins)
    tail = stream.read()
    at = tail.rfind(_END)
    while at >= 0:
        if len(tail) - at >= _END_SIZE:
            length = struct.unpack_from("<I", tail, at + 12)[0]
            place = begins + at - length
            if length and place >= 0:
                stream.seek(place)
                if stream.read(4) == _DIRECTORY:
                    return True
        at = tail.rfind(_END, 0, at)
    return False


def open_archive(stream: IO[bytes]) -> zipfile.ZipFile:
    """Return the archive that stream is, to its last byte.

    Raises NotTaken where it is cut off, where something hangs on its end, or its list of parts is beyond measure.
    """
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END_SIZE - _LOCATOR_SIZE - _END64_SIZE))
    ends = stream.read()
    end = ends[-_END_SIZE:]
    if not end.startswith(_END) or end[-2:] != b"\0\0":
        raise NotTaken(Reason.MIXED if holds_an_archive(stream) else Reason.DAMAGED)
    length = struct.unpack_from("<I", end, 12)[0]
    if ends[-_END_SIZE - _LOCATOR_SIZE :].startswith(_LOCATOR) and len(ends) >= _END_SIZE + _LOCATOR_SIZE + _END64_SIZE:
        length = struct.unpack_from("<Q", ends, 40)[0]
    if length > DIRECTORY_MOST:
        raise NotTaken(Reason.SWOLLEN)
    return zipfile.ZipFile(stream)


def unpacked(stream: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what one part of the archive in stream really unpacks to, in pieces of at most CHUNK bytes.

    Raises NotTaken where it gives more than it says (SWOLLEN), or less, or other bytes (DAMAGED).
    """
    size = check = 0
    for piece in _pieces(stream, part):
        size += len(piece)
        if size > part.file_size:
            raise NotTaken(Reason.SWOLLEN)
        check = zlib.crc32(piece, check)
        yield piece
    if size != part.file_size or check != part.CRC:
        raise NotTaken(Reason.DAMAGED)


def _pieces(stream: IO[bytes], part: zipfile.ZipInfo) -> Iterator[bytes]:
    place, left = _begins(stream, part), part.compress_size
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise NotTaken(Reason.DAMAGED)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while left:
        stream.seek(place)  # who takes the pieces may read elsewhere meanwhile
        packed = stream.read(min(CHUNK, left))
        if not packed:
            raise NotTaken(Reason.DAMAGED)
        place, left = place + len(packed), left - len(packed)
        if part.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed and not inflate.eof:
            if piece := inflate.decompress(packed, CHUNK):
                yield piece
            packed = inflate.unconsumed_tail
    while part.compress_type == zipfile.ZIP_DEFLATED and (piece := inflate.flush(CHUNK)):
        yield piece


def _begins(stream: IO[bytes], part: zipfile.ZipInfo) -> int:
    """Return where a part's bytes begin; its header there must bear the name that the list gives it."""
    stream.seek(part.header_offset)
    header = stream.read(_HEADER_SIZE)
    if len(header) < _HEADER_SIZE or not header.startswith(PACKED):
        raise NotTaken(Reason.DAMAGED)
    name_length, extra_length = struct.unpack_from("<HH", header, 26)
    name = stream.read(name_length)
    if name.decode("utf-8" if part.flag_bits & 0x800 else "cp437", "replace") != part.orig_filename:
        raise NotTaken(Reason.PATHS)
    return part.header_offset + _HEADER_SIZE + name_length + extra_length
