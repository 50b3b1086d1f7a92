"""What may tell who somebody is, taken out of a text, with every offset into the text still leading to its place."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewboard.stages.submission.personal_data import find_personal

PART_LEAST = 4  # letters of a name's part that is looked for by itself


@dataclass(frozen=True)
class Cut:
    """Words taken out: where they stood in the text as written, and where their label stands now."""

    start: int
    end: int
    label_start: int
    label_end: int


@dataclass(frozen=True)
class Masked:
    """A text with words taken out, and its cuts in order."""

    text: str
    cuts: tuple[Cut, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the passage from start to end stands now. One that begins or ends within a cut takes it in whole."""
        return self._start(start), self._end(end)

    def _start(self, offset: int) -> int:
        place = bisect_right(self.cuts, offset, key=lambda cut: cut.start) - 1
        if place < 0:
            return offset
        cut = self.cuts[place]
        return cut.label_start if offset < cut.end else cut.label_end + offset - cut.end

    def _end(self, offset: int) -> int:
        place = bisect_left(self.cuts, offset, key=lambda cut: cut.start) - 1
        if place < 0:
            return offset
        cut = self.cuts[place]
        return cut.label_end if offset <= cut.end else cut.label_end + offset - cut.end


def masked(text: str, label: str, *, names: Iterable[str] = (), personal: bool = False) -> Masked:
    """Return text with a label in place of each of these names and, with `personal`, of all personal data found in it."""
    spans = [span for name in names for span in find_name(text, name)]
    if personal:
        spans += [(found.start, found.end) for found in find_personal(text)]
    return _cut(text, _joined(spans), label)


def parts_of(name: str) -> list[str]:
    """Return a name and those of its parts that are long enough to be looked for alone."""
    parts = [part for part in name.split() if len(part) >= PART_LEAST and part[0].isupper()]
    return [name, *(part for part in parts if part != name)]


def find_name(text: str, name: str) -> list[tuple[int, int]]:
    """Return where a name stands in a text as words of their own: whole names in any case, one word as it is written."""
    words = name.split()
    if not words:
        return []
    spellings = {tuple(unicodedata.normalize(form, word) for word in words) for form in ("NFC", "NFD")}
    whole = "|".join(r"\s+".join(map(re.escape, spelling)) for spelling in sorted(spellings))
    how = 0 if len(words) == 1 and "@" not in name else re.IGNORECASE
    return [match.span() for match in re.finditer(rf"(?<![\w@])(?:{whole})(?![\w\u0300-\u036f])", text, how)]


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spans in order, those that touch or overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _cut(text: str, spans: Sequence[tuple[int, int]], label: str) -> Masked:
    pieces, cuts, at, length = [], [], 0, 0
    for start, end in spans:
        pieces += [text[at:start], label]
        length += start - at
        cuts.append(Cut(start, end, length, length + len(label)))
        length += len(label)
        at = end
    return Masked("".join([*pieces, text[at:]]), tuple(cuts))
