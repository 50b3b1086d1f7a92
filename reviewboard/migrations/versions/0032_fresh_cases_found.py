"""The fresh case of a case is found among fresh cases alone: SQLite, told that most cases have none, read them all."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

FRESH = sa.text("fresh_of IS NOT NULL")


def upgrade() -> None:
    """Index what is rated afresh."""
    op.create_index("ix_cases_fresh", "cases", ["fresh_of"], sqlite_where=FRESH, postgresql_where=FRESH)


def downgrade() -> None:
    """Take the index away again."""
    op.drop_index("ix_cases_fresh", "cases")
