"""A lead notes a level of their own before the ratings of a dispute open to them."""

import sqlalchemy as sa
from alembic import op

from reviewboard.migrations.promises import OWN_LEVEL_PROMISES, keep_promises, let_go

revision = "0020"
down_revision = "0019"

_OUTCOMES = "IN ('level', 'not_demonstrated', 'other_competency', 'insufficient_evidence')"


def upgrade() -> None:
    """Add the table, and keep what is written there."""
    op.create_table(
        "own_levels",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("lead_id", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"outcome {_OUTCOMES}", name=op.f("own_level_outcome_is_known")),
        sa.CheckConstraint("(outcome = 'level') = (level IS NOT NULL)", name=op.f("own_level_iff_outcome_is_level")),
        sa.CheckConstraint("reason <> ''", name=op.f("own_level_has_a_reason")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_own_levels_case_id_cases")),
        sa.ForeignKeyConstraint(["lead_id"], ["accounts.id"], name=op.f("fk_own_levels_lead_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_levels")),
        sa.UniqueConstraint("case_id", "lead_id", name=op.f("one_own_level_per_lead")),
    )
    keep_promises(OWN_LEVEL_PROMISES)


def downgrade() -> None:
    """Take it away again."""
    let_go(OWN_LEVEL_PROMISES)
    op.drop_table("own_levels")
