"""What the board's own round costs above its solver: rules, fit and reasons of every seat, in seconds of the processor.

    python -m bench.rounds

Worlds are made up from a fixed seed: thirds read French, English or both, units and teams repeat, nobody has sat yet.
The ratio is the whole plan's time over that of the solver inside it.
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from reviewboard.stages.assignment import asking
from reviewboard.stages.assignment.plan import make_plan
from reviewboard.stages.assignment.rules import CaseNeed, Person
from reviewboard.stages.assignment.shapes import Bounds, OpenCase, Pool

TODAY = date(2026, 3, 2)
SCALE = "scale"
LANGUAGES = (frozenset({"fr"}), frozenset({"en"}), frozenset({"fr", "en"}))
SIZES = (
    (500, 50, 25, Bounds()), (2_000, 200, 25, Bounds()), (2_000, 200, 25, Bounds(pair_limit=3)), (5_000, 500, 25, Bounds()),
)  # fmt: skip


def world(cases: int, assessors: int, capacity: int) -> tuple[list[OpenCase], Pool]:
    """Return so many new cases and a pool of so many people."""
    dice = random.Random(1)
    people = tuple(
        Person(
            f"p{number:04}", unit=f"U{number % 20}", team=f"T{number % 60}", email=f"p{number}@example.org",
            languages=LANGUAGES[number % 3], own_language="fr" if number % 2 else "en", capacity=capacity,
            trained_until=TODAY, experience=dice.randrange(20),
        )
        for number in range(assessors)
    )  # fmt: skip
    needs = [
        CaseNeed(f"c{number:06}", Person(f"k{number:06}", unit=f"U{number % 20}"), "fr" if number % 2 else "en")
        for number in range(cases)
    ]
    return [OpenCase(need, SCALE, (1, 2), whole=True) for need in needs], Pool({SCALE: people}, {})


def clocked(spent: list[float], work: Callable[..., Any]) -> Callable[..., Any]:
    """Return work that notes how long it takes."""

    def timed(*given: Any, **more: Any) -> Any:
        began = time.process_time()
        try:
            return work(*given, **more)
        finally:
            spent.append(time.process_time() - began)

    return timed


def main() -> int:
    """Measure and print; return 1 where a case that could be seated was not."""
    plain, empty = asking.solve, 0
    for cases, assessors, capacity, bounds in SIZES:
        spent: list[float] = []
        asking.solve = clocked(spent, plain)
        asked, pool = world(cases, assessors, capacity)
        began = time.process_time()
        plan = make_plan(asked, pool, today=TODAY, seed=1, bounds=bounds)
        whole = time.process_time() - began
        empty += len(plan.waiting)
        print(f"{cases:,} × {assessors}, pair limit {bounds.pair_limit}: plan {whole:.2f} s, solver {sum(spent):.2f} s, "
              f"ratio {whole / sum(spent):.1f}, waiting {len(plan.waiting)}")  # fmt: skip
    asking.solve = plain
    return int(empty > 0)


if __name__ == "__main__":
    sys.exit(main())
