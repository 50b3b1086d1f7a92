"""`flask redrive`: work that waits for a person is sent again."""

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from reviewboard.foundation.database import transaction
from reviewboard.foundation.outbox.actions import redrive


@click.command("redrive", help="Send again all work that waits for a person.")
@with_appcontext
def command() -> None:
    """Send again all work that waits for a person, and say how much there was."""
    with transaction():
        count = redrive(now=datetime.now(UTC))
    click.echo(f"{count} sent again")
