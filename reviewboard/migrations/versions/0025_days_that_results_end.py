"""The day a result ends is recorded with it and stays."""

from reviewboard.migrations.promises import EXPIRY_PROMISES, keep_promises, let_go

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Keep the day."""
    keep_promises(EXPIRY_PROMISES)


def downgrade() -> None:
    """Let it go again."""
    let_go(EXPIRY_PROMISES)
