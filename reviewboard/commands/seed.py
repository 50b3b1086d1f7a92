"""`flask seed --cases N`: large believable data for tests and measurements, and in a file all that a script needs to use it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from reviewboard.seeding.ground import AlreadySown
from reviewboard.seeding.sowing import sow

LEAST_ASSESSORS = 4
CASES_TO_AN_ASSESSOR = 150  # about fifty of them wait for their rating


@click.command("seed", help="Fill the board with many cases in every state, and say in a file what there is.")
@click.option("--cases", type=click.IntRange(1), required=True)
@click.option("--assessors", type=click.IntRange(LEAST_ASSESSORS), help="Without it, one to 150 cases, at least four.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed gives the same cases.")
@click.option("--json", "file", type=click.Path(dir_okay=False, path_type=Path), help="Where to write what there is.")
@click.option("--canaries", is_flag=True, help="Plant a mark of its own in every secret text and file.")
@with_appcontext
def command(cases: int, assessors: int | None, seed: int, file: Path | None, canaries: bool) -> None:
    """Seed the board, and write accounts, ids and canaries to the file where one is named."""
    assessors = assessors or max(LEAST_ASSESSORS, cases // CASES_TO_AN_ASSESSOR)
    try:
        sown = sow(cases=cases, assessors=assessors, seed=seed, canaries=canaries, now=datetime.now(UTC))
    except AlreadySown as problem:
        raise click.ClickException(f"Seed {seed} is on this board already. Choose another seed.") from problem
    if file is not None:
        file.write_text(json.dumps(sown, ensure_ascii=False, indent=1), "utf-8")
    counts = ", ".join(f"{state} {len(found)}" for state, found in sown["states"].items())
    click.echo(f"{cases} cases in {sown['seconds']} s: {counts}")
    click.echo(f"Everybody's password: {sown['password']}")
