"""Whoever opens a sealed check is kept: they answer no recourse of the case."""

import sqlalchemy as sa
from alembic import op

from reviewboard.migrations.promises import keep_promises, let_go, opening_promises

revision = "0028"
down_revision = "0027"

PROMISES = opening_promises("read_beside", "reads", "read", "readings")


def upgrade() -> None:
    """Add the table. Whoever noted what follows from a check had read it; who hears a recourse of the case goes on with it."""
    op.create_table(
        "read_beside",
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("lead_id", sa.String(20), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_read_beside_case_id_cases")),
        sa.ForeignKeyConstraint(["lead_id"], ["accounts.id"], name=op.f("fk_read_beside_lead_id_accounts")),
        sa.PrimaryKeyConstraint("case_id", "lead_id", name=op.f("pk_read_beside")),
    )
    op.execute(
        "INSERT INTO read_beside (case_id, lead_id, read_at) SELECT case_id, lead_id, noted_at"
        " FROM quality_notes JOIN quality_findings ON quality_findings.id = quality_notes.finding_id"
        " WHERE NOT EXISTS (SELECT 1 FROM recourse_handlers JOIN recourses ON recourses.id = recourse_handlers.recourse_id"
        " WHERE recourses.case_id = quality_findings.case_id AND recourse_handlers.account_id = quality_notes.lead_id)"
    )
    keep_promises(PROMISES)


def downgrade() -> None:
    """Take it away again."""
    let_go(PROMISES)
    op.drop_table("read_beside")
