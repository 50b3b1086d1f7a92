"""A cycle may want the raters of a case from different units; a seat may end because its assessor is away; lines of supervision are walked down."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

ENDS = "'conflict', 'recused', 'overdue', 'withdrawn', 'departed', 'moved'"


def upgrade() -> None:
    """Add the wish and the new end of a seat."""
    op.add_column("cycles", sa.Column("cross_units", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index(op.f("ix_accounts_supervisor_id"), "accounts", ["supervisor_id"])
    _ends_known(f"{ENDS}, 'away'")


def downgrade() -> None:
    """Take them away again. Fails while a seat ended by leave: that is history."""
    _ends_known(ENDS)
    op.drop_index(op.f("ix_accounts_supervisor_id"), "accounts")
    op.execute("ALTER TABLE cycles DROP COLUMN cross_units")


def _ends_known(ends: str) -> None:
    """Let a seat end in these ways."""
    with op.batch_alter_table("seats") as seats:
        seats.drop_constraint(op.f("seat_end_is_known"), type_="check")
        seats.create_check_constraint(op.f("seat_end_is_known"), f"ended_why IN ({ends})")
