"""What was copied for a fresh pair stays when the copying stops half way, and the next attempt goes on from there."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0036"


def upgrade() -> None:
    """Add the table of copies whose case is not there yet."""
    op.create_table(
        "evidence_copies",
        sa.Column("original_key", sa.String(80), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("vault_key", sa.String(80), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_evidence_copies_case_id_cases")),
        sa.PrimaryKeyConstraint("original_key", name=op.f("pk_evidence_copies")),
        sa.UniqueConstraint("vault_key", name=op.f("uq_evidence_copies_vault_key")),
    )
    op.create_index(op.f("ix_evidence_copies_case_id"), "evidence_copies", ["case_id"])


def downgrade() -> None:
    """Take it away again: what was copied so far is a stray then, and the copying begins anew."""
    op.drop_table("evidence_copies")
