"""What sections are made of: prepared values with one shape each, which one template turns into HTML.

Every text is whole and in words by then; `lang` names its language where that is not the file's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reviewboard.stages.rating.reading import Paragraph


@dataclass(frozen=True)
class Fact:
    """A label and what stands beside it. `code`: a digest or a reference, set in letters of one width."""

    label: str
    value: str
    lang: str | None = None
    code: bool = False


@dataclass(frozen=True)
class Facts:
    """Facts beneath one another."""

    rows: Sequence[Fact]
    kind: str = "facts"


@dataclass(frozen=True)
class Prose:
    """Sentences of the board (`said` by nobody), or words that a person wrote, whole."""

    text: str
    title: str | None = None
    lang: str | None = None
    written: bool = False
    kind: str = "prose"


@dataclass(frozen=True)
class Marked:
    """A text with the passages that raters cited in it."""

    title: str
    paragraphs: Sequence[Paragraph]
    lang: str
    kind: str = "marked"


@dataclass(frozen=True)
class Items:
    """A list of sentences."""

    items: Sequence[str]
    title: str | None = None
    lang: str | None = None
    kind: str = "items"


@dataclass(frozen=True)
class Table:
    """Rows under headed columns; `codes` are the columns of digests. `wide`: a further line under each row."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    codes: frozenset[int] = frozenset()
    below: Sequence[str | None] = ()
    kind: str = "table"


@dataclass(frozen=True)
class Quote:
    """A cited passage: its number in the file, its words, what it is tied to, what the rater noted beside it."""

    number: int
    words: str
    label: str = ""
    note: str = ""


@dataclass(frozen=True)
class Quotes:
    """Cited passages."""

    quotes: Sequence[Quote]
    lang: str
    title: str | None = None
    kind: str = "quotes"


@dataclass(frozen=True)
class Ladder:
    """The levels of the scale with the one reached; None where the outcome is no level."""

    levels: Sequence[dict[str, Any]]
    reached: int | None
    word: str
    required: int | None = None
    kind: str = "ladder"


@dataclass(frozen=True)
class Event:
    """Something that happened: when, what, and the words that came with it."""

    when: str
    title: str
    note: str = ""
    words: str = ""
    lang: str | None = None


@dataclass(frozen=True)
class Timeline:
    """Events in their order."""

    events: Sequence[Event]
    kind: str = "timeline"


@dataclass(frozen=True)
class Group:
    """Blocks under a heading of their own. `lang` is the heading's. `fresh`: begins a page on paper."""

    title: str
    blocks: Sequence[Any]
    lang: str | None = None
    fresh: bool = False
    kind: str = "group"


@dataclass(frozen=True)
class Section:
    """A numbered part of the file; `key` names it in addresses. `intro` says in one sentence what it holds."""

    key: str
    title: str
    blocks: Sequence[Any]
    intro: str = ""
    number: int = field(default=0)
