"""People of one team share a key, so that every list can tell them apart as the rules do."""

import sqlalchemy as sa
from alembic import op

from reviewboard.foundation.people.tables import team_key

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the key and write it for everybody who is there."""
    op.add_column("accounts", sa.Column("team_key", sa.String(length=800), nullable=True))
    accounts = sa.table("accounts", *(sa.column(name, sa.String) for name in ("id", "unit", "team", "team_key")))
    connection = op.get_bind()
    people = connection.execute(sa.select(accounts.c.id, accounts.c.unit, accounts.c.team)).all()
    keys = [{"who": row.id, "key": team_key(row.unit, row.team)} for row in people]
    if keys:
        one = sa.update(accounts).where(accounts.c.id == sa.bindparam("who")).values(team_key=sa.bindparam("key"))
        connection.execute(one, keys)


def downgrade() -> None:
    """Take the key away."""
    op.drop_column("accounts", "team_key")
