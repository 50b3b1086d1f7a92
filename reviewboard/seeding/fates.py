"""What becomes of a case: its final state, the legs that lead there, what the raters say. Values in, values out.

Every state is among the first cases, whatever their number; after that each comes as often as its weight says.
"""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from reviewboard.sample.texts import library
from reviewboard.seeding.ground import CONFIRMING, MAIN, REQUIRED_LEVEL, SHORT
from reviewboard.stages.rating.rules import Outcome, OutcomeKind
from reviewboard.stages.workflow import State

LEVELS = range(1, 5)
FRENCH_SHARE = 0.55
TWO_EXAMPLES_SHARE = 0.2
REFILL_SHARE = 0.08  # of cases that are rated lose an assessor first

HOURS: dict[str, tuple[float, float]] = {
    "write_part": (2, 60), "write": (30, 400), "wait": (1, 3), "seat": (0.01, 2), "clear_one": (2, 40),
    "draft_both": (30, 100), "draft_late": (180, 198), "seal_one": (40, 120), "step_back": (5, 40),
    "overdue": (312, 325), "rate": (30, 190), "agree": (0.002, 0.01), "discuss": (0.002, 0.01),
    "dispute": (0.002, 0.01), "talk": (12, 90), "settle": (0.5, 5), "deadlock": (0.5, 5), "clock": (150, 151),
    "confirm": (5, 60), "refuse": (5, 60),
    "ask": (5, 40), "answer": (20, 200),
    "call_third": (5, 40), "seat_third": (0.01, 1), "draft_third": (20, 90), "rate_third": (20, 150),
    "resolve": (5, 90), "propose": (5, 90), "countersign": (5, 60), "decline": (5, 60), "record": (0.002, 0.01),
    "release": (5, 120), "withdraw": (1, 30),
}  # fmt: skip
"""How long each leg takes, at least and at most."""

AGES: dict[str, tuple[float, float]] = {
    State.DRAFT: (1, 300), State.SUBMITTED: (5, 200), State.RATING: (1, 60), State.DISCUSSION: (1, 60),
    State.CONFIRMATION: (2, 90), State.DISPUTE: (2, 150), State.ASKED: (2, 150), State.THIRD_RATING: (1, 60),
    State.COUNTERSIGN: (1, 90),
    State.DECIDED: (0.01, 0.1), State.RECORDED: (1, 200), State.RELEASED: (5, 24 * 40), State.WITHDRAWN: (5, 24 * 40),
}  # fmt: skip
"""Hours since the last leg, by final state."""

