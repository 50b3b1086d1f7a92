"""`flask recheck`: evidence that could not be checked, or was never looked into, is checked again."""

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from reviewboard.foundation.database import transaction
from reviewboard.stages.submission.actions import check_again


@click.command("recheck", help="Check evidence again that could not be checked, or that was never looked into.")
@with_appcontext
def command() -> None:
    """Owe the checks, and say how many."""
    with transaction():
        count = check_again(now=datetime.now(UTC))
    click.echo(f"{count} to be checked")
