"""Two sealed ratings become one outcome, a discussion, or a dispute. Averages are never taken.

Source: the product's stage "Consensus": the ladder, the change of mind, the resolution.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import takewhile
from typing import Any, Self

from reviewboard.stages.rating.rules import MIN_REASONS, Outcome
from reviewboard.stages.section import Section

MIN_REASONS_NEITHER = 200  # characters of reasons, if a resolution equals neither rating
MAX_HOURS = 90 * 24
OF_OTHER_STAGES = frozenset({"recourse", "retention"})
PERCENT = range(101)
VALID_YEARS = range(21)
ANSWER_DAYS = range(2, 61)  # days a candidate may be given for an answer
MORE_ANSWER_DAYS = range(1, 61)  # days that may be added to them, from now or the present end


@dataclass(frozen=True)
class Ladder(Section):
    """The policy of a cycle for two sealed outcomes; frozen when the cycle opens and shown to candidates.

    `confirm_agreement`: an agreement waits for a named person. `discuss_distance`: levels at most this far apart are
    discussed, 0 sends every difference to dispute. `across_required`: "discuss" or "dispute" when the required level
    lies between the two. `discussion_hours`: the clock. `third_rating`: a lead may ask for one. `countersign_other`:
    a resolution that equals neither rating needs a second lead. `ask_candidate`: a lead may put one question to the
    candidate of a disputed case; `answer_days`: the time for the answer, unless the lead gives another. `release_from`: the
    moment (ISO 8601, with its offset) before which no result is released, or None. `sampling_percent`: so many of a
    hundred cases that two raters agree on at once are rated once more, blind, as a check that changes no record.
    `own_level_first`: a lead notes a level of their own before the ratings of a dispute open to them. `valid_years`: so many
    years after it is recorded a result ends, 0: never.
    """

    confirm_agreement: bool = False
    discuss_distance: int = 1
    across_required: str = "discuss"
    discussion_hours: int = 120
    third_rating: bool = True
    countersign_other: bool = True
    ask_candidate: bool = True
    answer_days: int = 10
    release_from: str | None = None
    sampling_percent: int = 0
    own_level_first: bool = False
    valid_years: int = 0

    @classmethod
    def from_policy(cls, policy: Mapping[str, Any]) -> Self:
        """Return the ladder a stored policy says; what it leaves out is the default. Raises UnknownSetting.

        What a policy says for other stages is theirs to read.
        """
        return cls.read({name: value for name, value in policy.items() if name not in OF_OTHER_STAGES})

    @property
    def earliest_release(self) -> datetime | None:
        """The moment before which no result is released, or None."""
        return datetime.fromisoformat(self.release_from) if self.release_from else None


def validate(ladder: Ladder) -> tuple[str, ...]:
    """Return the names of the settings that hold an impossible value, in the order of the ladder's fields."""
    possible = {
        "confirm_agreement": type(ladder.confirm_agreement) is bool,
        "discuss_distance": type(ladder.discuss_distance) is int and ladder.discuss_distance >= 0,
        "across_required": ladder.across_required in ("discuss", "dispute"),
        "discussion_hours": type(ladder.discussion_hours) is int and 1 <= ladder.discussion_hours <= MAX_HOURS,
        "third_rating": type(ladder.third_rating) is bool,
        "countersign_other": type(ladder.countersign_other) is bool,
        "ask_candidate": type(ladder.ask_candidate) is bool,
        "answer_days": type(ladder.answer_days) is int and ladder.answer_days in ANSWER_DAYS,
        "release_from": ladder.release_from is None or _is_moment(ladder.release_from),
        "sampling_percent": type(ladder.sampling_percent) is int and ladder.sampling_percent in PERCENT,
        "own_level_first": type(ladder.own_level_first) is bool,
        "valid_years": type(ladder.valid_years) is int and ladder.valid_years in VALID_YEARS,
    }
    return tuple(name for name, is_possible in possible.items() if not is_possible)


def _is_moment(text: object) -> bool:
    try:
        return isinstance(text, str) and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


class DisputeReason(StrEnum):
    """Why a case went to the panel lead."""

    FAR_APART = "far_apart"
    DIFFERENT_KIND = "different_kind"
    ACROSS_REQUIRED = "across_required"
    DEADLOCK = "deadlock"
    CLOCK = "clock"
    RECUSED = "recused"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Agreement:
    """Both say this outcome. With `confirm` it is recorded once a named person confirms it."""

    outcome: Outcome
    confirm: bool


