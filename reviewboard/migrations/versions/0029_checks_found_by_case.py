"""A new record looks for a check of its own case alone; before, PostgreSQL could look through every seat of the board."""

from reviewboard.migrations.promises import QUALITY_PROMISES, keep_promises, let_go

revision = "0029"
down_revision = "0028"

PROMISE = tuple(promise for promise in QUALITY_PROMISES if promise[0] == "no_record_rests_on_a_check")


def upgrade() -> None:
    """Put the promise in its new words."""
    let_go(PROMISE)
    keep_promises(PROMISE)


def downgrade() -> None:
    """Nothing: the promise is the same in either words."""
