"""Text is cut into parts that are read one at a time; what is beyond the limit is left out, and that is told."""

from collections.abc import Iterable, Iterator

from previewer.answer import Block, Piece, text_piece
from previewer.limits import PART_LENGTH, PARTS_MOST, TEXT_MOST
from previewer.reasons import Found, Reason, Refused

BEGIN_A_PART = ("sheet", "slide")
CUT: Block = ["cut", ""]
"""Stands where a reader of a file left something out; it is told, not shown."""


def parts(blocks: Iterable[Block]) -> tuple[tuple[Piece, ...], tuple[Found, ...]]:
    """Return blocks as numbered pieces, and whether anything was left out. Raises Refused when there is no text."""
    pieces: list[Piece] = []
    part: list[Block] = []
    length = whole = 0
    cut = False
    for block in _short_enough(blocks):
        if block is CUT:
            cut = True
            continue
        size = _size(block)
        if whole + size > TEXT_MOST or len(pieces) >= PARTS_MOST:
            cut = True
            break
        if part and (block[0] in BEGIN_A_PART or length + size > PART_LENGTH):
            pieces.append(text_piece(len(pieces) + 1, part))
            part, length = [], 0
        part.append(block)
        length, whole = length + size, whole + size
    return _numbered(pieces, part), (Found.SHORTENED,) if cut else ()


def _numbered(pieces: list[Piece], part: list[Block]) -> tuple[Piece, ...]:
    if part:
        pieces.append(text_piece(len(pieces) + 1, part))
    if not any(piece.excerpt for piece in pieces):
        raise Refused(Reason.BROKEN)
    return tuple(pieces)


def _short_enough(blocks: Iterable[Block]) -> Iterator[Block]:
    """A line longer than a part is told in pieces."""
    for block in blocks:
        kind, said = block
        if kind == "line" and len(said) > PART_LENGTH:
            yield from (["line", said[begins : begins + PART_LENGTH]] for begins in range(0, len(said), PART_LENGTH))
        else:
            yield block


def _size(block: Block) -> int:
    kind, said = block
    return sum(len(cell) + 1 for cell in said) if kind == "row" else len(said) + 1 if isinstance(said, str) else 20
