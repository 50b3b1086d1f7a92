"""Recourse: what a candidate asks about a released result, who answers it, a fresh case, the candidate's statement.

On SQLite a changed table is written anew, so the triggers that look at it are lifted meanwhile.
"""

import sqlalchemy as sa
from alembic import op

from reviewboard.foundation.database import UTCDateTime
from reviewboard.migrations.promises import PROMISES, RECOURSE_PROMISES, keep_promises, let_go

revision = "0013"
down_revision = "0012"

TABLES = ("statements", "recourse_drafts", "recourse_decisions", "recourse_handlers", "recourse_grounds", "recourses",
          "case_bars")  # fmt: skip
BASIS = "record_needs_agreement_or_resolution"
TWO = "(agreement_id IS NULL) <> (resolution_id IS NULL)"
THREE = (
    "CASE WHEN agreement_id IS NULL THEN 0 ELSE 1 END + CASE WHEN resolution_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN review_id IS NULL THEN 0 ELSE 1 END = 1"
)
ONE_CASE = "one_case_per_candidate_and_competency"
SAME = ["cycle_id", "candidate_id", "scale_version_id"]


def upgrade() -> None:
    """Add the tables, the fresh case, the third basis of a record, and who sent what back."""
    _lift()
    _tables()
    original = sa.text("fresh_of IS NULL")
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("fresh_of", sa.String(20), nullable=True))
        cases.drop_constraint(op.f(ONE_CASE), type_="unique")
        cases.create_foreign_key(op.f("fk_cases_fresh_of_cases"), "cases", ["fresh_of"], ["id"])
        cases.create_unique_constraint(op.f("uq_cases_fresh_of"), ["fresh_of"])
        cases.create_check_constraint(op.f("case_is_not_its_own_fresh_case"), "fresh_of <> id")
        cases.create_check_constraint(op.f("fresh_case_is_never_released"), "fresh_of IS NULL OR state <> 'released'")
    op.create_index(ONE_CASE, "cases", SAME, unique=True, sqlite_where=original, postgresql_where=original)
    with op.batch_alter_table("records") as records:
        records.add_column(sa.Column("review_id", sa.String(20), nullable=True))
        records.create_foreign_key(
            op.f("fk_records_review_id_recourse_decisions"), "recourse_decisions", ["review_id"], ["id"]
        )
        records.drop_constraint(op.f(BASIS), type_="check")
        records.create_check_constraint(op.f(BASIS), THREE)
        records.create_check_constraint(
            op.f("record_of_a_review_supersedes_another"), "review_id IS NULL OR supersedes_id IS NOT NULL"
        )
    for table, column in (("agreements", "refused_by"), ("disputes", "third_by")):
        with op.batch_alter_table(table) as changed:
            changed.add_column(sa.Column(column, sa.String(20), nullable=True))
            changed.create_foreign_key(op.f(f"fk_{table}_{column}_accounts"), "accounts", [column], ["id"])
    _back_in_place()
    keep_promises(RECOURSE_PROMISES)


def downgrade() -> None:
    """Take it all away again. Fails while there is a fresh case, or a record that rests on a review: that is history."""
    let_go(RECOURSE_PROMISES)
    _lift()
    for table, column in (("agreements", "refused_by"), ("disputes", "third_by")):
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"fk_{table}_{column}_accounts"), type_="foreignkey")
            changed.drop_column(column)
    with op.batch_alter_table("records") as records:
        records.drop_constraint(op.f("record_of_a_review_supersedes_another"), type_="check")
        records.drop_constraint(op.f(BASIS), type_="check")
        records.create_check_constraint(op.f(BASIS), TWO)
        records.drop_constraint(op.f("fk_records_review_id_recourse_decisions"), type_="foreignkey")
        records.drop_column("review_id")
    for table in TABLES:
        op.drop_table(table)
    op.drop_index(ONE_CASE, "cases")
    with op.batch_alter_table("cases") as cases:
        cases.drop_constraint(op.f("fresh_case_is_never_released"), type_="check")
        cases.drop_constraint(op.f("case_is_not_its_own_fresh_case"), type_="check")
        cases.drop_constraint(op.f("uq_cases_fresh_of"), type_="unique")
        cases.drop_constraint(op.f("fk_cases_fresh_of_cases"), type_="foreignkey")
        cases.drop_column("fresh_of")
        cases.create_unique_constraint(op.f(ONE_CASE), SAME)
    _back_in_place()


