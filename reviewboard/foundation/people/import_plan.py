"""What a file of people would do, line by line: the plan that is shown before anything is written."""

from dataclasses import dataclass
from enum import StrEnum

from reviewboard.foundation.people.csv_file import Problem, Row


class Effect(StrEnum):
    """What a line does."""

    NEW_ACCOUNT = "new_account"
    ACCOUNT = "account"
    NEW_MEMBER = "new_member"
    MEMBER = "member"
    TRAINING = "training"
    INVITED = "invited"


@dataclass(frozen=True)
class Change:
    """What a line changes of somebody who is here: `of` is the column; `before` None where nothing was said."""

    of: str
    before: str | None
    after: str


@dataclass(frozen=True)
class Planned:
    """One line and what it does; no effects: all of it is so already."""

    row: Row
    effects: tuple[Effect, ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class ImportPlan:
    """What a file would do to a cycle. With problems it does nothing. `digest` says whether two plans are the same."""

    lines: tuple[Planned, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str = ""

    def count(self, effect: Effect) -> int:
        """How many lines have this effect."""
        return sum(effect in line.effects for line in self.lines)

    @property
    def changed(self) -> int:
        """How many lines change something of people who are here."""
        return sum(bool(line.changes) for line in self.lines)

    @property
    def unchanged(self) -> int:
        """How many lines are so already."""
        return sum(not line.effects for line in self.lines)
