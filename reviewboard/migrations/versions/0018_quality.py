"""Agreed cases are drawn for a check: strata, draws, findings, notes, and a fourth place on a case."""

import sqlalchemy as sa
from alembic import op

from reviewboard.migrations.promises import QUALITY_PROMISES, keep_promises, let_go
from reviewboard.migrations.rewriting import triggers_kept

revision = "0018"
down_revision = "0017"

TABLES = ("quality_notes", "quality_findings", "quality_draws", "quality_strata")
KNOWN = "seat_place_is_known"


def upgrade() -> None:
    """Add the tables and the place, and keep what is written there."""
    op.create_table(
        "quality_strata",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("cycle_id", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=False),
        sa.Column("pair", sa.String(41), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.CheckConstraint("start >= 0 AND start < 1000000", name=op.f("start_lies_in_one_interval")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_quality_strata_cycle_id_cycles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_strata")),
        sa.UniqueConstraint("cycle_id", "outcome", "pair", "unit", name=op.f("one_start_per_stratum")),
    )
    op.create_table(
        "quality_draws",
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("stratum_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("numbers_begin_at_one")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_quality_draws_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["stratum_id"], ["quality_strata.id"], name=op.f("fk_quality_draws_stratum_id_quality_strata")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_quality_draws")),
        sa.UniqueConstraint("stratum_id", "number", name=op.f("one_case_per_number")),
    )
    op.create_table(
        "quality_findings",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("cycle_id", sa.String(20), nullable=False),
        sa.Column("rating_id", sa.String(20), nullable=False),
        sa.Column("record_id", sa.String(20), nullable=False),
        sa.Column("gap", sa.String(16), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("gap IN ('same', 'one_apart', 'further', 'other_kind')", name=op.f("gap_is_known")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["quality_draws.case_id"], name=op.f("fk_quality_findings_case_id_quality_draws")
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_quality_findings_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["rating_id"], ["ratings.id"], name=op.f("fk_quality_findings_rating_id_ratings")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_quality_findings_record_id_records")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_findings")),
        sa.UniqueConstraint("case_id", name=op.f("uq_quality_findings_case_id")),
        sa.UniqueConstraint("rating_id", name=op.f("uq_quality_findings_rating_id")),
    )
    op.create_index("ix_quality_findings_cycle", "quality_findings", ["cycle_id", "found_at", "id"])
    op.create_table(
        "quality_notes",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("finding_id", sa.String(20), nullable=False),
        sa.Column("lead_id", sa.String(20), nullable=False),
        sa.Column("follows", sa.String(16), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("follows IN ('nothing', 'training', 'anchor', 'told')", name=op.f("what_follows_is_known")),
        sa.CheckConstraint("reasons <> ''", name=op.f("note_has_reasons")),
        sa.ForeignKeyConstraint(
            ["finding_id"], ["quality_findings.id"], name=op.f("fk_quality_notes_finding_id_quality_findings")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["accounts.id"], name=op.f("fk_quality_notes_lead_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_notes")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_quality_notes_finding_id")),
    )
    _places("place IN (1, 2, 3, 4)")
    keep_promises(QUALITY_PROMISES)


def downgrade() -> None:
    """Take it away again. Fails while somebody sits on a case for a check: that is history."""
    let_go(QUALITY_PROMISES)
    _places("place IN (1, 2, 3)")
    for table in TABLES:
        op.drop_table(table)


def _places(known: str) -> None:
    with triggers_kept(), op.batch_alter_table("seats") as seats:
        seats.drop_constraint(op.f(KNOWN), type_="check")
        seats.create_check_constraint(op.f(KNOWN), known)
