"""A cycle opens only when a case in it could be carried to its end: what it lacks is named, never guessed.

Source: the product's roles ("coordinator") and the stage "Submission" (limits are settings of the cycle).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

ASSESSORS_MIN = 2  # two distinct assessors rate every case
LEADS_MIN = 1
RATING_DAYS = range(1, 91)
CAPACITY = range(1, 201)
NAME_LONGEST = 200
NOTICE_LONGEST = 20_000

LIMIT_RANGES: dict[str, range] = {
    "examples_min": range(1, 11),
    "examples_max": range(1, 11),
    "words_max": range(50, 10_001),
    "age_months": range(1, 241),
    "files_max": range(21),
    "megabytes_max": range(1, 251),
}
"""What a submission may hold: each limit with the values it may take (see `stages.submission.rules.Limits`)."""

STANDARD_LIMITS = {
    "examples_min": 1, "examples_max": 2, "words_max": 900, "age_months": 36, "files_max": 5, "megabytes_max": 10,
}  # fmt: skip


class Missing(StrEnum):
    """What keeps a cycle from opening."""

    DATES = "dates"
    SCALE = "scale"
    ASSESSORS = "assessors"
    LEAD = "lead"
    LIMITS = "limits"
    NOTICE = "notice"


@dataclass(frozen=True)
class Preparation:
    """How far a cycle is set up. `scales` counts published scale versions; `notices` the languages of its notice."""

    closes_at: datetime
    scales: int
    unpublished: int
    assessors: int
    leads: int
    limits: Mapping[str, int]
    notices: int


def missing_before_open(made: Preparation, now: datetime) -> tuple[Missing, ...]:
    """Return what the cycle lacks before it can open at `now`, in the order in which it is set up; none: it can."""
    holds = {
        Missing.DATES: made.closes_at > now,
        Missing.SCALE: made.scales > 0 and made.unpublished == 0,
        Missing.ASSESSORS: made.assessors >= ASSESSORS_MIN,
        Missing.LEAD: made.leads >= LEADS_MIN,
        Missing.LIMITS: not wrong_limits(made.limits),
        Missing.NOTICE: made.notices == 2,
    }
    return tuple(missing for missing, there in holds.items() if not there)


def wrong_limits(limits: Mapping[str, int]) -> tuple[str, ...]:
    """Return the names of limits that are absent, unknown or out of range, or at odds with each other."""
    wrong = [name for name, allowed in LIMIT_RANGES.items() if not _is_in(limits.get(name), allowed)]
    wrong += sorted(set(limits) - set(LIMIT_RANGES))
    if not {"examples_min", "examples_max"} & set(wrong) and limits["examples_min"] > limits["examples_max"]:
        wrong.append("examples_max")
    return tuple(wrong)


def wrong_dates(opens_at: datetime, closes_at: datetime, hear_by: date) -> tuple[str, ...]:
    """Return the names of dates that do not follow one another: it opens, it closes, candidates hear."""
    return tuple(
        name
        for name, follows in (("closes_at", closes_at > opens_at), ("hear_by", hear_by >= closes_at.date()))
        if not follows
    )


def _is_in(value: object, allowed: range) -> bool:
    return type(value) is int and value in allowed


def roles_clash(held: frozenset[str], wanted: str) -> bool:
    """Return whether a person with these roles in a cycle may not also hold `wanted` there.

    A coordinator reads who assesses whom, so holds no other role in the same cycle.
    """
    together = held | {wanted}
    return "coordinator" in together and len(together) > 1
