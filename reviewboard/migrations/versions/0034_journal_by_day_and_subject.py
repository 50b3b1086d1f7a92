"""The journal is found by its days and by whom an entry is about."""

from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """Keep both ways to find an entry."""
    op.create_index("ix_journal_entries_at", "journal_entries", ["at"])
    op.create_index("ix_journal_entries_subject", "journal_entries", ["subject"])


def downgrade() -> None:
    """Let them go."""
    op.drop_index("ix_journal_entries_subject", "journal_entries")
    op.drop_index("ix_journal_entries_at", "journal_entries")
