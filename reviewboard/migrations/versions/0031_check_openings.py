"""Who opened a check is kept under the name of the act: `check_openings`. No row, reference or promise is lost."""

import sqlalchemy as sa
from alembic import op

from reviewboard.migrations.promises import OPENING_PROMISES, keep_promises, let_go, opening_promises

revision = "0031"
down_revision = "0030"

EARLIER = opening_promises("read_beside", "reads", "read", "readings")


def upgrade() -> None:
    """Rename the table with its references, and the promises."""
    let_go(EARLIER)
    _rename("read_beside", "read_at", "check_openings", "opened_at")
    keep_promises(OPENING_PROMISES)


def downgrade() -> None:
    """Name all of it as before."""
    let_go(OPENING_PROMISES)
    _rename("check_openings", "opened_at", "read_beside", "read_at")
    keep_promises(EARLIER)


def _rename(before: str, moment_before: str, name: str, moment: str) -> None:
    op.create_table(
        name,
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("lead_id", sa.String(20), nullable=False),
        sa.Column(moment, sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f(f"fk_{name}_case_id_cases")),
        sa.ForeignKeyConstraint(["lead_id"], ["accounts.id"], name=op.f(f"fk_{name}_lead_id_accounts")),
        sa.PrimaryKeyConstraint("case_id", "lead_id", name=op.f(f"pk_{name}")),
    )
    op.execute(f"INSERT INTO {name} (case_id, lead_id, {moment}) SELECT case_id, lead_id, {moment_before} FROM {before}")  # noqa: S608
    op.drop_table(before)
