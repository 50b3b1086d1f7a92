"""Case files: what was asked for, how far its making is, where it lies."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the table of case files."""
    op.create_table(
        "case_files",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("account_id", sa.String(20), nullable=False),
        sa.Column("reader", sa.String(16), nullable=False),
        sa.Column("variant", sa.String(16), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("input_digest", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("vault_key", sa.String(80), nullable=True),
        sa.CheckConstraint("reader IN ('candidate', 'lead', 'auditor')", name=op.f("case_file_reader_is_known")),
        sa.CheckConstraint("variant IN ('whole', 'redacted')", name=op.f("case_file_variant_is_known")),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("case_file_language_is_fr_or_en")),
        sa.CheckConstraint(
            "state IN ('asked', 'making', 'ready', 'failed', 'gone')", name=op.f("case_file_state_is_known")
        ),
        sa.CheckConstraint("progress >= 0 AND progress <= 100", name=op.f("case_file_progress_is_a_percentage")),
        sa.CheckConstraint(
            "(state = 'ready') = (vault_key IS NOT NULL)", name=op.f("case_file_lies_in_the_vault_iff_ready")
        ),
        sa.CheckConstraint(
            "state <> 'ready' OR (sha256 IS NOT NULL AND size > 0 AND made_at IS NOT NULL AND expires_at IS NOT NULL)",
            name=op.f("ready_case_file_is_described"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_files_case_id_cases")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_case_files_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_files")),
        sa.UniqueConstraint("vault_key", name=op.f("case_files_lie_apart")),
    )
    for column in ("case_id", "account_id"):
        op.create_index(op.f(f"ix_case_files_{column}"), "case_files", [column])
    fresh, ready = sa.text("state IN ('asked', 'making', 'ready')"), sa.text("state = 'ready'")
    op.create_index(
        "one_case_file_of_a_kind", "case_files",
        ["case_id", "account_id", "reader", "variant", "language", "input_digest"], unique=True,
        sqlite_where=fresh, postgresql_where=fresh,
    )
    op.create_index(
        "ix_case_files_expiring", "case_files", ["expires_at"], sqlite_where=ready, postgresql_where=ready
    )


def downgrade() -> None:
    """Take it away again: files that were made must be made anew."""
    op.drop_table("case_files")
