"""`flask access`: rights as data, for auditors: every route with the right that opens it, and the visibility table."""

import json
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from reviewboard.foundation.access.visibility import READERS, TABLE
from reviewboard.web.rights import who_may_reach


@click.command("access", help="Print who may reach what.")
@click.option("--json", "as_json", is_flag=True, help="Every route and method, with who may reach it at which state.")
@click.option("--matrix", is_flag=True, help="The visibility table.")
@with_appcontext
def command(as_json: bool, matrix: bool) -> None:
    """Print the routes (one a line, or JSON) or the visibility table."""
    if matrix:
        click.echo("\n".join(_matrix()))
        return
    rows = who_may_reach(current_app)
    click.echo(json.dumps(rows, indent=1) if as_json else "\n".join(_line(row) for row in rows))


def _line(row: dict[str, Any]) -> str:
    return f"{row['method']:6} {row['rule']:60} {row['permission']}"


def _matrix() -> list[str]:
    lines = ["| | " + " | ".join(READERS) + " |", "|---" * (len(READERS) + 1) + "|"]
    return lines + [f"| {asset} | " + " | ".join(row[reader] for reader in READERS) + " |" for asset, row in TABLE.items()]
