"""Words that a person selected or pasted are found in the candidate's text. A passage is never guessed.

White space is compared loosely (browsers send their own line ends); every other character must stand as written.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` of a text, in Unicode code points, end exclusive."""

    start: int
    end: int


class NotThere(ValueError):
    """The words do not stand in the text."""


class SeveralThere(ValueError):
    """The words stand in the text more than once, at `spans`, and nothing says which is meant."""

    def __init__(self, spans: list[Span]) -> None:
        super().__init__()
        self.spans = spans


def find(text: str, quote: str, start: int | None = None) -> Span:
    """Return where the quote stands in the text: at `start` if it does, else at its only place.

    Raises NotThere, also for a blank quote, and SeveralThere.
    """
    words = quote.split()
    if not words:
        raise NotThere()
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    if start is not None and start >= 0 and (there := pattern.match(text, start)):
        return Span(*there.span())
    found = [Span(*there.span()) for there in pattern.finditer(text)]
    match found:
        case []:
            raise NotThere()
        case [only]:
            return only
    raise SeveralThere(found)
