"""A small chart as a PNG picture: one bar for each month, drawn point by point."""

import struct
import zlib
from random import Random

WIDTH, HEIGHT = 420, 260  # points
BARS = 12

_MARGIN, _GAP = 20, 8
_PAPER, _INK, _BAR = b"\xfb\xf8\xf1", b"\x33\x33\x33", b"\x1f\x5c\x66"


def bars(rng: Random, *, canary: str = "") -> bytes:
    """Return a bar chart of random heights. The canary stands readable as the picture's comment; it is Latin-1 text."""
    heights = [rng.randint(HEIGHT // 8, HEIGHT - 3 * _MARGIN) for _ in range(BARS)]
    rows = b"".join(b"\0" + _row(y, heights) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)  # 8 bits a colour, red green blue
    comment = _chunk(b"tEXt", b"Comment\0" + canary.encode("latin-1")) if canary else b""
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + comment
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _row(y: int, heights: list[int]) -> bytes:
    """One line of points: a margin, for each bar its width and a gap, a margin. A bar shows where it is as high."""
    above_floor = HEIGHT - _MARGIN - y
    if above_floor == 0:
        return _PAPER * _MARGIN + _INK * (WIDTH - 2 * _MARGIN) + _PAPER * _MARGIN
    step = (WIDTH - 2 * _MARGIN) // len(heights)
    drawn = b"".join(
        (_BAR if 0 < above_floor <= height else _PAPER) * (step - _GAP) + _PAPER * _GAP for height in heights
    )
    return _PAPER * _MARGIN + drawn + _PAPER * (WIDTH - _MARGIN - step * len(heights))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