def _lift() -> None:
    if op.get_bind().dialect.name == "sqlite":
        let_go(PROMISES)


def _back_in_place() -> None:
    if op.get_bind().dialect.name == "sqlite":
        keep_promises(PROMISES)


def _tables() -> None:
    op.create_table(
        "case_bars",
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("account_id", sa.String(20), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_case_bars_account_id_accounts")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_bars_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "account_id", name=op.f("pk_case_bars")),
    )
    op.create_table(
        "recourses",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("cycle_id", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("stand", sa.String(16), nullable=False),
        sa.Column("since", UTCDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("begun_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("saved_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("asked_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("due_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("handler_id", sa.String(20), nullable=True),
        sa.Column("disclosed_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("ready_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("waived_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("attended", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("fresh_case_id", sa.String(20), nullable=True),
        sa.Column("ended_at", UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "fresh_case_id IS NULL OR kind = 'fresh_rating'", name=op.f("only_a_fresh_rating_has_a_fresh_case")
        ),
        sa.CheckConstraint(
            "(stand IN ('draft', 'lapsed')) = (asked_at IS NULL)", name=op.f("recourse_asked_at_iff_asked")
        ),
        sa.CheckConstraint(
            "stand <> 'disclosed' OR disclosed_at IS NOT NULL", name=op.f("recourse_disclosed_at_once_disclosed")
        ),
        sa.CheckConstraint(
            "(stand IN ('concluded', 'withdrawn', 'lapsed')) = (ended_at IS NOT NULL)",
            name=op.f("recourse_ended_at_iff_over"),
        ),
        sa.CheckConstraint("(asked_at IS NULL) = (due_at IS NULL)", name=op.f("recourse_has_a_clock_once_asked")),
        sa.CheckConstraint(
            "stand NOT IN ('taken', 'disclosed', 'met', 'countersign', 'concluded') OR handler_id IS NOT NULL",
            name=op.f("recourse_is_answered_by_somebody"),
        ),
        sa.CheckConstraint(
            "kind IN ('feedback', 'decision_review', 'fresh_rating')", name=op.f("recourse_kind_is_known")
        ),
        sa.CheckConstraint(
            "stand <> 'met' OR met_on IS NOT NULL OR waived_at IS NOT NULL",
            name=op.f("recourse_met_or_waived_the_meeting"),
        ),
        sa.CheckConstraint(
            "stand IN ('draft', 'asked', 'taken', 'disclosed', 'met', 'countersign', 'concluded', 'withdrawn', 'lapsed')",
            name=op.f("recourse_stand_is_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_recourses_case_id_cases")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_recourses_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["fresh_case_id"], ["cases.id"], name=op.f("fk_recourses_fresh_case_id_cases")),
        sa.ForeignKeyConstraint(["handler_id"], ["accounts.id"], name=op.f("fk_recourses_handler_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recourses")),
        sa.UniqueConstraint("case_id", "kind", name=op.f("one_recourse_of_a_kind_per_case")),
        sa.UniqueConstraint("fresh_case_id", name=op.f("uq_recourses_fresh_case_id")),
    )
    op.create_index(op.f("ix_recourses_cycle_stand"), "recourses", ["cycle_id", "stand", "due_at", "id"])
    op.create_index(op.f("ix_recourses_handler"), "recourses", ["handler_id", "stand", "due_at"])
    op.create_table(
        "recourse_grounds",
        sa.Column("recourse_id", sa.String(20), nullable=False),
        sa.Column("ground", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recourse_id"], ["recourses.id"], name=op.f("fk_recourse_grounds_recourse_id_recourses")
        ),
        sa.PrimaryKeyConstraint("recourse_id", "ground", name=op.f("pk_recourse_grounds")),
    )
    op.create_table(
        "recourse_handlers",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("recourse_id", sa.String(20), nullable=False),
        sa.Column("account_id", sa.String(20), nullable=False),
        sa.Column("named_by", sa.String(20), nullable=False),
        sa.Column("since", UTCDateTime(timezone=True), nullable=False),
        sa.Column("until", UTCDateTime(timezone=True), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("until IS NOT NULL OR why = ''", name=op.f("recourse_handler_leaves_with_a_reason")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_recourse_handlers_account_id_accounts")),
        sa.ForeignKeyConstraint(["named_by"], ["accounts.id"], name=op.f("fk_recourse_handlers_named_by_accounts")),
        sa.ForeignKeyConstraint(
            ["recourse_id"], ["recourses.id"], name=op.f("fk_recourse_handlers_recourse_id_recourses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recourse_handlers")),
    )
    op.create_index(op.f("ix_recourse_handlers_recourse_id"), "recourse_handlers", ["recourse_id"])
    op.create_table(
        "recourse_decisions",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("recourse_id", sa.String(20), nullable=False),
        sa.Column("decided_by", sa.String(20), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=False),
        sa.Column("outcome", sa.String(24), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("competency", sa.String(64), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("ground_reasons", sa.JSON(), nullable=False),
        sa.Column("dimension_reasons", sa.JSON(), nullable=False),
        sa.Column("next_needed", sa.Text(), nullable=False),
        sa.Column("needs_countersign", sa.Boolean(), nullable=False),
        sa.Column("decided_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("countersigned_by", sa.String(20), nullable=True),
        sa.Column("countersigned_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("declined_by", sa.String(20), nullable=True),
        sa.Column("declined_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("declined_why", sa.Text(), nullable=False),
        sa.CheckConstraint("countersigned_by <> decided_by", name=op.f("recourse_countersigned_by_a_second_lead")),
        sa.CheckConstraint(
            "(countersigned_by IS NULL) = (countersigned_at IS NULL)", name=op.f("recourse_countersigned_by_someone")
        ),
        sa.CheckConstraint("reasons <> ''", name=op.f("recourse_decision_has_reasons")),
        sa.CheckConstraint(
            "outcome IS NULL OR (outcome = 'level') = (level IS NOT NULL)", name=op.f("recourse_level_iff_a_level")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('level', 'not_demonstrated', 'other_competency', 'insufficient_evidence')",
            name=op.f("recourse_outcome_is_known"),
        ),
        sa.CheckConstraint(
            "verdict IN ('given', 'upheld', 'varied', 'returned')", name=op.f("recourse_verdict_is_known")
        ),
        sa.ForeignKeyConstraint(
            ["countersigned_by"], ["accounts.id"], name=op.f("fk_recourse_decisions_countersigned_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts.id"], name=op.f("fk_recourse_decisions_decided_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["declined_by"], ["accounts.id"], name=op.f("fk_recourse_decisions_declined_by_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["recourse_id"], ["recourses.id"], name=op.f("fk_recourse_decisions_recourse_id_recourses")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recourse_decisions")),
    )
    op.create_index(op.f("ix_recourse_decisions_recourse_id"), "recourse_decisions", ["recourse_id"])
    op.create_table(
        "recourse_drafts",
        sa.Column("recourse_id", sa.String(20), nullable=False),
        sa.Column("lead_id", sa.String(20), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["accounts.id"], name=op.f("fk_recourse_drafts_lead_id_accounts")),
        sa.ForeignKeyConstraint(
            ["recourse_id"], ["recourses.id"], name=op.f("fk_recourse_drafts_recourse_id_recourses")
        ),
        sa.PrimaryKeyConstraint("recourse_id", "lead_id", name=op.f("pk_recourse_drafts")),
    )
    op.create_table(
        "statements",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("record_id", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("statement_says_something")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_statements_case_id_cases")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_statements_record_id_records")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statements")),
        sa.UniqueConstraint("case_id", name=op.f("uq_statements_case_id")),
    )
