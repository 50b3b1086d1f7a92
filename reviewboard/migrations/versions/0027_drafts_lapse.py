"""A draft of a recourse says when it lapses, so that clocks look only at what is due."""

import sqlalchemy as sa
from alembic import op

from reviewboard.migrations.rewriting import triggers_kept

revision = "0027"
down_revision = "0026"

ONLY = "only_a_draft_lapses"
FOUND = (
    ("ix_recourses_lapsing", ["lapses_at"], sa.text("lapses_at IS NOT NULL")),
    ("ix_recourses_due", ["due_at", "id"], sa.text("ended_at IS NULL")),
)


def upgrade() -> None:
    """Add the moment. Each draft that is there is looked at once, and then says when."""
    with triggers_kept():
        with op.batch_alter_table("recourses") as recourses:
            recourses.add_column(sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True))
            recourses.create_check_constraint(op.f(ONLY), "lapses_at IS NULL OR stand = 'draft'")
        op.execute("UPDATE recourses SET lapses_at = begun_at WHERE stand = 'draft'")
    for name, columns, of in FOUND:
        op.create_index(name, "recourses", columns, sqlite_where=of, postgresql_where=of)


def downgrade() -> None:
    """Take it away again."""
    for name, _columns, _of in FOUND:
        op.drop_index(name, "recourses")
    with triggers_kept(), op.batch_alter_table("recourses") as recourses:
        recourses.drop_constraint(op.f(ONLY), type_="check")
        recourses.drop_column("lapses_at")
