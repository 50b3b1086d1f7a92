"""What is wrong with a scale is told all at once, each thing with the place where it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


def N_(msgid: str) -> str:
    """Mark `msgid` for the catalogue and return it unchanged; whoever shows it translates it."""
    return msgid


@dataclass(frozen=True)
class Problem:
    """One thing wrong. `place` is a name (`levels[3].texts.effort`) or a line number counted from 1.

    `message` is a msgid with named placeholders, `values` what goes into them.
    """

    place: str | int
    message: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        where = f"line {self.place}" if isinstance(self.place, int) else self.place
        return f"{where}: {self.message % self.values}"


class ScaleRefused(ValueError):
    """A file is not a scale. `problems` (one or more) say why, in the order they were found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
