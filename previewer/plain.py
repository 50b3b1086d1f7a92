"""A text file: its lines, as they are."""

from typing import BinaryIO

from previewer.answer import Answer
from previewer.limits import TEXT_MOST
from previewer.reasons import Reason, Refused
from previewer.text import parts


def look(stream: BinaryIO) -> Answer:
    """Return the text of a file in UTF-8. Raises Refused."""
    content = stream.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Reason.BROKEN) from None
    lines = text[: 2 * TEXT_MOST].splitlines()
    pieces, found = parts(["line", line] for line in lines)
    return Answer(found=found, pieces=pieces)
