"""A text and the passages cited in it become paragraphs of parts. Every character stays where its offset says it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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
    return tuple(
        Paragraph(start, _parts(text, start, end, placed)) for start, end in _paragraph_spans(text)
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


def _parts(text: str, start: int, end: int, marks: Sequence[Mark]) -> tuple[Part, ...]:
    """Returns the runs of one paragraph; a mark that spans paragraphs opens in its first and closes in its last."""
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    cuts = sorted({start, end, *(min(max(edge, start), end) for mark in here for edge in (mark.start, mark.end))})
    runs = []
    for left, right in zip(cuts, cuts[1:]):
        over = tuple(mark for mark in here if mark.start < right and mark.end > left)
        opens = tuple(mark for mark in over if left <= mark.start < right or (left == start and _begins_before(mark, start, text)))
        closes = tuple(mark for mark in over if left < mark.end <= right or (right == end and _ends_after(mark, end, text)))
        runs.append(Part(text[left:right], over, opens, closes))
    return tuple(runs)


def _begins_before(mark: Mark, start: int, text: str) -> bool:
    """True when the mark starts in the blank lines just before this paragraph, where no run could open it."""
    return mark.start < start and not text[mark.start : start].strip()


def _ends_after(mark: Mark, end: int, text: str) -> bool:
    """True when the mark ends in the blank lines just after this paragraph, where no run could close it."""
    return mark.end > end and not text[end : mark.end].strip()
