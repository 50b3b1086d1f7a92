"""A mail may go to an address that its reader's account had before."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    """Add the column; a board of the version before writes notices without it."""
    op.add_column("notices", sa.Column("address", sa.String(254), nullable=True))


def downgrade() -> None:
    """Forget where such a mail was to go."""
    op.drop_column("notices", "address")
