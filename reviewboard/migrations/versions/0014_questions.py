"""A panel may put a question to a candidate: what was asked, what was answered, evidence of an answer."""

import sqlalchemy as sa
from alembic import op

from reviewboard.migrations.promises import ANSWER_PROMISES, FIRST_EVIDENCE, keep_promises
from reviewboard.migrations.rewriting import triggers_kept

revision = "0014"
down_revision = "0013"

_OPEN = sa.text("ended_at IS NULL")
_STATES = ("draft", "submitted", "rating", "discussion", "confirmation", "dispute", "asked", "third_rating", "countersign",
           "decided", "recorded", "released", "withdrawn")  # fmt: skip
_OWN = tuple(name for name, *_ in ANSWER_PROMISES)


def _states(*without: str) -> str:
    return "state IN (" + ", ".join(f"'{state}'" for state in _STATES if state not in without) + ")"


def upgrade() -> None:
    """Make room for questions and answers."""
    op.create_table(
        "questions",
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("case_id", sa.String(20), nullable=False),
        sa.Column("dispute_id", sa.String(20), nullable=False),
        sa.Column("lead_id", sa.String(20), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(16), nullable=True),
        sa.Column("digest", sa.String(64), nullable=True),
        sa.CheckConstraint("question <> ''", name=op.f("question_asks_something")),
        sa.CheckConstraint("due_at > asked_at", name=op.f("question_leaves_time")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name=op.f("question_ends_with_a_reason")),
        sa.CheckConstraint(
            "ended_why IN ('answered', 'nothing', 'clock', 'withdrawn')", name=op.f("question_end_is_known")
        ),
        sa.CheckConstraint("ended_why <> 'answered' OR digest IS NOT NULL", name=op.f("answer_has_a_digest")),
        sa.CheckConstraint("digest IS NULL OR ended_at IS NOT NULL", name=op.f("digest_of_an_ended_question")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_questions_case_id_cases")),
        sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=op.f("fk_questions_dispute_id_disputes")),
        sa.ForeignKeyConstraint(["lead_id"], ["accounts.id"], name=op.f("fk_questions_lead_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("case_id", name=op.f("uq_questions_case_id")),
    )
    op.create_index("ix_questions_due", "questions", ["due_at"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.add_column("records", sa.Column("answer_digest", sa.String(64), nullable=True))
    with triggers_kept(without=tuple(name for name, *_ in FIRST_EVIDENCE)):
        with op.batch_alter_table("cases") as cases:
            cases.drop_constraint(op.f("case_state_is_known"), type_="check")
            cases.create_check_constraint(op.f("case_state_is_known"), _states())
        with op.batch_alter_table("evidence") as evidence:
            evidence.alter_column("example_id", existing_type=sa.String(20), nullable=True)
            evidence.add_column(sa.Column("question_id", sa.String(20), nullable=True))
            evidence.create_foreign_key(op.f("fk_evidence_question_id_questions"), "questions", ["question_id"], ["id"])
            evidence.create_check_constraint(
                op.f("evidence_of_an_example_or_an_answer"), "(example_id IS NULL) <> (question_id IS NULL)"
            )
        op.create_index(op.f("ix_evidence_question_id"), "evidence", ["question_id"])
    keep_promises(ANSWER_PROMISES)


def downgrade() -> None:
    """Throw questions and answers away; a case that waits for its candidate is in dispute again."""
    with triggers_kept(without=_OWN):
        op.execute("UPDATE cases SET state = 'dispute' WHERE state = 'asked'")
        for table in ("evidence_previews", "evidence_checks"):
            op.execute(
                f"DELETE FROM {table} WHERE evidence_id IN (SELECT id FROM evidence WHERE question_id IS NOT NULL)"  # noqa: S608
            )
        op.execute("DELETE FROM evidence WHERE question_id IS NOT NULL")
        op.drop_index(op.f("ix_evidence_question_id"), "evidence")
        with op.batch_alter_table("evidence") as evidence:
            evidence.drop_constraint(op.f("evidence_of_an_example_or_an_answer"), type_="check")
            evidence.drop_constraint(op.f("fk_evidence_question_id_questions"), type_="foreignkey")
            evidence.drop_column("question_id")
            evidence.alter_column("example_id", existing_type=sa.String(20), nullable=False)
        with op.batch_alter_table("cases") as cases:
            cases.drop_constraint(op.f("case_state_is_known"), type_="check")
            cases.create_check_constraint(op.f("case_state_is_known"), _states("asked"))
        with op.batch_alter_table("records") as records:
            records.drop_column("answer_digest")
        op.drop_table("questions")
    keep_promises(FIRST_EVIDENCE)
