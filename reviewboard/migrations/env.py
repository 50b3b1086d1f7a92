"""How Alembic reaches the board's database: through the application, one connection, one transaction a migration."""

from alembic import context
from flask import current_app

from reviewboard.extensions import db

config = context.config
target = current_app.extensions["migrate"].db.metadata


def run() -> None:
    """Run migrations on the application's own engine; SQL scripts for operators come with --sql."""
    if context.is_offline_mode():
        context.configure(url=db.engine.url, target_metadata=target, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.commit()
        context.configure(connection=connection, target_metadata=target, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()


run()
