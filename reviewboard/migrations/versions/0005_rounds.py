"""A cycle says how often the same two may meet and how many unopened seats a round may move; a seat may end by that."""

from alembic import op

revision = "0005"
down_revision = "0004"

ENDS = "'conflict', 'recused', 'overdue', 'withdrawn', 'departed'"


def upgrade() -> None:
    """Add both numbers and the new end of a seat."""
    op.execute(
        "ALTER TABLE cycles ADD COLUMN pair_limit INTEGER CONSTRAINT cycle_pair_limit_is_possible CHECK (pair_limit >= 1)"
    )
    op.execute(
        "ALTER TABLE cycles ADD COLUMN moves INTEGER DEFAULT 0 NOT NULL CONSTRAINT cycle_moves_are_possible CHECK (moves >= 0)"
    )
    _ends_known(f"{ENDS}, 'moved'")


def downgrade() -> None:
    """Take them away again. Fails while a seat has moved: that is history."""
    _ends_known(ENDS)
    op.execute("ALTER TABLE cycles DROP COLUMN moves")
    op.execute("ALTER TABLE cycles DROP COLUMN pair_limit")


def _ends_known(ends: str) -> None:
    """Let a seat end in these ways."""
    with op.batch_alter_table("seats") as seats:
        seats.drop_constraint(op.f("seat_end_is_known"), type_="check")
        seats.create_check_constraint(op.f("seat_end_is_known"), f"ended_why IN ({ends})")
