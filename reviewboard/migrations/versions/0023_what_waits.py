"""Clocks and lists look at what waits alone: dates of release that are to come, proposals that nobody carried out yet."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

WAITS = sa.text("sent_back_at IS NULL AND carried_out_at IS NULL")


def upgrade() -> None:
    """Clear the dates of what is released, which the journal keeps; index the proposals that wait."""
    op.execute(
        "UPDATE release_plans SET release_at = NULL, planned_by = NULL"
        " WHERE record_id IN (SELECT id FROM records WHERE released_at IS NOT NULL OR superseded_at IS NOT NULL)"
    )
    op.create_index(
        "ix_disposals_waiting", "disposals", ["proposed_at", "batch_id"], sqlite_where=WAITS, postgresql_where=WAITS
    )


def downgrade() -> None:
    """Take the index away again. Nobody asks for the dates of what is released."""
    op.drop_index("ix_disposals_waiting", "disposals")
