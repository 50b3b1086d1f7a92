"""`flask simulate`: bots walk cases through the running board, and tell what happened and what was recorded."""

import json
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from reviewboard.config import Settings
from reviewboard.simulation import Plan, run


@click.command("simulate", help="Let bots walk cases through the board that runs at BASE_URL.")
@click.option("--cases", type=click.IntRange(1, 5000), required=True)
@click.option("--assessors", type=click.IntRange(6, 1000), required=True)
@click.option("--seed", type=click.IntRange(0), required=True, help="What people do follows from it.")
@click.option(
    "--json", "file", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write what happened."
)
@click.option("--give-up-after", default=90.0, show_default=True, help="Seconds without any progress.")
@with_appcontext
def command(cases: int, assessors: int, seed: int, file: Path, give_up_after: float) -> None:
    """Simulate and write the account to FILE; exit 1 where cases did not come to their end, or acts were lost."""
    settings: Settings = current_app.extensions["settings"]
    plan = Plan(cases, assessors, seed, settings.base_url, give_up_after, patience=give_up_after)
    told = run(plan, say=click.echo)
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    click.echo(f"{cases} cases in {told['seconds']} s: " + _listed(told["states"]))
    click.echo(_listed(told["counts"]))
    wrong = [*told["complaints"], *(f"{how}: {act}" for how in ("lost", "doubled") for act in told[how])]
    for line in wrong:
        click.echo(line, err=True)
    sys.exit(1 if wrong else 0)


def _listed(numbers: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in numbers.items())
