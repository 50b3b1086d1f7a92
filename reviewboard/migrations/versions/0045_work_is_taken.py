"""Work is taken by one courier at a time, until a moment; and work that waits says since when."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    """Add both; a board of the version before writes rows without them, and takes what is taken."""
    op.add_column("outbox", sa.Column("taken_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox", sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Forget who is at what."""
    op.drop_column("outbox", "waits_since")
    op.drop_column("outbox", "taken_until")
