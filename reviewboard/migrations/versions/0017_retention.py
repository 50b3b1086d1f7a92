"""Cases are held, and disposed of by two people."""

import sqlalchemy as sa
from alembic import op

from reviewboard.migrations.promises import DISPOSAL_PROMISES, UNDISPOSED, keep_promises, let_go

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add holds and disposals; what was kept for ever is kept until two people dispose of it."""
    op.create_table(
        "holds",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("placed_by", sa.String(20), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(20), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_why", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('legal', 'access_request', 'other')", name=op.f("hold_kind_is_known")),
        sa.CheckConstraint("why <> ''", name=op.f("hold_has_a_reason")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name=op.f("hold_lifted_by_someone")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_why = '')", name=op.f("hold_lifted_for_a_reason")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_holds_case_id_cases")),
        sa.ForeignKeyConstraint(["placed_by"], ["accounts.id"], name=op.f("fk_holds_placed_by_accounts")),
        sa.ForeignKeyConstraint(["lifted_by"], ["accounts.id"], name=op.f("fk_holds_lifted_by_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    standing = sa.text("lifted_at IS NULL")
    op.create_index("one_standing_hold", "holds", ["case_id"], unique=True, sqlite_where=standing, postgresql_where=standing)
    op.create_table(
        "disposals",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("batch_id", sa.String(20), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("cycle_id", sa.String(20), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(20), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_back_by", sa.String(20), nullable=True),
        sa.Column("sent_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_why", sa.Text(), nullable=False),
        sa.Column("carried_out_by", sa.String(20), nullable=True),
        sa.Column("carried_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stub", sa.JSON(), nullable=True),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.CheckConstraint("why <> ''", name=op.f("disposal_has_a_reason")),
        sa.CheckConstraint("carried_out_by <> proposed_by", name=op.f("disposal_is_by_two_people")),
        sa.CheckConstraint(
            "(carried_out_at IS NULL) = (carried_out_by IS NULL)", name=op.f("disposal_carried_out_by_someone")
        ),
        sa.CheckConstraint("(carried_out_at IS NULL) = (digest IS NULL)", name=op.f("disposal_leaves_a_stub")),
        sa.CheckConstraint("(sent_back_at IS NULL) = (sent_back_by IS NULL)", name=op.f("disposal_sent_back_by_someone")),
        sa.CheckConstraint("(sent_back_at IS NULL) = (sent_back_why = '')", name=op.f("disposal_sent_back_for_a_reason")),
        sa.CheckConstraint("sent_back_at IS NULL OR carried_out_at IS NULL", name=op.f("disposal_ends_in_one_way")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_disposals_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["proposed_by"], ["accounts.id"], name=op.f("fk_disposals_proposed_by_accounts")),
        sa.ForeignKeyConstraint(["sent_back_by"], ["accounts.id"], name=op.f("fk_disposals_sent_back_by_accounts")),
        sa.ForeignKeyConstraint(["carried_out_by"], ["accounts.id"], name=op.f("fk_disposals_carried_out_by_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposals")),
    )
    op.create_index(op.f("ix_disposals_batch_id"), "disposals", ["batch_id"])
    op.create_index("ix_disposals_cycle", "disposals", ["cycle_id", "carried_out_at", "id"])
    waiting = sa.text("sent_back_at IS NULL")
    op.create_index("one_disposal_of_a_case", "disposals", ["case_id"], unique=True, sqlite_where=waiting,
                    postgresql_where=waiting)  # fmt: skip
    let_go(UNDISPOSED)
    keep_promises(DISPOSAL_PROMISES)


def downgrade() -> None:
    """Keep every case for ever again. What was disposed of stays gone, and its stubs go too."""
    let_go(DISPOSAL_PROMISES)
    op.drop_table("disposals")
    op.drop_table("holds")
    keep_promises(UNDISPOSED)
