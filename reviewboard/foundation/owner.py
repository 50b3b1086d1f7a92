"""The account that owns the tables: it brings them up to date, and the board itself does not know its password."""

from sqlalchemy import Engine, NullPool, create_engine, make_url

from reviewboard.config import Settings
from reviewboard.extensions import db


def owner_engine(settings: Settings) -> Engine:
    """Return how the tables are reached for changing them: as their owner where one is set, else as the board itself."""
    if settings.migrations_database_url is None:
        return db.engine
    return create_engine(settings.migrations_database_url, hide_parameters=True, poolclass=NullPool)


def role_of(database_url: str) -> str:
    """Return the name of the account that an address of PostgreSQL signs in as."""
    return make_url(database_url).username or ""
