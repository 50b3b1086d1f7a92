"""Conflicts of interest are found from the person's side, and seats that wait for a rating by when they are due."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TO_RATE = sa.text("ended_at IS NULL AND sealed_at IS NULL")


def upgrade() -> None:
    """Index teams, and the seats that wait."""
    op.create_index(op.f("ix_accounts_team_key"), "accounts", ["team_key"])
    op.create_index("ix_seats_to_rate", "seats", ["due_at", "id"], sqlite_where=TO_RATE, postgresql_where=TO_RATE)


def downgrade() -> None:
    """Take both away again."""
    op.drop_index("ix_seats_to_rate", "seats")
    op.drop_index(op.f("ix_accounts_team_key"), "accounts")
