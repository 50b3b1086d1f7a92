"""A result may go out on a chosen day, and may be held back."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add the table of planned and held releases."""
    op.create_table(
        "release_plans",
        sa.Column("record_id", sa.String(20), nullable=False),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("planned_by", sa.String(20), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_by", sa.String(20), nullable=True),
        sa.Column("held_why", sa.Text(), nullable=False),
        sa.CheckConstraint("(release_at IS NULL) = (planned_by IS NULL)", name=op.f("release_planned_by_someone")),
        sa.CheckConstraint("(held_at IS NULL) = (held_by IS NULL)", name=op.f("release_held_by_someone")),
        sa.CheckConstraint("(held_at IS NULL) = (held_why = '')", name=op.f("release_held_for_a_reason")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_release_plans_record_id_records")),
        sa.ForeignKeyConstraint(["planned_by"], ["accounts.id"], name=op.f("fk_release_plans_planned_by_accounts")),
        sa.ForeignKeyConstraint(["held_by"], ["accounts.id"], name=op.f("fk_release_plans_held_by_accounts")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_release_plans")),
    )
    op.create_index("ix_release_plans_due", "release_plans", ["release_at"])


def downgrade() -> None:
    """Take it away again: what was planned waits for a lead."""
    op.drop_table("release_plans")
