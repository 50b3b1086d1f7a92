"""`flask check`: every invariant of the data, and the vault against the database. Each breach is named."""

import json
import sys

import click
from flask.cli import with_appcontext

from reviewboard.invariants import all_breaches


@click.command("check", help="Check every invariant of the data; exit 1 when one is broken.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def command(as_json: bool) -> None:
    """Print every breach, and how many invariants were looked at."""
    found = all_breaches()
    broken = {name: rows for name, rows in found.items() if rows}
    if as_json:
        click.echo(json.dumps({"checked": len(found), "breaches": broken}, ensure_ascii=False, indent=1))
    else:
        for name, rows in broken.items():
            for row in rows:
                click.echo(f"{name}: {row}")
        click.echo(f"{len(found)} invariants, {len(broken)} broken")
    sys.exit(1 if broken else 0)
