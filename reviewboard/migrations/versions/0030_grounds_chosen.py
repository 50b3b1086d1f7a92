"""A draft of a recourse tells the grounds its candidate chose from those they took back: only the former are ever sent."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Add the mark. Every ground there is was chosen."""
    op.add_column("recourse_grounds", sa.Column("chosen", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    """Take it away again, with the texts that were never to be sent."""
    op.execute("DELETE FROM recourse_grounds WHERE NOT chosen")
    op.drop_column("recourse_grounds", "chosen")
