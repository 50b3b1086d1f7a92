"""When a case may be disposed of, and what stands against it: values in, values out.

Source: the product's stage "Record" (retention: default five years, at least two after last use, stopped by hold, recourse
or access request; disposal is a logged act of an authorised person and leaves a stub).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from reviewboard.stages.record.rules import years_after
from reviewboard.stages.section import Section

YEARS = range(2, 51)
YEARS_AFTER_USE = range(2, 51)
MOST_AT_ONCE = 100  # cases in one proposal: as many as two people look over


@dataclass(frozen=True)
class Schedule(Section):
    """How long the cases of a cycle are kept: years from their end, and years from their last use, whichever is later."""

    SETTING: ClassVar = "retention"
    years: int = 5
    years_after_use: int = 2


def wrong_schedule(schedule: Schedule) -> tuple[str, ...]:
    """Return the names of the settings that hold an impossible value."""
    possible = {"years": YEARS, "years_after_use": YEARS_AFTER_USE}
    return tuple(name for name, allowed in possible.items() if not _is_in(getattr(schedule, name), allowed))


def _is_in(value: object, allowed: range) -> bool:
    return type(value) is int and value in allowed


def due(ended_at: datetime, last_used_at: datetime, schedule: Schedule) -> datetime:
    """Return from when on a case that ended then, and was last used then, may be disposed of."""
    return max(years_after(ended_at, schedule.years), years_after(last_used_at, schedule.years_after_use))


class Bar(StrEnum):
    """What stands against the disposal of a case."""

    NOT_OVER = "not_over"  # it is not at its end
    TOO_EARLY = "too_early"
    HELD = "held"
    RECOURSE = "recourse"  # one is under way
    ASKABLE = "askable"  # one may still be asked for
    PROPOSED = "proposed"  # somebody proposed it before
    TOOK_PART = "took_part"  # whoever looks at it was its candidate, sat on it or decided on it


@dataclass(frozen=True)
class Life:
    """What is known of a case: its end, its last use, whether it is held, in recourse, proposed.

    `askable`: a recourse may still be asked for; `took_part`: whoever looks at it took part in the case.
    """

    ended_at: datetime | None
    last_used_at: datetime
    held: bool = False
    in_recourse: bool = False
    askable: bool = False
    proposed: bool = False
    took_part: bool = False


def bars(life: Life, schedule: Schedule, now: datetime) -> tuple[Bar, ...]:
    """Return everything that stands against a disposal now; nothing: it may be proposed.

    Whoever took part is told that alone: how a case is kept is nothing for them to follow.
    """
    if life.took_part:
        return (Bar.TOOK_PART,)
    if life.ended_at is None:
        return (Bar.NOT_OVER,)
    standing = {
        Bar.TOO_EARLY: now < due(life.ended_at, life.last_used_at, schedule),
        Bar.HELD: life.held,
        Bar.RECOURSE: life.in_recourse,
        Bar.ASKABLE: life.askable,
        Bar.PROPOSED: life.proposed,
    }
    return tuple(bar for bar, stands in standing.items() if stands)


class HoldKind(StrEnum):
    """Why a case is held."""

    LEGAL = "legal"  # a proceeding, or one that is expected
    ACCESS = "access_request"
    OTHER = "other"
