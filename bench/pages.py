"""What a page costs, beside a bare Flask page in the same process, on a board of few cases and on a board of many.

The bare page is an application of Flask alone with one compiled template and one value in it: no session, no database, no
layout. The framed page is the board's own empty page: who is signed in is looked up, the gate is passed, the layout with
its two languages is drawn, and one line stands in it. Each page is told as a multiple of both.

    python -m bench.pages [--cases N …] [--rounds N] [--folder FOLDER] [--json FILE]

On SQLite; on PostgreSQL with the server of TEST_DATABASE_URL (`setup/postgres_and_redis.sh python -m bench.pages`).
With --folder a board that was seeded there before is measured again. Each board is measured in a process of its own,
by calling the WSGI application: processor time of this process is what Flask, SQLAlchemy and Jinja take, and that of
PostgreSQL's own process stands beside it (SQLite has none, so it counts as this one's). Nothing here is time on a clock,
so a busy machine disturbs little.
"""

import argparse
import json
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path

from bench.boards import board_of
from bench.visits import Cost, costs

AIMS = {"queue": 5, "rating form": 8, "autosave": 6, "board": 8}  # times the bare page
GROWTH = 1.25  # times the smallest board


def measured(cases: int, folder: Path, rounds: int) -> list[Cost]:
    """Return what each page costs on a board of so many cases, seeded if it is not there yet."""
    return costs(board_of(cases, folder), rounds)


def apart(cases: int, folder: Path, rounds: int) -> list[Cost]:
    """Measure in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        return alone.submit(measured, cases, folder, rounds).result()


def told(cases: int, found: list[Cost], smallest: list[Cost]) -> str:
    """Return a table of one board: each page beside the bare page, the board's own empty page, and the smallest board."""
    bare, framed = found[:2]
    heads = f"  {'page':14} {'processor':>10} {'× bare':>7} {'aim':>4} {'× framed':>9} {'growth':>7}"
    heads += f" {'database':>10} {'statements':>11} {'bytes':>8}"
    lines = [f"{cases:,} cases", heads]
    for cost, first in zip(found, smallest, strict=True):
        aim = AIMS.get(cost.page, "")
        database = "–" if cost.database is None else f"{cost.database:.2f} ms"
        lines.append(
            f"  {cost.page:14} {cost.processor:7.2f} ms {cost.processor / bare.processor:7.1f} {aim:>4} "
            f"{cost.processor / framed.processor:9.1f} "
            f"{growth(cost, bare, first, smallest[0]):7.2f} {database:>10} {cost.statements:11} {cost.size:8,}"
        )
    return "\n".join(lines)


def growth(cost: Cost, bare: Cost, first: Cost, first_bare: Cost) -> float:
    """Return a page's ratio to the bare page as a multiple of what it is on the smallest board."""
    return (cost.processor / bare.processor) / (first.processor / first_bare.processor)


def main(arguments: list[str]) -> int:
    """Measure, print, and keep; return 1 where a page misses its aim."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, nargs="+", default=[1_000, 50_000])
    asked.add_argument("--rounds", type=int, default=40)
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--json", type=Path)
    chosen = asked.parse_args(arguments)
    with tempfile.TemporaryDirectory() as passing:
        found = {cases: apart(cases, chosen.folder or Path(passing), chosen.rounds) for cases in chosen.cases}
    smallest = found[min(found)]
    for cases, pages in found.items():
        print(told(cases, pages, smallest), flush=True)
    if chosen.json:
        kept = {cases: [asdict(page) for page in pages] for cases, pages in found.items()}
        chosen.json.write_text(json.dumps(kept, indent=1))
    return int(any(
        cost.processor > AIMS.get(cost.page, sys.maxsize) * pages[0].processor
        or growth(cost, pages[0], first, smallest[0]) > GROWTH
        for pages in found.values() for cost, first in zip(pages, smallest, strict=True)
    ))  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
