"""`flask journal`: take an anchor to keep elsewhere, verify the chain, verify a copy of the table."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from reviewboard.foundation.database import one_moment
from reviewboard.foundation.journal.chain import Anchor, Counted, breaches
from reviewboard.foundation.journal.queries import all_entries, anchor

command = AppGroup("journal", help="The journal: anchor it, verify it.")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@command.command("anchor")
def print_anchor() -> None:
    """Print the chain's present end. Keep it where nobody who keeps the database can change it."""
    end = anchor()
    click.echo(json.dumps({"number": end.number, "hash": end.hash}))


@command.command("dump")
def dump() -> None:
    """Print every entry, one JSON object a line: all that a verifier needs."""
    for entry in all_entries():
        click.echo(json.dumps({**entry, "at": entry["at"].isoformat()}, ensure_ascii=False))


@command.command("verify")
@click.option("--anchor", "anchor_file", type=FILE, help="An anchor taken earlier.")
@click.option("--dump", "dump_file", type=FILE, help="A dump to verify in place of the database.")
def verify(anchor_file: Path | None, dump_file: Path | None) -> None:
    """Verify the chain: edits, deletions, renumbering and, with an anchor, truncation. Exit 1 on any breach."""
    kept = _read_anchor(anchor_file) if anchor_file else None
    entries = Counted(_read_dump(dump_file) if dump_file else all_entries())
    with one_moment():
        found = list(breaches(entries, kept))
        if dump_file is None and kept is None and anchor().number != entries.count:
            found.append(next(breaches([], anchor())))
    for breach in found:
        click.echo(f"entry {breach.number} {breach.fault}")
    click.echo(f"{entries.count} entries, {len(found)} breaches")
    sys.exit(1 if found else 0)


def _read_anchor(file: Path) -> Anchor:
    try:
        plain = json.loads(file.read_text())
        return Anchor(int(plain["number"]), str(plain["hash"]))
    except (ValueError, KeyError, TypeError) as problem:
        raise click.ClickException(f"{file} is not an anchor: {problem}") from problem


def _read_dump(file: Path) -> Iterator[dict[str, Any]]:
    with file.open() as lines:
        for place, line in enumerate(lines, start=1):
            try:
                yield json.loads(line)
            except ValueError as problem:
                raise click.ClickException(f"{file}, line {place} is not an entry: {problem}") from problem
