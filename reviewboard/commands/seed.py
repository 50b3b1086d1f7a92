"""`flask seed`: large believable data for tests and measurements, with all that a script needs to use it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from reviewboard.seeding.ground import AlreadySown
from reviewboard.seeding.sowing import sow


@click.command("seed", help="Fill the board with many cases in every state, and say in FILE what there is.")
@click.option("--cases", type=click.IntRange(1), required=True)
@click.option("--assessors", type=click.IntRange(4), required=True)
@click.option("--seed", type=click.IntRange(0), required=True, help="The same seed gives the same cases.")
@click.option(
    "--json", "file", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write what there is."
)
@click.option("--canaries", is_flag=True, help="Plant a mark of its own in every secret text and file.")
@with_appcontext
def command(cases: int, assessors: int, seed: int, file: Path, canaries: bool) -> None:
    """Seed the board and write accounts, ids and canaries to FILE."""
    try:
        sown = sow(cases=cases, assessors=assessors, seed=seed, canaries=canaries, now=datetime.now(UTC))
    except AlreadySown as problem:
        raise click.ClickException(f"Seed {seed} is on this board already. Choose another seed.") from problem
    file.write_text(json.dumps(sown, ensure_ascii=False, indent=1), "utf-8")
    counts = ", ".join(f"{state} {len(found)}" for state, found in sown["states"].items())
    click.echo(f"{cases} cases in {sown['seconds']} s: {counts}")
    click.echo(f"Everybody's password: {sown['password']}")
