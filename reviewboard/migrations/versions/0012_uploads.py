"""Files arrive piece by piece: what is on its way to which example, and how much of it is safe."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the table of uploads."""
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("example_id", sa.String(20), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("file_name", sa.String(255), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("vault_key", sa.String(80), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence_id", sa.String(20), nullable=True),
        sa.Column("refused", sa.String(20), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("upload_is_not_empty")),
        sa.CheckConstraint("received >= 0 AND received <= size", name=op.f("upload_receives_no_more_than_its_size")),
        sa.CheckConstraint("evidence_id IS NULL OR refused IS NULL", name=op.f("upload_is_kept_or_refused")),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (evidence_id IS NULL AND refused IS NULL)", name=op.f("upload_settled_at_iff_settled")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_uploads_case_id_cases")),
        sa.ForeignKeyConstraint(["example_id"], ["examples.id"], name=op.f("fk_uploads_example_id_examples")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_uploads_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
        sa.UniqueConstraint("vault_key", name=op.f("uq_uploads_vault_key")),
    )
    for column in ("case_id", "example_id", "evidence_id"):
        op.create_index(op.f(f"ix_uploads_{column}"), "uploads", [column])
    unsettled = sa.text("settled_at IS NULL")
    op.create_index(
        "one_upload_of_a_file_at_a_time", "uploads", ["example_id", "fingerprint"], unique=True,
        sqlite_where=unsettled, postgresql_where=unsettled,
    )


def downgrade() -> None:
    """Take it away again: files on their way must be sent anew."""
    op.drop_table("uploads")
