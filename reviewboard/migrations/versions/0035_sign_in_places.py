"""A session says which browser it is in, what a sign-in in several steps waits for is kept, and who somebody is elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Add the column and both tables."""
    op.add_column("sign_in_sessions", sa.Column("browser", sa.String(40), server_default="", nullable=False))
    op.create_table(
        "sign_in_steps",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("account_id", sa.String(20), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sign_in_steps_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_steps")),
    )
    op.create_index("ix_sign_in_steps_account_id", "sign_in_steps", ["account_id"])
    op.create_table(
        "identities",
        sa.Column("issuer", sa.String(400), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("account_id", sa.String(20), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_identities_account_id_accounts")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identities")),
        sa.UniqueConstraint("account_id", "issuer", name="one_identity_of_an_account_with_an_issuer"),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("identities")
    op.drop_table("sign_in_steps")
    op.drop_column("sign_in_sessions", "browser")
