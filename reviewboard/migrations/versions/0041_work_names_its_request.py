"""Work that is owed names the request that owes it, for the log alone."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    """Add the column; a board of the version before writes rows without it."""
    op.add_column("outbox", sa.Column("request_id", sa.String(16), nullable=True))


def downgrade() -> None:
    """Forget which request owed what."""
    op.drop_column("outbox", "request_id")
