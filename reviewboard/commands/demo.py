"""`flask demo`: a small believable board for people to walk through, and the accounts to do it with."""

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from reviewboard.demo.accounts import printed_accounts
from reviewboard.demo.making import is_begun, is_empty, is_whole, make_demo


@click.command("demo", help="Make the demo cycle, or print its accounts again.")
@click.option("--if-empty", is_flag=True, help="Do nothing on a board that holds anything else.")
@with_appcontext
def command(if_empty: bool) -> None:
    """Make the demo unless it is there, then print its accounts."""
    if is_begun():
        if not is_whole():
            raise click.ClickException("The demo was cut off while it was made. Empty DATA_DIR and start anew.")
    elif is_empty() or not if_empty:
        make_demo(now=datetime.now(UTC))
    else:
        return
    click.echo(printed_accounts())
