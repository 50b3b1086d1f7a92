"""A paragraph is cut into sentences without changing a character: joined again, they are the paragraph."""

from __future__ import annotations

import re
from collections.abc import Collection

_END = re.compile(r"[.!?…](?:\s?[»”\")])*\s+(?=[«“\"(]?\s?[A-ZÀ-ÝŒ0-9])")


def sentences(paragraph: str, abbreviations: Collection[str] = ()) -> list[str]:
    """The sentences of `paragraph`, each with the blanks that follow it; `abbreviations` end none ("e.g.")."""
    found, start = [], 0
    for end in _END.finditer(paragraph):
        before = paragraph[start : end.end()].rstrip()
        if any(re.search(rf"(?:^|[\s('’]){re.escape(short)}$", before) for short in abbreviations):
            continue
        found.append(paragraph[start : end.end()])
        start = end.end()
    return [*found, paragraph[start:]]
