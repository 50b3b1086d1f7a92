"""Links with which people set their first password."""

import sqlalchemy as sa
from alembic import op

from reviewboard.foundation.database import UTCDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "invitations",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("used_at", UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_at > made_at", name=op.f("invitation_expires_after_it_is_made")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_invitations_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitations_token_hash")),
    )
    op.create_index("ix_invitations_account_id", "invitations", ["account_id"], unique=False)


def downgrade() -> None:
    """Take the links away; passwords that were set stay."""
    op.drop_table("invitations")
