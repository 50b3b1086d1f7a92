"""The board's commands: `flask scale`, `flask journal`, `flask check` and the rest, one file each."""

from flask import Flask

from reviewboard.commands import (
    access,
    backup,
    check,
    db_roles,
    demo,
    journal,
    outbox,
    people,
    recheck,
    redrive,
    scale,
    seed,
    simulate,
)


def register(app: Flask) -> None:
    """Give app its commands."""
    for module in (people, db_roles, scale, journal, access, check, outbox, redrive, recheck, demo, seed, simulate):
        app.cli.add_command(module.command)
    app.cli.add_command(backup.backup)
    app.cli.add_command(backup.restore)
