"""What is to happen to each case of a simulation: everything follows from the seed, and every kind surely occurs.

A script says what people will do, not when: who meets a case first is up to the board.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from reviewboard.sample.examples import SampleExample
from reviewboard.sample.texts import LANGUAGES, library, vary
from reviewboard.stages.rating.rules import Outcome, OutcomeKind

MAIN, CONFIRMING = "main", "confirming"

SHARES: dict[str, float] = {
    "agree": 0.33, "talk_agree": 0.11, "decide": 0.08, "third": 0.08, "countersign": 0.07, "withdraw_early": 0.05,
    "talk_deadlock": 0.05, "talk_kept": 0.04, "kinds_apart": 0.05, "confirm": 0.05, "decline": 0.03,
    "withdraw_draft": 0.03, "refuse": 0.03,
}  # fmt: skip
"""Kinds of cases, the most telling first: with few cases the later ones are left out, from forty on all occur."""

INCIDENTS: dict[str, float] = {"conflict": 0.12, "recuse": 0.12, "late": 0.07}
"""What befalls a seat before the ratings, as a share of the cases: whoever comes first steps back or never begins."""

SURE_FROM = 13  # cases: one of each kind


@dataclass(frozen=True)
class Script:
    """One case: its candidate's example, the two outcomes, the third one, what a lead decides, what befalls its seats.

    `first` and `second` belong to whoever comes first and second to the rating. `beats` are what each of the two does
    in a discussion, in order. `decision` None: no lead decides.
    """

    number: int
    kind: str
    cycle: str
    sample: SampleExample
    files: int
    first: Outcome
    second: Outcome
    third: Outcome
    decision: Outcome | None
    incidents: tuple[str, ...] = ()
    beats: tuple[tuple[str, ...], tuple[str, ...]] = field(default=((), ()))


def write_scripts(cases: int, seed: int) -> list[Script]:
    """Return the scripts of so many cases, in an order of chance."""
    rng = Random(f"scripts {seed}")  # noqa: S311
    kinds = _kinds(cases, rng)
    assessed = [number for number, kind in enumerate(kinds) if kind not in ("withdraw_draft", "withdraw_early")]
    befallen = _incidents(assessed, rng)
    return [_script(number, kind, befallen.get(number), rng) for number, kind in enumerate(kinds)]


def _kinds(cases: int, rng: Random) -> list[str]:
    """Return as many kinds as cases: each at least once where there is room, then by their shares."""
    sure = list(SHARES)[:cases]
    left = cases - len(sure)
    wanted = {kind: max(0, round(share * cases) - 1) for kind, share in SHARES.items()}
    more = [kind for kind, number in wanted.items() for _ in range(number)]
    rng.shuffle(more)
    kinds = [*sure, *more[:left]]
    kinds += ["agree"] * (cases - len(kinds))
    rng.shuffle(kinds)
    return kinds


def _incidents(numbers: list[int], rng: Random) -> dict[int, str]:
    chosen = rng.sample(numbers, len(numbers))
    return dict(zip(chosen, _each_at_least_once(len(numbers)), strict=False))


def _each_at_least_once(cases: int) -> Iterator[str]:
    for incident, share in INCIDENTS.items():
        yield from [incident] * max(1, round(share * cases))


def _script(number: int, kind: str, incident: str | None, rng: Random) -> Script:
    language = rng.choice(LANGUAGES)
    cycle = CONFIRMING if kind in ("confirm", "refuse") else MAIN
    sample = vary(rng.choice([one for one in library(language) if _suits(one, kind)]), rng)
    true = sample.true_outcome
    other = _other(kind, true, rng)
    first, second = (true, other) if rng.random() < 0.5 else (other, true)
    return Script(
        number, kind, cycle, sample, rng.choice((0, 0, 1, 1, 2)), first, second, true,
        _decision(kind, first, second, rng), (incident,) if incident else (), _beats(kind, rng),
    )  # fmt: skip


def _suits(sample: SampleExample, kind: str) -> bool:
    """Whether an example's sound outcome can be told apart from another one in the way this kind needs."""
    level = sample.true_outcome.level
    if kind in ("decide", "third", "countersign", "decline"):
        return level in (1, 2, 3, 4)
    if kind.startswith("talk"):
        return level is not None
    return True


def _other(kind: str, true: Outcome, rng: Random) -> Outcome:
    level = true.level or 0
    match kind:
        case "talk_agree" | "talk_deadlock" | "talk_kept":
            return Outcome.at(level + 1 if level == 1 or (level < 4 and rng.random() < 0.5) else level - 1)
        case "decide" | "third" | "countersign" | "decline":
            return Outcome.at(level + 2 if level <= 2 else level - 2)
        case "kinds_apart":
            return Outcome(OutcomeKind.NOT_DEMONSTRATED)
    return true


def _decision(kind: str, first: Outcome, second: Outcome, rng: Random) -> Outcome | None:
    match kind:
        case "countersign" | "decline":
            return Outcome.at(min(first.level or 0, second.level or 0) + 1)
        case "decide" | "third" | "kinds_apart" | "talk_deadlock" | "talk_kept" | "refuse":
            return rng.choice((first, second))
    return None


def _beats(kind: str, rng: Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what the two do: whoever is second moves, hands over, or both keep."""
    talk = tuple("say" for _ in range(rng.randint(1, 2)))
    match kind:
        case "talk_agree":
            return talk, ("say", "move_dimension", "move")
        case "talk_deadlock":
            return talk, ("say", "escalate")
        case "talk_kept":
            return (*talk, "keep"), ("say", "keep")
    return (), ()
