"""What the program says of a file, as bytes: one line of JSON, then every piece. The board believes only what fits.

Text travels as blocks, never as markup: ["line", text], ["heading", text], ["sheet", name], ["slide", number] and
["row", [cell, …]].
"""

import json
import struct
from dataclasses import dataclass
from typing import Any

from previewer.limits import ANSWER_MOST, EDGE, EXCERPT, HEADER_MOST, PAGES_MOST, PAGES_SHOWN, PARTS_MOST, TEXT_MOST
from previewer.reasons import Found, Lock, Reason

Block = list[Any]
KINDS = ("image", "text", "thumbnail")
PIECES_MOST = 3 * PAGES_SHOWN + 2 * PARTS_MOST
_START, _END = b"\xff\xd8\xff", b"\xff\xd9"  # of a JPEG picture
_WORDED = ("line", "heading", "sheet")


class NotAnAnswer(ValueError):
    """Bytes that are no answer of the program: cut off, too long, or made up."""


@dataclass(frozen=True)
class Piece:
    """One picture (JPEG) or one part of the text (JSON of its blocks), counted from 1 within its kind."""

    kind: str
    number: int
    content: bytes
    width: int | None = None
    height: int | None = None
    excerpt: str = ""


@dataclass(frozen=True)
class Answer:
    """What came of one look: a reason to refuse the file, or its pieces. `pages` counts the file's own, if it has any.

    `unlocked` names the locks that the system did not offer (see `lockdown.lock_in`).
    """

    reason: Reason | None = None
    found: tuple[Found, ...] = ()
    pages: int | None = None
    pieces: tuple[Piece, ...] = ()
    unlocked: tuple[Lock, ...] = ()


def text_piece(number: int, blocks: list[Block]) -> Piece:
    """Return blocks of text as one piece."""
    words = " ".join(_words(block) for block in blocks)
    return Piece("text", number, json.dumps(blocks, ensure_ascii=False).encode(), excerpt=" ".join(words.split())[:EXCERPT])


def _words(block: Block) -> str:
    kind, said = block
    return " ".join(said) if kind == "row" else said if kind in _WORDED else ""


def pack(answer: Answer) -> bytes:
    """Return an answer as bytes."""
    told = {
        "reason": answer.reason, "found": list(answer.found), "pages": answer.pages, "unlocked": answer.unlocked,
        "pieces": [[piece.kind, piece.number, len(piece.content), piece.width, piece.height] for piece in answer.pieces],
    }  # fmt: skip
    return json.dumps(told).encode() + b"\n" + b"".join(piece.content for piece in answer.pieces)


def unpack(said: bytes) -> Answer:
    """Return what bytes say. Raises NotAnAnswer unless every part is of its kind and within its limits."""
    try:
        header, separator, rest = said.partition(b"\n")
        if not separator or len(header) > HEADER_MOST or len(said) > ANSWER_MOST:
            raise ValueError("too long, or cut off")
        told = json.loads(header)
        reason = None if told["reason"] is None else Reason(told["reason"])
        pieces, begins = [], 0
        for kind, number, length, width, height in told["pieces"]:
            if type(length) is not int or length < 1:
                raise ValueError("a piece without a length")
            pieces.append(_piece(kind, number, rest[begins : begins + length], length, width, height))
            begins += length
        if begins != len(rest) or len(pieces) > PIECES_MOST or (reason and pieces) or not (reason or pieces):
            raise ValueError("pieces that do not add up")
        found, unlocked = tuple(Found(one) for one in told["found"]), tuple(Lock(one) for one in told["unlocked"])
        return Answer(reason, found, _count(told["pages"], PAGES_MOST), tuple(pieces), unlocked)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, struct.error, IndexError) as problem:
        raise NotAnAnswer(str(problem)[:200]) from problem


def _count(number: Any, most: int) -> int | None:
    if number is not None and (type(number) is not int or not 1 <= number <= most):
        raise ValueError("a number that is none")
    return number


def _piece(kind: Any, number: Any, content: bytes, length: int, width: Any, height: Any) -> Piece:
    if kind not in KINDS or len(content) != length or _count(number, PIECES_MOST) is None:
        raise ValueError("a piece of no kind")
    if kind == "text":
        return _text(number, content)
    if not (content.startswith(_START) and content.endswith(_END)) or (width, height) != _size(content):
        raise ValueError("a picture that is none")
    if not 1 <= max(width, height) <= EDGE:
        raise ValueError("a picture too large")
    return Piece(kind, number, content, width, height)


def _text(number: int, content: bytes) -> Piece:
    """Return a part of the text, written anew from what was understood of it."""
    blocks = json.loads(content)
    if not isinstance(blocks, list) or len(content) > 8 * TEXT_MOST:
        raise ValueError("text that is none")
    for kind, said in blocks:
        fits = (
            (kind in _WORDED and isinstance(said, str))
            or (kind == "slide" and type(said) is int)
            or (kind == "row" and isinstance(said, list) and all(isinstance(cell, str) for cell in said))
        )
        if not fits:
            raise ValueError("a block of no kind")
    return text_piece(number, blocks)


def _size(picture: bytes) -> tuple[int, int]:
    """Return width and height of a JPEG picture, as the header of its frame says. Raises struct.error, IndexError."""
    place = 2
    while picture[place] == 0xFF:
        marker = picture[place + 1]
        if 0xC0 <= marker <= 0xC2:
            height, width = struct.unpack_from(">HH", picture, place + 5)
            return width, height
        place += 2 + struct.unpack_from(">H", picture, place + 2)[0]
    raise ValueError("a picture without a frame")
