"""The seat of a third rating ends where a lead decides without it."""

from alembic import op

from reviewboard.migrations.rewriting import triggers_kept

revision = "0024"
down_revision = "0023"

KNOWN = "seat_end_is_known"
ENDS = "'conflict', 'recused', 'overdue', 'withdrawn', 'departed', 'moved', 'away'"


def upgrade() -> None:
    """Add the new end of a seat."""
    _ends_known(f"{ENDS}, 'unneeded'")


def downgrade() -> None:
    """Take it away again. Fails while a seat ended so: that is history."""
    _ends_known(ENDS)


def _ends_known(ends: str) -> None:
    with triggers_kept(), op.batch_alter_table("seats") as seats:
        seats.drop_constraint(op.f(KNOWN), type_="check")
        seats.create_check_constraint(op.f(KNOWN), f"ended_why IN ({ends})")
