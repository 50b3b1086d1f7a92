"""What a lead writes of a decision is kept on the board as it grows."""

import sqlalchemy as sa
from alembic import op

from reviewboard.foundation.database import UTCDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make room for the drafts."""
    op.create_table(
        "decision_drafts",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("dispute_id", sa.String(length=20), nullable=False),
        sa.Column("lead_id", sa.String(length=20), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=op.f("fk_decision_drafts_dispute_id_disputes")),
        sa.ForeignKeyConstraint(["lead_id"], ["accounts.id"], name=op.f("fk_decision_drafts_lead_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_drafts")),
        sa.UniqueConstraint("dispute_id", "lead_id", name=op.f("one_decision_draft_per_lead")),
    )


def downgrade() -> None:
    """Throw the drafts away."""
    op.drop_table("decision_drafts")
