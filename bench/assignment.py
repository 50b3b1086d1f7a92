"""How long an assignment takes and how good it is, beside the least-busy queue and the same solver fed pair by pair.

    python -m bench.assignment [--json FILE] [--svg FILE] [--worst FILE] [--largest]

Fits are random from a fixed seed; everyone has the same capacity; two seats to a case. Each measurement runs in a
process of its own, so that its peak of memory is its own. Seconds are of the processor: a busy machine disturbs little.
"""

import argparse
import json
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from bench.checker import Ints, broken, most_repeated
from bench.plot import bars, curve
from reviewboard.stages.assignment.instance import Floats
from reviewboard.stages.assignment.solver import solve

Pairs = tuple[Ints, Ints, Floats]  # case, assessor and fit of every eligible pair

SEATS = 2
BALANCE = 0.01  # fit counts, and loads stay near each other
STEPS = 1000


@dataclass(frozen=True)
class Size:
    """An instance: `eligible` is the fewest and most people eligible for a case, None for everybody."""

    name: str
    cases: int
    assessors: int
    capacity: int
    eligible: tuple[int, int] | None = None


@dataclass(frozen=True)
class Measured:
    """One way on one instance: processor seconds of solve and read-back, peak megabytes, the answer's worth."""

    way: str
    seconds: float
    megabytes: float
    fit: float
    objective: float
    gap: float | None
    worst_case: float
    loads: tuple[int, int]
    most_repeated: int
    empty: int
    broken: int


