"""Files are checked before anybody but their candidate sees them, and shown as previews.

Files that are there already count as accepted without a preview: people work with them. `flask recheck` has them
looked into.
"""

import sqlalchemy as sa
from alembic import op

from reviewboard.foundation.database import UTCDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make room for checks and previews; accept what is there."""
    op.create_table(
        "evidence_checks",
        sa.Column("evidence_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('received', 'checking', 'accepted', 'refused')", name=op.f("evidence_check_state_is_known")
        ),
        sa.CheckConstraint("(state = 'refused') = (reason IS NOT NULL)", name=op.f("reason_iff_evidence_refused")),
        sa.CheckConstraint("tries >= 0", name=op.f("evidence_check_tries_are_counted")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_checks_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence_checks")),
    )
    op.create_table(
        "evidence_previews",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("evidence_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("vault_key", sa.String(length=80), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("excerpt", sa.String(length=300), nullable=False),
        sa.CheckConstraint("kind IN ('image', 'text', 'thumbnail')", name=op.f("preview_kind_is_known")),
        sa.CheckConstraint("(kind = 'text') = (width IS NULL)", name=op.f("pictures_have_a_width")),
        sa.CheckConstraint("(width IS NULL) = (height IS NULL)", name=op.f("pictures_have_width_and_height")),
        sa.CheckConstraint("number >= 1 AND size > 0", name=op.f("previews_count_from_one_and_hold_something")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_previews_evidence_id_evidence")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_previews")),
        sa.UniqueConstraint("evidence_id", "kind", "number", name=op.f("previews_are_numbered_once")),
        sa.UniqueConstraint("vault_key", name=op.f("uq_evidence_previews_vault_key")),
    )
    op.execute(
        "INSERT INTO evidence_checks (evidence_id, state, found, tries, since)"
        " SELECT id, 'accepted', '[]', 0, uploaded_at FROM evidence"
    )


def downgrade() -> None:
    """Throw checks and previews away; the sweep takes the previews' bytes."""
    op.drop_table("evidence_previews")
    op.drop_table("evidence_checks")
