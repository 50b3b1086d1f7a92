"""A candidate's choice to keep a place that may tell who somebody is, is remembered with its example."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the marks of what is kept."""
    op.add_column("examples", sa.Column("kept_places", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    """Take them away again."""
    op.execute("ALTER TABLE examples DROP COLUMN kept_places")
