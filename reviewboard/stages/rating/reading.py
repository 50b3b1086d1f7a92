"""A text and the passages cited in it become paragraphs of parts. Every character stays where its offset says it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Mark:
    """One cited passage: offsets in Unicode code points, end exclusive, and what the page shows of it.

    ``by`` is "" (one's own), "A", "B" or "A B"; ``label`` is prepared text such as "effort · 3".
    """

    number: int
    start: int
    end: int
    by: str = ""
    label: str = ""


@dataclass(frozen=True)
class Part:
    """A run of text under the same marks; ``opens`` and ``closes`` are the marks that begin and end with it."""

    text: str
    marks: tuple[Mark, ...] = ()
    opens: tuple[Mark, ...] = ()
    closes: tuple[Mark, ...] = ()

    @property
    def by(self) -> str:
        """Returns "a", "b" or "ab": whose marks lie here, for the class of the run. One's own reads as A."""
        voices = {voice for mark in self.marks for voice in (mark.by.lower() or "a").split()}
        return "".join(sorted(voices))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the text; ``start`` is the offset of its first code point in the whole text."""

    start: int
    parts: tuple[Part, ...]


def segments(text: str, marks: Iterable[Mark] = ()) -> tuple[Paragraph, ...]:
    """Returns the paragraphs of ``text`` (blank lines part them) cut where marks begin and end.

    Raises ValueError when a mark is empty or reaches outside the text.
    """
    placed = sorted(marks, key=lambda mark: (mark.start, mark.end, mark.number))
    for mark in placed:
        if not 0 <= mark.start < mark.end <= len(text):
            raise ValueError(f"passage {mark.number} lies outside its text")
    runs = [(start, _runs(start, end, placed)) for start, end in _paragraph_spans(text)]
    spots = [left for _, cuts in runs for left, _ in cuts]
    first = {mark: min((left for left in spots if mark.start <= left < mark.end), default=None) for mark in placed}
    last = {mark: max((left for left in spots if mark.start <= left < mark.end), default=None) for mark in placed}
    return tuple(
        Paragraph(start, tuple(_part(text, left, right, placed, first, last) for left, right in cuts))
        for start, cuts in runs
    )


def _paragraph_spans(text: str) -> Iterable[tuple[int, int]]:
    """Yields (start, end) of each run of lines between blank lines."""
    start = None
    position = end = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        if bare.strip():
            start = position if start is None else start
            end = position + len(bare)
        elif start is not None:
            yield start, end
            start = None
        position += len(line)
    if start is not None:
        yield start, end


def _runs(start: int, end: int, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Returns the (start, end) of the runs of one paragraph: cut at every edge of a mark inside it."""
    edges = {edge for mark in marks for edge in (mark.start, mark.end) if start < edge < end}
    cuts = sorted({start, end, *edges})
    return list(pairwise(cuts))


def _part(
    text: str, left: int, right: int, marks: Sequence[Mark], first: dict[Mark, int | None], last: dict[Mark, int | None]
) -> Part:
    """Returns one run; a mark opens at the first run it covers and closes at the last, also across paragraphs."""
    over = tuple(mark for mark in marks if mark.start < right and mark.end > left)
    opens = tuple(mark for mark in over if first[mark] == left)
    closes = tuple(mark for mark in over if last[mark] == left)
    return Part(text[left:right], over, opens, closes)
