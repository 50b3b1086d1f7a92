"""A coordinator may hold the rounds of a cycle: nothing is assigned until a preview is committed."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the wish; no cycle has it."""
    op.add_column("cycles", sa.Column("rounds_held", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """Take it away again."""
    op.execute("ALTER TABLE cycles DROP COLUMN rounds_held")
