"""Local accounts may have a second step: an authenticator app, passkeys, and recovery codes for when both are away."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0041"


def upgrade() -> None:
    """Add the three tables."""
    op.create_table(
        "app_keys",
        sa.Column("account_id", sa.String(20), nullable=False),
        sa.Column("sealed", sa.String(400), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_app_keys_account_id_accounts")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_app_keys")),
    )
    op.create_table(
        "passkeys",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("account_id", sa.String(20), nullable=False),
        sa.Column("credential_id", sa.String(1400), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_passkeys_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
    )
    op.create_index("ix_passkeys_account_id", "passkeys", ["account_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_recovery_codes_account_id_accounts")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_recovery_codes")),
    )
    op.create_index("ix_recovery_codes_account_id", "recovery_codes", ["account_id"])


def downgrade() -> None:
    """Take them away again: who had a second step signs in without one."""
    for table in ("recovery_codes", "passkeys", "app_keys"):
        op.drop_table(table)
