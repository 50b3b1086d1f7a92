"""Each handler of a review hears the candidate for themselves, and what was said stays."""

import sqlalchemy as sa
from alembic import op

from reviewboard.migrations.promises import HEARING_PROMISES, keep_promises, let_go
from reviewboard.migrations.rewriting import triggers_kept

revision = "0026"
down_revision = "0025"

HEARD = "recourse_met_or_waived_the_meeting"
NOW = "recourse_handlers.recourse_id = recourses.id AND recourse_handlers.until IS NULL"


def upgrade() -> None:
    """Move what was noted of meetings into rows of their own, and keep it there."""
    op.create_table(
        "recourse_meetings",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("recourse_id", sa.String(20), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("attended", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(met_on IS NULL) = (attended = '')", name=op.f("meeting_says_who_was_there")),
        sa.CheckConstraint("(met_on IS NULL) = (notes = '')", name=op.f("meeting_says_what_was_said")),
        sa.ForeignKeyConstraint(["id"], ["recourse_handlers.id"], name=op.f("fk_recourse_meetings_id_recourse_handlers")),
        sa.ForeignKeyConstraint(["recourse_id"], ["recourses.id"], name=op.f("fk_recourse_meetings_recourse_id_recourses")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recourse_meetings")),
    )
    op.create_index(op.f("ix_recourse_meetings_recourse_id"), "recourse_meetings", ["recourse_id"])
    op.execute(
        "INSERT INTO recourse_meetings (id, recourse_id, met_on, attended, notes, noted_at)"  # noqa: S608
        " SELECT recourse_handlers.id, recourses.id, met_on, attended, notes, COALESCE(waived_at, recourses.since)"
        f" FROM recourses JOIN recourse_handlers ON {NOW} WHERE met_on IS NOT NULL OR waived_at IS NOT NULL"
    )
    with triggers_kept(), op.batch_alter_table("recourses") as recourses:
        recourses.drop_constraint(op.f(HEARD), type_="check")
        for name in ("waived_at", "met_on", "attended", "notes"):
            recourses.drop_column(name)
    keep_promises(HEARING_PROMISES)


def downgrade() -> None:
    """Put the present handler's meeting back beside the recourse. What earlier ones heard is lost, as it was before."""
    let_go(HEARING_PROMISES)
    with triggers_kept():
        with op.batch_alter_table("recourses") as recourses:
            recourses.add_column(sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True))
            recourses.add_column(sa.Column("met_on", sa.Date(), nullable=True))
            recourses.add_column(sa.Column("attended", sa.Text(), nullable=False, server_default=""))
            recourses.add_column(sa.Column("notes", sa.Text(), nullable=False, server_default=""))
        for name, value in (("met_on", "met_on"), ("attended", "attended"), ("notes", "notes"),
                            ("waived_at", "CASE WHEN met_on IS NULL THEN noted_at END")):  # fmt: skip
            held = f"SELECT {value} FROM recourse_meetings JOIN recourse_handlers ON recourse_handlers.id = recourse_meetings.id"  # noqa: S608
            op.execute(
                f"UPDATE recourses SET {name} = ({held} WHERE {NOW})"  # noqa: S608
                f" WHERE EXISTS ({held} WHERE {NOW})"
            )
        with op.batch_alter_table("recourses") as recourses:
            recourses.alter_column("attended", server_default=None)
            recourses.alter_column("notes", server_default=None)
            recourses.create_check_constraint(
                op.f(HEARD), "stand <> 'met' OR met_on IS NOT NULL OR waived_at IS NOT NULL"
            )
    op.drop_table("recourse_meetings")