SMALL = Size("2,000 × 200", 2_000, 200, 25)
DENSE = Size("10,000 × 500", 10_000, 500, 50)
SPARSE = Size("100,000 × 1,000", 100_000, 1_000, 250, (20, 200))
GROWTH = tuple(Size(f"{cases:,} × 200", cases, 200, cases // 80) for cases in (500, 1_000, 2_000, 4_000, 8_000))


def pairs(size: Size) -> Pairs:
    """Return case, assessor and fit of every eligible pair."""
    rng = np.random.default_rng(20)
    if size.eligible is None:
        case = np.repeat(np.arange(size.cases), size.assessors)
        assessor = np.tile(np.arange(size.assessors), size.cases)
    else:
        count = rng.integers(size.eligible[0], size.eligible[1] + 1, size.cases)
        case = np.repeat(np.arange(size.cases), count)
        assessor = np.concatenate([np.sort(rng.choice(size.assessors, most, replace=False)) for most in count])
    return case, assessor, rng.random(len(case))


def engine(size: Size, given: Pairs, pair_limit: int | None = None) -> tuple[Ints, float | None]:
    solution = solve(*given, n_cases=size.cases, n_assessors=size.assessors, seats=SEATS, capacity=size.capacity,
                     balance=BALANCE, pair_limit=pair_limit, seed=1)  # fmt: skip
    return solution.chosen, solution.gap


def engine_with_limit(size: Size, given: Pairs) -> tuple[Ints, float | None]:
    return engine(size, given, pair_limit=2)


def least_busy(size: Size, given: Pairs) -> tuple[Ints, float | None]:
    """Each case takes the eligible people with the fewest seats so far, whoever comes first among equals."""
    case, assessor, _ = given
    load = np.zeros(size.assessors, np.int64)
    chosen = np.full((size.cases, SEATS), -1)
    starts = np.searchsorted(case, np.arange(size.cases + 1))
    for row in range(size.cases):
        people = assessor[starts[row] : starts[row + 1]]
        people = people[load[people] < size.capacity]
        taken = people[np.argsort(load[people], kind="stable")[:SEATS]]
        chosen[row, : len(taken)] = taken
        load[taken] += 1
    return chosen, None


def pair_by_pair(size: Size, given: Pairs) -> tuple[Ints, float | None]:
    """The same flow over every pair, each arc added and read back by a call of its own."""
    case, assessor, fit = given
    flow = SimpleMinCostFlow()
    first_case, source = size.assessors, size.assessors + size.cases
    for row, who, worth in zip(case.tolist(), assessor.tolist(), fit.tolist(), strict=True):
        flow.add_arc_with_capacity_and_unit_cost(who, first_case + row, 1, round((1 - worth) * STEPS))
    for who in range(size.assessors):
        for nth in range(size.capacity):
            flow.add_arc_with_capacity_and_unit_cost(source, who, 1, round(BALANCE * (2 * nth + 1) * STEPS))
    for row in range(size.cases):
        flow.add_arc_with_capacity_and_unit_cost(first_case + row, source + 1, SEATS, 0)
    flow.set_node_supply(source, SEATS * size.cases)
    flow.set_node_supply(source + 1, -SEATS * size.cases)
    flow.solve_max_flow_with_min_cost()
    chosen, filled = np.full((size.cases, SEATS), -1), [0] * size.cases
    for arc in range(len(case)):
        if flow.flow(arc):
            row = flow.head(arc) - first_case
            chosen[row, filled[row]] = flow.tail(arc)
            filled[row] += 1
    return chosen, None


WAYS = {way.__name__: way for way in (engine, engine_with_limit, least_busy, pair_by_pair)}


def measure(size: Size, name: str) -> Measured:
    """Return one way's measurement on one instance, its answer checked."""
    given = pairs(size)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    chosen, gap = WAYS[name](size, given)
    seconds = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    case, assessor, fit = given
    rows, places = np.nonzero(chosen >= 0)
    own = fit[np.searchsorted(case * size.assessors + assessor, rows * size.assessors + chosen[rows, places])]
    load = np.bincount(chosen[chosen >= 0], minlength=size.assessors)
    return Measured(
        way=name, seconds=round(seconds, 3), megabytes=round((peak - before) / 1024, 1), fit=float(own.sum()),
        objective=float(BALANCE * (load.astype(float) ** 2).sum() - own.sum()), gap=gap,
        worst_case=float(np.bincount(rows, own, size.cases).min()), loads=(int(load.min()), int(load.max())),
        most_repeated=most_repeated(chosen), empty=int((chosen < 0).sum()),
        broken=len(broken(case, assessor, chosen, size.capacity)),
    )  # fmt: skip


def apart(size: Size, name: str) -> Measured:
    """Measure in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        return alone.submit(measure, size, name).result()


def told(size: Size, found: list[Measured]) -> str:
    """Return a table of one size, each way beside the engine."""
    own = found[0]
    lines = [f"{size.name}, 2 seats, capacity {size.capacity}"]
    for way in found:
        gap = "" if way.gap is None else f"  gap {way.gap:g}"
        lines.append(
            f"  {way.way:18} {way.seconds:8.2f} s ({way.seconds / own.seconds:6.2f} of the engine's)  {way.megabytes:7.0f} MB"
            f"  fit {way.fit:10.1f} ({way.fit / own.fit:.4f})  worst case {way.worst_case:.3f}"
            f"  loads {way.loads[0]}–{way.loads[1]}  same two at most {way.most_repeated}"
            f"  empty {way.empty}  rules broken {way.broken}{gap}"
        )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Measure, print, and keep; return 1 where an answer broke a rule."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--json", type=Path)
    asked.add_argument("--svg", type=Path)
    asked.add_argument("--worst", type=Path, help="where to draw the worst-served case of each way")
    asked.add_argument("--largest", action="store_true", help="measure 100,000 × 1,000 as well")
    chosen = asked.parse_args(arguments)
    plan = {SMALL: list(WAYS), DENSE: list(WAYS)} | ({SPARSE: ["engine", "least_busy"]} if chosen.largest else {})
    found = {}
    for size, names in plan.items():
        found[size.name] = [apart(size, name) for name in names]
        print(told(size, found[size.name]), flush=True)
    growth = [(size.cases, apart(size, "engine").seconds) for size in GROWTH]
    print("growth at 200 assessors: " + ", ".join(f"{cases:,}: {seconds:.2f} s" for cases, seconds in growth))
    if chosen.json:
        kept = {name: [asdict(way) for way in ways] for name, ways in found.items()} | {"growth": growth}
        chosen.json.write_text(json.dumps(kept, indent=1))
    if chosen.svg:
        across = "cases (200 assessors, everybody eligible)"
        chosen.svg.write_text(curve("Assignment time, by number of cases", growth, across, "seconds of the processor"))
    if chosen.worst:
        rows = [(way.way.replace("_", " "), way.worst_case, f"{way.worst_case:.2f}") for way in found[SMALL.name]]
        title = f"The worst-served case of {SMALL.name}, by way"
        chosen.worst.write_text(bars(title, rows, "fit of its two assessors together; 2 is perfect, more is better"))
    return int(any(way.broken for ways in found.values() for way in ways))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
