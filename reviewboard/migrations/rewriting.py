"""SQLite changes a table by writing it anew, and its triggers go with the old one: here they are put back as they were."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op


@contextmanager
def triggers_kept(without: tuple[str, ...] = ()) -> Iterator[None]:
    """Take every trigger off while tables are written anew, and put it back, those named `without` excepted.

    On PostgreSQL tables are changed in place: there only those named go, with their functions.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        for name in without:
            connection.execute(sa.text(f"DROP FUNCTION IF EXISTS {name}() CASCADE"))
        yield
        return
    found = connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
    for name, _sql in found:
        connection.execute(sa.text(f"DROP TRIGGER {name}"))
    yield
    for name, sql in found:
        if name not in without:
            connection.exec_driver_sql(sql)
