"""A check says what it waits for, and what the virus scanner found."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0035"


def upgrade() -> None:
    """Keep both with each check."""
    op.add_column("evidence_checks", sa.Column("waits_for", sa.String(16), nullable=True))
    op.add_column("evidence_checks", sa.Column("signature", sa.String(100), nullable=True))


def downgrade() -> None:
    """Let them go."""
    op.drop_column("evidence_checks", "signature")
    op.drop_column("evidence_checks", "waits_for")