@dataclass(frozen=True)
class Discussion:
    """The two talk, one dimension at a time. `across_required`: the required level lies between them."""

    across_required: bool


@dataclass(frozen=True)
class Dispute:
    """The panel lead decides."""

    reason: DisputeReason


@dataclass(frozen=True)
class StillApart:
    """The discussion goes on from these positions."""

    first: Outcome
    second: Outcome


def reconcile(
    first: Outcome, second: Outcome, ladder: Ladder, required_level: int | None, *, may_talk: bool = True
) -> Agreement | Discussion | Dispute:
    """Return what follows from two outcomes, whichever of them comes first.

    `required_level` is the level the cycle asks for, or None. Where one of the two may not discuss any more
    (`may_talk` False) a lead decides what they would have discussed. Source: the product's ladder, one case for each line.
    """
    match first.level, second.level:
        case _ if first == second:
            return Agreement(first, confirm=ladder.confirm_agreement)
        case (None, _) | (_, None):
            return Dispute(DisputeReason.DIFFERENT_KIND)
        case one, other if abs(one - other) > ladder.discuss_distance:
            return Dispute(DisputeReason.FAR_APART)
        case one, other:
            across = required_level is not None and min(one, other) < required_level <= max(one, other)
    if across and ladder.across_required == "dispute":
        return Dispute(DisputeReason.ACROSS_REQUIRED)
    return Discussion(across) if may_talk else Dispute(DisputeReason.RECUSED)


class Side(StrEnum):
    """One of the two raters, in the order of their ratings."""

    FIRST = "first"
    SECOND = "second"


class BrokenHistory(ValueError):
    """A move does not start where its author stood."""


@dataclass(frozen=True)
class Move:
    """A change of mind in a discussion, or a stand kept if `to` is the origin."""

    by: Side
    origin: Outcome
    to: Outcome


def positions(originals: tuple[Outcome, Outcome], moves: Sequence[Move]) -> tuple[Outcome, Outcome]:
    """Return where the two stand after these moves, oldest first. Raises BrokenHistory; the originals stay."""
    stand = dict(zip(Side, originals, strict=True))
    for move in moves:
        if move.origin != stand[move.by]:
            raise BrokenHistory(f"{move} does not follow from {stand[move.by]}")
        stand[move.by] = move.to
    return stand[Side.FIRST], stand[Side.SECOND]


def after_move(
    originals: tuple[Outcome, Outcome], moves: Sequence[Move], ladder: Ladder, required_level: int | None
) -> Agreement | StillApart | Dispute:
    """Return how a discussion stands after the last of its moves. Raises BrokenHistory.

    The ladder is asked again: what could not be opened is not talked over. Deadlock: both kept their stand since the
    last change, or the two outcomes were on the table before (they moved past each other, or one moved back).
    """
    now = positions(originals, moves)
    following = reconcile(*now, ladder, required_level)
    if not isinstance(following, Discussion):
        return following
    changes = [move for move in moves if move.to != move.origin]
    before = [set(positions(originals, changes[:count])) for count in range(len(changes))]
    kept = {move.by for move in takewhile(lambda move: move.to == move.origin, reversed(moves))}
    return Dispute(DisputeReason.DEADLOCK) if set(now) in before or kept == set(Side) else StillApart(*now)


class ResolutionKind(StrEnum):
    """How a panel lead's outcome relates to the two ratings."""

    EQUALS_FIRST = "equals_first"
    EQUALS_SECOND = "equals_second"
    EQUALS_BOTH = "equals_both"
    NEITHER = "neither"


def resolution_kind(outcome: Outcome, first: Outcome, second: Outcome) -> ResolutionKind:
    """Return which of the two sealed outcomes, never positions or a third rating, the resolution equals."""
    if first == outcome == second:
        return ResolutionKind.EQUALS_BOTH
    if outcome == first:
        return ResolutionKind.EQUALS_FIRST
    return ResolutionKind.EQUALS_SECOND if outcome == second else ResolutionKind.NEITHER


def min_reasons(kind: ResolutionKind) -> int:
    """Return the fewest characters of reasons (`text_length`) that a resolution of this kind needs."""
    return MIN_REASONS_NEITHER if kind == ResolutionKind.NEITHER else MIN_REASONS


def needs_countersign(kind: ResolutionKind, ladder: Ladder) -> bool:
    """Return whether a resolution of this kind counts only once a second lead has signed it."""
    return kind == ResolutionKind.NEITHER and ladder.countersign_other
