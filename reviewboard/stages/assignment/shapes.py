"""What a round looks at and what it makes of it, as plain values: cases, people, wishes, and the plan."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from reviewboard.stages.assignment.rules import CaseNeed, Person

PairOfIds = tuple[str, str]


@dataclass(frozen=True)
class OpenCase:
    """A case with free places, or with places that may change hands. `whole`: all are filled at once or none is.

    `movable` maps the place of a seat nobody opened yet to who holds it; they count as free for the solver, and
    `need` knows nothing of them.
    """

    need: CaseNeed
    scale_version_id: str
    free: tuple[int, ...]
    whole: bool
    movable: Mapping[int, str] = field(default_factory=dict)

    @property
    def places(self) -> int:
        """How many people the case has in all once every place is filled."""
        return len(self.need.seated) + len(self.free) + len(self.movable)

    def held(self, places: Sequence[int] | None = None) -> "OpenCase":
        """Return the case with its movable places (or these of them) held by whom they belong to, for good."""
        kept = {place: who for place, who in self.movable.items() if places is None or place in places}
        staying = frozenset(kept.values())
        need = replace(self.need, seated=self.need.seated | staying, previous=self.need.previous | staying)
        return replace(self, need=need, movable={place: who for place, who in self.movable.items() if place not in kept})


@dataclass(frozen=True)
class Met:
    """How many cases two people share, and on which day the newest was given out."""

    times: int
    last: date


@dataclass(frozen=True)
class Pool:
    """Who could sit: people as each scale version sees their training, seats they hold, and who sat with whom.

    `people` maps a scale version to the same people in the same order; `taken` counts live seats of the cycle, sealed
    or not, by account; `met` is by pair in order of id.
    """

    people: Mapping[str, Sequence[Person]]
    taken: Mapping[str, int]
    met: Mapping[PairOfIds, Met] = field(default_factory=dict)

    def without(self, cases: Sequence[OpenCase]) -> "Pool":
        """Return the pool as if nobody held the movable seats of these cases."""
        lifted = Counter(who for case in cases for who in case.movable.values())
        people = {
            version: tuple(replace(one, load=one.load - lifted[one.account_id]) for one in known)
            for version, known in self.people.items()
        }
        return replace(self, people=people, taken={who: times - lifted[who] for who, times in self.taken.items()})


@dataclass(frozen=True)
class Wishes:
    """What a coordinator asks of a round: these sit (`pinned`) or do not sit (`excluded`); pairs of case and account."""

    pinned: frozenset[PairOfIds] = frozenset()
    excluded: frozenset[PairOfIds] = frozenset()


@dataclass(frozen=True)
class Bounds:
    """What the cycle asks of every round: the same two share at most `pair_limit` cases, at most `moves` seats move.

    `cross_units`: no two of one unit rate the same case.
    """

    pair_limit: int | None = None
    moves: int = 0
    cross_units: bool = False


@dataclass(frozen=True)
class Chosen:
    """One seat to be written, with the reasons as data. `instead_of`: who held the place and has not opened it."""

    case_id: str
    place: int
    assessor_id: str
    explanation: dict[str, Any]
    instead_of: str | None = None


@dataclass(frozen=True)
class Plan:
    """What a round would do. `waiting` says, by case, what a case without its places lacks.

    `over_limit`: (account, account, cases shared) for those who would meet more often than the cycle wishes, and
    `limit_price` the fit given up so that others do not. `shortages` are `lacking.Shortage`. `loads` and `pairs`: seats
    by account and cases by pair, now and then (of `pair_count` pairs those that meet most); `groups`: how many groups of
    people no shared case links to each other (see `effects`).
    """

    seats: tuple[Chosen, ...]
    waiting: dict[str, dict[str, Any]]
    shortages: tuple[Any, ...]
    seed: int
    input_hash: str
    objective: float
    limit_price: float = 0.0
    over_limit: tuple[tuple[str, str, int], ...] = ()
    loads: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    pairs: tuple[tuple[str, str, int, int], ...] = ()
    pair_count: int = 0
    groups: int = 0

    def outcome(self) -> dict[str, Any]:
        """Return what the round's row keeps: counts, what was short, and the objective."""
        return {
            "seats": len(self.seats),
            "moved": sum(seat.instead_of is not None for seat in self.seats),
            "cases": len({seat.case_id for seat in self.seats}),
            "waiting": len(self.waiting),
            "objective": self.objective,
            "limit_price": self.limit_price,
            "over_limit": len(self.over_limit),
            "shortages": [
                {"languages": list(short.languages), "missing": short.missing, "raise_limit_to": short.raise_limit_to}
                for short in self.shortages
            ],
        }


def pair(one: str, other: str) -> PairOfIds:
    """Return two ids in their order."""
    return (one, other) if one < other else (other, one)
