"""`flask backup` and `flask restore`: the whole board into a folder, and back onto an empty board."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from reviewboard.backup.making import back_up
from reviewboard.backup.manifest import Manifest
from reviewboard.backup.restoring import restore as put_back
from reviewboard.foundation.sign_in.app_codes import unreadable_apps

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("backup", help="Copy database and evidence into a new folder, while the board runs.")
@click.argument("folder", type=FOLDER)
@with_appcontext
def backup(folder: Path) -> None:
    """Make a backup and say what it holds, and how many files the board itself has lost."""
    manifest, anchor = back_up(folder, now=datetime.now(UTC))
    click.echo(f"{folder}: {anchor.number} journal entries, {manifest.file_count()} files, tables {manifest.version}")
    _tell_lost(manifest)


@click.command("restore", help="Fill an empty board from the folder of a backup.")
@click.argument("folder", type=FOLDER)
@with_appcontext
def restore(folder: Path) -> None:
    """Restore a backup and verify its journal, with exit 1 where it does not hold. Say what the key here cannot read."""
    manifest, wrong = put_back(folder, now=datetime.now(UTC))
    for breach in wrong:
        click.echo(f"entry {breach.number} {breach.fault}")
    click.echo(f"restored as of {manifest.made_at}: {manifest.file_count()} files; the journal has {len(wrong)} breaches")
    _tell_lost(manifest)
    if unread := unreadable_apps():
        click.echo(f"{unread} authenticator apps are of no use with this SECRET_KEY: put back the one that this board had,"
                   " or take them off (flask account second-off EMAIL)")  # fmt: skip
    sys.exit(1 if wrong else 0)


def _tell_lost(manifest: Manifest) -> None:
    if manifest.lost:
        click.echo(f"{len(manifest.lost)} files were lost to the board before: `lost` in manifest.json names them")