WEIGHTS: dict[str, int] = {
    State.DRAFT: 10, State.SUBMITTED: 2, State.RATING: 16, State.DISCUSSION: 3, State.CONFIRMATION: 2, State.DISPUTE: 3,
    State.ASKED: 1, State.THIRD_RATING: 2, State.COUNTERSIGN: 1, State.DECIDED: 1, State.RECORDED: 8, State.RELEASED: 46,
    State.WITHDRAWN: 6,
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One way through a cycle of this kind: its legs by name, and how the two ratings differ ("" when never sealed)."""

    cycle: str
    legs: tuple[str, ...]
    pair: str = ""


def _way(legs: str, pair: str = "", cycle: str = MAIN) -> Way:
    return Way(cycle, tuple(legs.split()), pair)


_DECIDED = (
    (50, _way("write seat rate agree", "same")),
    (18, _way("write seat rate discuss talk settle", "next")),
    (8, _way("write seat rate dispute resolve", "far")),
    (6, _way("write seat rate dispute resolve", "kind")),
    (5, _way("write seat rate dispute call_third seat_third rate_third resolve", "far")),
    (5, _way("write seat rate dispute propose countersign", "far")),
    (4, _way("write seat rate discuss talk deadlock resolve", "next")),
    (2, _way("write seat rate dispute ask answer resolve", "far")),
    (2, _way("write seat rate dispute propose decline resolve", "far")),
    (15, _way("write seat rate agree confirm", "same", CONFIRMING)),
    (4, _way("write seat rate discuss talk settle confirm", "next", CONFIRMING)),
    (3, _way("write seat rate dispute resolve", "across", CONFIRMING)),
    (2, _way("write seat rate agree refuse resolve", "same", CONFIRMING)),
)


def _onward(*legs: str) -> tuple[tuple[int, Way], ...]:
    return tuple((weight, Way(way.cycle, (*way.legs, *legs), way.pair)) for weight, way in _DECIDED)


WAYS: dict[str, tuple[tuple[int, Way], ...]] = {
    State.DRAFT: ((1, _way("write_part")), (1, _way("write"))),
    State.SUBMITTED: ((1, _way("write wait", cycle=SHORT)),),
    State.RATING: (
        (3, _way("write seat")), (2, _way("write seat clear_one")), (4, _way("write seat draft_both")),
        (4, _way("write seat seal_one")), (1, _way("write seat step_back")), (1, _way("write seat draft_late")),
        (2, _way("write seat draft_both", cycle=CONFIRMING)),
    ),
    State.DISCUSSION: (
        (1, _way("write seat rate discuss", "next")), (3, _way("write seat rate discuss talk", "next")),
    ),
    State.CONFIRMATION: (
        (4, _way("write seat rate agree", "same", CONFIRMING)),
        (1, _way("write seat rate discuss talk settle", "next", CONFIRMING)),
    ),
    State.DISPUTE: (
        (4, _way("write seat rate dispute", "far")), (2, _way("write seat rate dispute", "kind")),
        (1, _way("write seat rate discuss talk deadlock", "next")), (1, _way("write seat rate discuss clock", "next")),
        (1, _way("write seat rate dispute call_third seat_third rate_third", "far")),
        (1, _way("write seat rate dispute propose decline", "far")),
        (1, _way("write seat rate dispute", "across", CONFIRMING)),
        (1, _way("write seat rate agree refuse", "same", CONFIRMING)),
    ),
    State.ASKED: ((1, _way("write seat rate dispute ask", "far")),),
    State.THIRD_RATING: (
        (1, _way("write seat rate dispute call_third seat_third", "far")),
        (1, _way("write seat rate dispute call_third seat_third draft_third", "far")),
    ),
    State.COUNTERSIGN: ((1, _way("write seat rate dispute propose", "far")),),
    State.DECIDED: _DECIDED,
    State.RECORDED: _onward("record"),
    State.RELEASED: _onward("record", "release"),
    State.WITHDRAWN: (
        (1, _way("write_part withdraw")), (1, _way("write wait withdraw", cycle=SHORT)),
        (3, _way("write seat draft_both withdraw")), (1, _way("write seat seal_one withdraw")),
        (1, _way("write seat rate discuss talk withdraw", "next")),
        (1, _way("write seat rate dispute withdraw", "far")),
        (1, _way("write seat rate dispute call_third seat_third draft_third withdraw", "far")),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Leg:
    """One stretch of a case's way, and how long it takes."""

    name: str
    takes: timedelta


@dataclass(frozen=True)
class Fate:
    """All that chance decides of a case before its texts: `samples` are keys of the library, the first one is rated.

    `first` and `second` are the two outcomes; `age` is the time since its last leg.
    """

    number: int
    state: str
    cycle: str
    language: str
    samples: tuple[str, ...]
    first: Outcome
    second: Outcome
    legs: tuple[Leg, ...]
    age: timedelta

    @property
    def began(self) -> timedelta:
        """How long ago the case began."""
        return self.age + sum((leg.takes for leg in self.legs), timedelta())


def fate_of(number: int, seed: int) -> Fate:
    """Return the fate of the case with this number."""
    rng = Random(f"fate {seed} {number}")  # noqa: S311
    states = list(WEIGHTS)
    state = states[number] if number < len(states) else rng.choices(states, list(WEIGHTS.values()))[0]
    weights, ways = zip(*WAYS[state], strict=True)
    way = rng.choices(ways, weights)[0]
    language = "fr" if rng.random() < FRENCH_SHARE else "en"
    key, outcomes = _outcomes(way.pair, way.cycle, language, rng)
    keys = [sample.key for sample in library(language)]
    names = way.legs
    if "rate" in names and rng.random() < REFILL_SHARE:
        names = (*names[:2], rng.choice(("step_back", "overdue")), *names[2:])
    return Fate(
        number, state, way.cycle, language,
        (key, *([rng.choice(keys)] if rng.random() < TWO_EXAMPLES_SHARE else [])), *outcomes,
        tuple(Leg(name, timedelta(hours=rng.uniform(*HOURS[name]))) for name in names),
        timedelta(hours=rng.uniform(*AGES[state])),
    )  # fmt: skip


def _outcomes(pair: str, cycle: str, language: str, rng: Random) -> tuple[str, tuple[Outcome, Outcome]]:
    """Return the key of an example and two outcomes that differ as `pair` says, one of them sound."""
    samples = list(library(language))
    rng.shuffle(samples)
    for sample in samples:
        true = sample.true_outcome
        found = [(true, other) for other in _others(pair, true) if _fits(pair, cycle, true, other)]
        if found:
            first, second = rng.choice(found)
            return sample.key, (first, second) if rng.random() < 0.5 else (second, first)
    raise LookupError(pair)


def _fits(pair: str, cycle: str, one: Outcome, other: Outcome) -> bool:
    """Whether the cycle's policy does with these two what the way says: one sends to dispute what another discusses."""
    if pair == "across":
        return _across(one, other)
    return not (pair == "next" and cycle == CONFIRMING and _across(one, other))


def _others(pair: str, true: Outcome) -> list[Outcome]:
    if pair in ("", "same"):
        return [true]
    if pair == "kind":
        return [Outcome(OutcomeKind.NOT_DEMONSTRATED)] if true.kind != OutcomeKind.NOT_DEMONSTRATED else []
    if true.level is None:
        return []
    apart = (1,) if pair in ("next", "across") else (2, 3)
    return [Outcome.at(level) for level in LEVELS if abs(level - true.level) in apart]


def _across(one: Outcome, other: Outcome) -> bool:
    if one.level is None or other.level is None:
        return False
    return min(one.level, other.level) < REQUIRED_LEVEL <= max(one.level, other.level)
