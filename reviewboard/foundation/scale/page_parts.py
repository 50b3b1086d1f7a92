"""What the parts of a page have in common: one language, its marker words, texts in that language, dimensions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reviewboard.foundation.scale.page_lines import Line, PageLines
from reviewboard.foundation.scale.page_words import PageWords, fold, slug
from reviewboard.foundation.scale.sentences import sentences
from reviewboard.foundation.scale.text import Text


@dataclass(frozen=True)
class PageDimension:
    """A dimension as a page speaks of it: its key, the word it goes by (folded), the beginnings of its words."""

    key: str
    word: str
    stems: tuple[str, ...]

    @classmethod
    def named(cls, name: str, words: PageWords) -> PageDimension:
        """The dimension called `name`: it goes by the first word that is not a measure ("degree of …")."""
        spoken = [word for word in re.findall(r"\w+", fold(name)) if word not in words.measures] or [slug(name)]
        word, stem = spoken[0], spoken[0].rstrip("s")
        return cls(words.dimensions.get(stem) or slug(word), word, (stem, *words.synonyms.get(stem, ())))

    def is_named_in(self, sentence: str) -> bool:
        """Whether a word of `sentence` begins like one of this dimension's words."""
        return any(word.startswith(self.stems) for word in re.findall(r"\w+", fold(sentence)))


@dataclass(frozen=True)
class PageParts:
    """One reading of one page: its lines, the words to know them by, and its language."""

    lines: PageLines
    words: PageWords
    lang: str

    def text(self, words: str) -> Text:
        """`words` as a text in the language of the page."""
        return Text(fr=words) if self.lang == "fr" else Text(en=words)

    def texts(self, found: Iterable[str]) -> tuple[Text, ...]:
        """Each of `found` as a text in the language of the page."""
        return tuple(self.text(words) for words in found)

    def sentences(self, paragraph: str) -> list[str]:
        """The sentences of `paragraph`, with the blanks after them (see `sentences.py`)."""
        return sentences(paragraph, self.words.abbreviations)

    def paragraphs(self) -> list[Line]:
        """The paragraphs up to the next heading, list, table or the end, with their line numbers."""
        return self.lines.paragraphs(self.at_heading)

    def labelled(self, marker: str, *, goes_on: bool = False) -> Text:
        """The text after the label `marker`: what follows its colon, then the paragraphs under it."""
        found = [self.lines.label(marker, goes_on=goes_on), *(words for _, words in self.paragraphs())]
        return self.text("\n".join(words for words in found if words))

    def cell(self) -> tuple[int, tuple[str, ...]]:
        """One cell of a table: (the line it began on, what it holds)."""
        return self.lines.cell(lambda: self.at_heading() or self.at_level())

    def table_head(self, is_right: Callable[[list[str]], bool], message: str, **values: object) -> None:
        """Take the head of a table; refuse the page there with `message` unless its cells, folded, are right."""
        line = self.lines.number
        if not is_right(self.lines.table_head(message, **values)):
            self.lines.refuse_at(line, message, **values)

    def at_level(self) -> bool:
        """Whether a level begins at the next line: its own heading ("Level 2") or the head of its table."""
        return self.at_level_heading() or ("|" in self.lines.peek() and self.lines.at(self.words.concept))

    def at_level_heading(self) -> bool:
        """Whether the next line is nothing but "Level" and a number."""
        return re.fullmatch(rf"{self.words.level} \d+", fold(self.lines.peek())) is not None

    def at_heading(self) -> bool:
        """Whether the next line is a heading or a label of any part of the page."""
        folded, words = fold(self.lines.peek()), self.words
        alone = (words.definition, words.about, words.example, words.page_details)
        opening = (words.motivation, words.illustration, words.purpose, words.in_other_words)
        return (
            folded.rstrip(":") in alone
            or folded.startswith(words.gradation)
            or any(folded.startswith(f"{label}:") for label in opening)
            or (folded.startswith((words.purpose, words.in_other_words)) and folded.endswith(":"))
            or self.at_level_heading()
        )
