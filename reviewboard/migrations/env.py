"""How Alembic reaches the board's database: as the owner of its tables, one connection, one transaction a migration."""

from typing import Any

from alembic import context
from click import ClickException
from flask import current_app
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import Connection
from sqlalchemy.exc import ProgrammingError

from reviewboard.database_rights import grant
from reviewboard.extensions import db
from reviewboard.foundation.owner import owner_engine, role_of

config = context.config
target = current_app.extensions["migrate"].db.metadata


def run() -> None:
    """Run migrations as the owner of the tables, then give the board's own account its rights on them.

    SQL scripts for operators come with --sql.
    """
    if context.is_offline_mode():
        context.configure(url=db.engine.url, target_metadata=target, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    settings = current_app.extensions["settings"]
    with owner_engine(settings).connect() as connection:
        connection.detach()  # what it is told here holds for no request
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.exec_driver_sql("SET lock_timeout = '4s'")  # whoever comes after a waiting migration waits with it
            connection.commit()
        else:
            _look_at_references(connection, False)
        context.configure(connection=connection, target_metadata=target, transaction_per_migration=True)
        try:
            with context.begin_transaction():
                context.run_migrations()
        except ProgrammingError as refused:
            if isinstance(refused.orig, InsufficientPrivilege):
                raise ClickException("The tables belong to another account: give it as MIGRATIONS_DATABASE_URL.") from refused
            raise
        if settings.migrations_database_url is not None:
            connection.commit()  # what was read to find that nothing was to do
            with connection.begin():
                grant(connection, role_of(settings.database_url))
        if connection.dialect.name == "sqlite":
            _look_at_references(connection, True)


def _look_at_references(connection: Connection, wanted: bool) -> None:
    """SQLite changes a table by writing it anew, and nobody may miss it meanwhile: references are looked at afterwards.

    Spoken to the driver itself, because inside a transaction SQLite does not hear it.
    """
    driver: Any = connection.connection.dbapi_connection
    driver.execute(f"PRAGMA foreign_keys = {'ON' if wanted else 'OFF'}")
    if wanted and (lost := driver.execute("PRAGMA foreign_key_check").fetchall()):
        raise RuntimeError(f"after the migrations these rows refer to nothing: {lost[:10]}")


run()
