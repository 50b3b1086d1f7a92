"""A page is read line by line and no line is passed over: whatever is not understood is refused by its number."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NoReturn

from reviewboard.foundation.scale.page_words import fold
from reviewboard.foundation.scale.problems import N_, Problem, ScaleRefused
from reviewboard.foundation.scale.reader import CONTROL, CONTROLS
from reviewboard.foundation.scale.yaml_nodes import MAX_BYTES, TOO_LARGE

BULLET = re.compile(r"[-•–]\s+")
TABLE_RULE = re.compile(r"[-|\s]*---[-|\s]*")

MARKER = N_("expected a line here that begins with “%(marker)s”")
ALONE = N_("expected nothing more on this line than “%(marker)s”")
LIST = N_("expected a list here, each item on a line of its own after a hyphen")
OPEN_CELL = N_("the table breaks off here, in the cell that began on line %(began)d")

Line = tuple[int, str]


class PageLines:
    """The lines of a page that say something, each with its number counted from 1, read from first to last."""

    def __init__(self, text: str) -> None:
        if len(text.encode(errors="replace")) > MAX_BYTES:
            raise ScaleRefused((Problem(1, TOO_LARGE, {"most": MAX_BYTES // 1024}),))
        text = text.removeprefix("\ufeff").replace("\t", " ").replace("\r\n", "\n")
        numbered = enumerate(text.split("\n"), start=1)
        self._lines: list[Line] = [(number, line.strip()) for number, line in numbered if line.strip()]
        self._lines.reverse()
        self._last = 0
        for number, line in reversed(self._lines):
            if control := CONTROLS.search(line):
                self.refuse_at(number, CONTROL, code=f"U+{ord(control[0]):04X}")

    @property
    def number(self) -> int:
        """The number of the next line; at the end, of the line after the last one read."""
        return self._lines[-1][0] if self._lines else self._last + 1

    def peek(self) -> str:
        """The next line without taking it; "" at the end."""
        return self._lines[-1][1] if self._lines else ""

    def take(self) -> str:
        """The next line; "" at the end."""
        if not self._lines:
            return ""
        self._last, line = self._lines.pop()
        return line

    def refuse(self, message: str, /, **values: object) -> NoReturn:
        """Raise ScaleRefused for `message`, filled from `values`, at the next line."""
        self.refuse_at(self.number, message, **values)

    def refuse_at(self, line: int, message: str, /, **values: object) -> NoReturn:
        """Raise ScaleRefused for `message`, filled from `values`, at the line of this number."""
        raise ScaleRefused((Problem(line, message, values),))

    def at(self, marker: str) -> bool:
        """Whether the next line begins with `marker` (folded), as whole words."""
        folded = fold(self.peek())
        return re.match(re.escape(marker) + (r"\b" if marker[-1].isalnum() else ""), folded) is not None

    def label(self, marker: str, *, goes_on: bool = False) -> str:
        """Take the line that begins with the label `marker`; the words after its colon, "" if there are none.

        Between the label and its colon nothing may stand, unless it `goes_on` ("purpose of this … for the guild:").
        """
        head, colon, rest = self.peek().partition(":")
        if fold(head) != marker and not (goes_on and colon and self.at(marker)):
            self.refuse(MARKER, marker=marker)
        self.take()
        return rest.strip()

    def heading(self, marker: str, *, goes_on: bool = False) -> None:
        """Take the line that is the heading `marker` (see `label`) and says nothing more."""
        number = self.number
        if self.label(marker, goes_on=goes_on):
            self.refuse_at(number, ALONE, marker=marker)

    def bullets(self) -> tuple[str, ...]:
        """The items of the list that begins here, at least one, without their marks."""
        items = []
        while BULLET.match(self.peek()):
            items.append(BULLET.sub("", self.take(), count=1))
        return tuple(items) or self.refuse(LIST)

    def paragraphs(self, stop: Callable[[], bool]) -> list[Line]:
        """The lines up to a list, a table, the end, or where `stop()` says so, each with its number."""
        found: list[Line] = []
        while self.peek() and "|" not in self.peek() and not BULLET.match(self.peek()) and not stop():
            found.append((self.number, self.take()))
        return found

    def table_head(self, message: str, **values: object) -> list[str]:
        """Take the head of a table and the rule under it; its cells folded, without blank ones."""
        head: list[str] = []
        while not TABLE_RULE.fullmatch(self.peek()):
            if "|" not in self.peek():
                self.refuse(message, **values)
            head += [fold(cell) for cell in self.take().split("|") if cell.strip()]
        self.take()
        return head

    def cell(self, is_marker: Callable[[], bool]) -> tuple[int, tuple[str, ...]]:
        """Take one cell of a table: (the line it began on, its lines without list marks; none in an empty cell)."""
        began, items = self.number, []
        while True:
            if not self._lines or is_marker():
                self.refuse(OPEN_CELL, began=began)
            number, line = self.number, self.take()
            words, bar, rest = line.partition("|")
            if words.strip():
                items.append(BULLET.sub("", words.strip(), count=1))
            if bar and rest.strip():
                self._lines.append((number, rest.strip()))
            if bar:
                return began, tuple(items)
