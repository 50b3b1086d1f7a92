"""Whoever rates a case afresh is kept from the case as it was rated before."""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Keep from the first round who sits, or sat, on its fresh case."""
    op.execute(
        "INSERT INTO case_bars (case_id, account_id)"
        " SELECT DISTINCT cases.fresh_of, seats.assessor_id FROM seats JOIN cases ON cases.id = seats.case_id"
        " WHERE cases.fresh_of IS NOT NULL AND NOT EXISTS (SELECT 1 FROM case_bars AS there"
        " WHERE there.case_id = cases.fresh_of AND there.account_id = seats.assessor_id)"
    )


def downgrade() -> None:
    """Let them back: nobody else is kept from a case that is not fresh."""
    op.execute("DELETE FROM case_bars WHERE case_id IN (SELECT id FROM cases WHERE fresh_of IS NULL)")
