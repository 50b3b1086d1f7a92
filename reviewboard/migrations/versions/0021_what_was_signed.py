"""What was agreed, decided, answered and held stays as it was, and a record rests on what was signed."""

import sqlalchemy as sa
from alembic import op

from reviewboard.migrations.promises import CONSENSUS_PROMISES, keep_promises, let_go

revision = "0021"
down_revision = "0020"

STANDING = (
    ("one_standing_agreement", "agreements", "refused_at IS NULL"),
    ("one_standing_resolution", "resolutions", "declined_at IS NULL"),
)


def upgrade() -> None:
    """Let one agreement and one decision of a case stand at a time, and keep each as it was written."""
    for name, table, of in STANDING:
        op.create_index(name, table, ["case_id"], unique=True, sqlite_where=sa.text(of), postgresql_where=sa.text(of))
    keep_promises(CONSENSUS_PROMISES)


def downgrade() -> None:
    """Let them go again."""
    let_go(CONSENSUS_PROMISES)
    for name, table, _of in STANDING:
        op.drop_index(name, table)
