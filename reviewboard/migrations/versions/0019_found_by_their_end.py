"""Cases at their end are found longest ago first: released, withdrawn, and drafts that nobody handed in."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

ENDS = (
    ("ix_cases_released", ["cycle_id", "released_at", "id"], "released_at IS NOT NULL"),
    ("ix_cases_withdrawn", ["cycle_id", "withdrawn_at", "id"], "withdrawn_at IS NOT NULL"),
    ("ix_cases_drafts", ["cycle_id", "id"], "state = 'draft'"),
)


def upgrade() -> None:
    """Index each kind of end."""
    for name, columns, of in ENDS:
        op.create_index(name, "cases", columns, sqlite_where=sa.text(of), postgresql_where=sa.text(of))


def downgrade() -> None:
    """Take them away again."""
    for name, _columns, _of in ENDS:
        op.drop_index(name, "cases")
