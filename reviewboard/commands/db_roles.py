"""`flask db-roles`: the board's own account in PostgreSQL gets the rights it needs, and no more."""

import click
from flask import current_app
from flask.cli import with_appcontext

from reviewboard.database_rights import grant, of_database
from reviewboard.foundation.owner import owner_engine, role_of


@click.command("db-roles", help="Give the board's own account its rights, as the owner of the tables.")
@click.option("--sql", "only_print", is_flag=True, help="Print the statements and change nothing.")
@with_appcontext
def command(only_print: bool) -> None:
    """Grant, or print what would be granted."""
    settings = current_app.extensions["settings"]
    if settings.migrations_database_url is None:
        raise click.ClickException("MIGRATIONS_DATABASE_URL is not set: the board's account owns its tables itself.")
    role = role_of(settings.database_url)
    with owner_engine(settings).begin() as connection:
        if only_print:
            click.echo("\n".join(f"{statement};" for statement in of_database(connection, role)))
        else:
            click.echo(f"{role}: {grant(connection, role)} statements")
