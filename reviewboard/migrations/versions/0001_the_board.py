"""The board"""

import sqlalchemy as sa
from alembic import op

from reviewboard.foundation.database import UTCDateTime
from reviewboard.foundation.journal.actions import FIRST_HEAD
from reviewboard.migrations.promises import keep_promises

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Bring the tables forward."""
    op.create_table(
        "accounts",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("unit", sa.String(length=200), nullable=False),
        sa.Column("team", sa.String(length=200), nullable=False),
        sa.Column("supervisor_id", sa.String(length=20), nullable=True),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("is_auditor", sa.Boolean(), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("account_language_is_fr_or_en")),
        sa.CheckConstraint("email = lower(email)", name=op.f("account_email_is_lower_case")),
        sa.ForeignKeyConstraint(["supervisor_id"], ["accounts.id"], name=op.f("fk_accounts_supervisor_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
    )
    op.create_table(
        "cycles",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("name_fr", sa.String(length=200), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("opens_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("closes_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("hear_by", sa.Date(), nullable=False),
        sa.Column("rating_days", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("policy", sa.JSON(), nullable=False),
        sa.Column("policy_hash", sa.String(length=64), nullable=True),
        sa.Column("limits", sa.JSON(), nullable=False),
        sa.Column("notice_version", sa.String(length=32), nullable=False),
        sa.Column("notice_fr", sa.Text(), nullable=False),
        sa.Column("notice_en", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("opened_at", UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'draft') = (policy_hash IS NULL)", name=op.f("policy_is_frozen_iff_cycle_opened")),
        sa.CheckConstraint("state IN ('draft', 'open', 'closed')", name=op.f("cycle_state_is_known")),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("cycle_closes_after_it_opens")),
        sa.CheckConstraint("rating_days > 0 AND capacity > 0", name=op.f("cycle_numbers_are_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycles")),
    )
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "journal_entries",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.String(length=20), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=True),
        sa.Column("cycle_id", sa.String(length=20), nullable=True),
        sa.Column("subject", sa.String(length=96), nullable=True),
        sa.Column("from_state", sa.String(length=32), nullable=True),
        sa.Column("to_state", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal_entries")),
        sa.UniqueConstraint("hash", name=op.f("uq_journal_entries_hash")),
    )
    op.create_index(op.f("ix_journal_entries_actor_id"), "journal_entries", ["actor_id"], unique=False)
    op.create_index("ix_journal_entries_case_number", "journal_entries", ["case_id", "number"], unique=False)
    op.create_index(op.f("ix_journal_entries_cycle_id"), "journal_entries", ["cycle_id"], unique=False)
    op.create_table(
        "journal_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("journal_has_one_head")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=True),
        sa.Column("cycle_id", sa.String(length=20), nullable=True),
        sa.Column("single", sa.String(length=128), nullable=True),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("send_after", UTCDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("attention_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("attention_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("outbox_attempts_are_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_outbox_undone",
        "outbox",
        ["send_after", "id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_index(
        "one_waiting_row_of_a_kind",
        "outbox",
        ["single"],
        unique=True,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "answers",
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("said", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_answers_account_id_accounts")),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_created_at"), "answers", ["created_at"], unique=False)
    op.create_table(
        "assignment_rounds",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("cycle_id", sa.String(length=20), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("ran_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_assignment_rounds_cycle_id_cycles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_rounds")),
    )
    op.create_index(op.f("ix_assignment_rounds_cycle_id"), "assignment_rounds", ["cycle_id"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("cycle_id", sa.String(length=20), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("languages", sa.String(length=8), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("away_from", sa.Date(), nullable=True),
        sa.Column("away_to", sa.Date(), nullable=True),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("languages IN ('fr', 'en', 'fr,en')", name=op.f("membership_languages_are_known")),
        sa.CheckConstraint(
            "role IN ('candidate', 'assessor', 'lead', 'coordinator')", name=op.f("membership_role_is_known")
        ),
        sa.CheckConstraint("capacity IS NULL OR capacity >= 0", name=op.f("membership_capacity_is_not_negative")),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_memberships_account_id_accounts")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_memberships_cycle_id_cycles")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint("account_id", "cycle_id", "role", name="one_membership_per_role_in_a_cycle"),
    )
    op.create_index("ix_memberships_cycle_role", "memberships", ["cycle_id", "role"], unique=False)
    op.create_table(
        "never_together",
        sa.Column("cycle_id", sa.String(length=20), nullable=False),
        sa.Column("first_id", sa.String(length=20), nullable=False),
        sa.Column("second_id", sa.String(length=20), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("never_together_names_a_pair_once")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_never_together_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["first_id"], ["accounts.id"], name=op.f("fk_never_together_first_id_accounts")),
        sa.ForeignKeyConstraint(["second_id"], ["accounts.id"], name=op.f("fk_never_together_second_id_accounts")),
        sa.PrimaryKeyConstraint("cycle_id", "first_id", "second_id", name=op.f("pk_never_together")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(length=160), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_notices_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("once", name=op.f("uq_notices_once")),
    )
    op.create_index(op.f("ix_notices_account_id"), "notices", ["account_id"], unique=False)
    op.create_table(
        "scale_versions",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("published_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.String(length=20), nullable=True),
        sa.CheckConstraint("(state = 'draft') = (published_at IS NULL)", name=op.f("scale_published_at_iff_published")),
        sa.CheckConstraint("state IN ('draft', 'published', 'superseded')", name=op.f("scale_state_is_known")),
        sa.ForeignKeyConstraint(
            ["published_by"], ["accounts.id"], name=op.f("fk_scale_versions_published_by_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scale_versions")),
        sa.UniqueConstraint("code", "number", name="scale_version_number_is_unique"),
    )
    op.create_index(
        "one_published_scale_version",
        "scale_versions",
        ["code"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "sign_in_sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_sign_in_sessions_account_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_sessions")),
    )
    op.create_index(op.f("ix_sign_in_sessions_account_id"), "sign_in_sessions", ["account_id"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("cycle_id", sa.String(length=20), nullable=False),
        sa.Column("candidate_id", sa.String(length=20), nullable=False),
        sa.Column("scale_version_id", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("state_since", UTCDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("required_level", sa.Integer(), nullable=True),
        sa.Column("notice_version", sa.String(length=32), nullable=True),
        sa.Column("notice_acknowledged_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("extended_to", UTCDateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("example_count", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("both_sealed_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("disputed_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("recorded_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("released_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("waiting", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(state = 'released') = (released_at IS NOT NULL)", name=op.f("released_at_iff_released")),
        sa.CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name=op.f("withdrawn_at_iff_withdrawn")
        ),
        sa.CheckConstraint("language IN ('fr', 'en')", name=op.f("case_language_is_fr_or_en")),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'rating', 'discussion', 'confirmation', 'dispute', 'third_rating', 'countersign', 'decided', 'recorded', 'released', 'withdrawn')",
            name=op.f("case_state_is_known"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL", name=op.f("submitted_before_assessed")
        ),
        sa.CheckConstraint(
            "state NOT IN ('recorded', 'released') OR recorded_at IS NOT NULL", name=op.f("recorded_at_when_recorded")
        ),
        sa.CheckConstraint("(submitted_at IS NULL) = (digest IS NULL)", name=op.f("digest_iff_submitted")),
        sa.ForeignKeyConstraint(["candidate_id"], ["accounts.id"], name=op.f("fk_cases_candidate_id_accounts")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_cases_cycle_id_cycles")),
        sa.ForeignKeyConstraint(
            ["scale_version_id"], ["scale_versions.id"], name=op.f("fk_cases_scale_version_id_scale_versions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint(
            "cycle_id", "candidate_id", "scale_version_id", name="one_case_per_candidate_and_competency"
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
    )
    op.create_index(op.f("ix_cases_candidate_id"), "cases", ["candidate_id"], unique=False)
    op.create_index("ix_cases_cycle_state_since", "cases", ["cycle_id", "state", "state_since", "id"], unique=False)
    op.create_table(
        "cycle_scales",
        sa.Column("cycle_id", sa.String(length=20), nullable=False),
        sa.Column("scale_version_id", sa.String(length=20), nullable=False),
        sa.Column("required_level", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_cycle_scales_cycle_id_cycles")),
        sa.ForeignKeyConstraint(
            ["scale_version_id"], ["scale_versions.id"], name=op.f("fk_cycle_scales_scale_version_id_scale_versions")
        ),
        sa.PrimaryKeyConstraint("cycle_id", "scale_version_id", name=op.f("pk_cycle_scales")),
    )
    op.create_table(
        "trainings",
        sa.Column("account_id", sa.String(length=20), nullable=False),
        sa.Column("scale_version_id", sa.String(length=20), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=op.f("fk_trainings_account_id_accounts")),
        sa.ForeignKeyConstraint(
            ["scale_version_id"], ["scale_versions.id"], name=op.f("fk_trainings_scale_version_id_scale_versions")
        ),
        sa.PrimaryKeyConstraint("account_id", "scale_version_id", name=op.f("pk_trainings")),
    )
    op.create_table(
        "accommodations",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("requested_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["accounts.id"], name=op.f("fk_accommodations_answered_by_accounts")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_accommodations_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accommodations")),
        sa.UniqueConstraint("case_id", name=op.f("uq_accommodations_case_id")),
    )
    op.create_table(
        "conflicts",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("other_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("declared_by", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=True),
        sa.Column("declared_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('declared', 'kin', 'dispute', 'team', 'supervisor')", name=op.f("conflict_kind_is_known")
        ),
        sa.CheckConstraint("person_id <> other_id", name=op.f("conflict_is_between_two_people")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_conflicts_case_id_cases")),
        sa.ForeignKeyConstraint(["declared_by"], ["accounts.id"], name=op.f("fk_conflicts_declared_by_accounts")),
        sa.ForeignKeyConstraint(["other_id"], ["accounts.id"], name=op.f("fk_conflicts_other_id_accounts")),
        sa.ForeignKeyConstraint(["person_id"], ["accounts.id"], name=op.f("fk_conflicts_person_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflicts")),
        sa.UniqueConstraint("person_id", "other_id", name="one_conflict_per_pair"),
    )
    op.create_index(op.f("ix_conflicts_other_id"), "conflicts", ["other_id"], unique=False)
    op.create_table(
        "discussions",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("opened_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("due_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "ended_why IN ('agreement', 'deadlock', 'clock', 'recused', 'withdrawn')",
            name=op.f("discussion_end_is_known"),
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name=op.f("discussion_ends_with_a_reason")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_discussions_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussions")),
    )
    op.create_index(
        "ix_discussions_due",
        "discussions",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "one_open_discussion",
        "discussions",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "disputes",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=24), nullable=False),
        sa.Column("opened_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "why IN ('far_apart', 'different_kind', 'across_required', 'deadlock', 'clock', 'recused', 'unconfirmed')",
            name=op.f("dispute_reason_is_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_disputes_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disputes")),
    )
    op.create_index(
        "one_open_dispute",
        "disputes",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "examples",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("when_from", sa.Date(), nullable=True),
        sa.Column("when_to", sa.Date(), nullable=True),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("contacts", sa.Text(), nullable=False),
        sa.Column("why_not_clients", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("benefit", sa.Text(), nullable=False),
        sa.Column("confirmer_name", sa.String(length=200), nullable=False),
        sa.Column("confirmer_email", sa.String(length=254), nullable=False),
        sa.Column("updated_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("position >= 1", name=op.f("example_positions_count_from_one")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_examples_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_examples")),
        sa.UniqueConstraint("case_id", "position", name="examples_have_distinct_positions"),
    )
    op.create_table(
        "seats",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("cycle_id", sa.String(length=20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.String(length=20), nullable=False),
        sa.Column("round_id", sa.String(length=20), nullable=True),
        sa.Column("assigned_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("due_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("cleared_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("opened_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("touched_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("sealed_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=16), nullable=True),
        sa.Column("explanation", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "ended_why IN ('conflict', 'recused', 'overdue', 'withdrawn', 'departed')", name=op.f("seat_end_is_known")
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name=op.f("seat_ends_with_a_reason")),
        sa.CheckConstraint("place IN (1, 2, 3)", name=op.f("seat_place_is_known")),
        sa.CheckConstraint(
            "sealed_at IS NULL OR cleared_at IS NOT NULL", name=op.f("sealed_only_after_conflict_cleared")
        ),
        sa.ForeignKeyConstraint(["assessor_id"], ["accounts.id"], name=op.f("fk_seats_assessor_id_accounts")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_seats_case_id_cases")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_seats_cycle_id_cycles")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["assignment_rounds.id"], name=op.f("fk_seats_round_id_assignment_rounds")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("case_id", "assessor_id", name="two_distinct_assessors"),
    )
    op.create_index(
        "ix_seats_cycle_due",
        "seats",
        ["cycle_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_seats_desk",
        "seats",
        ["assessor_id", "due_at", "id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "one_live_seat_per_place",
        "seats",
        ["case_id", "place"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "agreements",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("discussion_id", sa.String(length=20), nullable=True),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("competency", sa.String(length=64), nullable=True),
        sa.Column("agreed_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("needs_confirmation", sa.Boolean(), nullable=False),
        sa.Column("confirmed_by", sa.String(length=20), nullable=True),
        sa.Column("confirmed_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("refused_at", UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'level') = (level IS NOT NULL)", name=op.f("agreement_level_iff_outcome_is_level")
        ),
        sa.CheckConstraint(
            "outcome IN ('level', 'not_demonstrated', 'other_competency', 'insufficient_evidence')",
            name=op.f("agreement_outcome_is_known"),
        ),
        sa.CheckConstraint(
            "(confirmed_by IS NULL) = (confirmed_at IS NULL)", name=op.f("agreement_confirmed_by_someone")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_agreements_case_id_cases")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["accounts.id"], name=op.f("fk_agreements_confirmed_by_accounts")),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussions.id"], name=op.f("fk_agreements_discussion_id_discussions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    op.create_index(op.f("ix_agreements_case_id"), "agreements", ["case_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("example_id", sa.String(length=20), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("vault_key", sa.String(length=80), nullable=False),
        sa.Column("uploaded_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("removed_at", UTCDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("evidence_is_not_empty")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_evidence_case_id_cases")),
        sa.ForeignKeyConstraint(["example_id"], ["examples.id"], name=op.f("fk_evidence_example_id_examples")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("vault_key", name=op.f("uq_evidence_vault_key")),
    )
    op.create_index(op.f("ix_evidence_case_id"), "evidence", ["case_id"], unique=False)
    op.create_index(op.f("ix_evidence_example_id"), "evidence", ["example_id"], unique=False)
    op.create_table(
        "messages",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("discussion_id", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.String(length=20), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("said_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_messages_author_id_accounts")),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussions.id"], name=op.f("fk_messages_discussion_id_discussions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index("ix_messages_discussion", "messages", ["discussion_id", "said_at"], unique=False)
    op.create_table(
        "ratings",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("seat_id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("assessor_id", sa.String(length=20), nullable=False),
        sa.Column("scale_version_id", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("in_scope", sa.Boolean(), nullable=True),
        sa.Column("dimensions", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("competency", sa.String(length=64), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("why_not_above", sa.Text(), nullable=False),
        sa.Column("evidence_rule_noted", sa.Boolean(), nullable=False),
        sa.Column("updated_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("sealed_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.CheckConstraint("(state = 'sealed') = (digest IS NOT NULL)", name=op.f("digest_iff_sealed")),
        sa.CheckConstraint("(state = 'sealed') = (sealed_at IS NOT NULL)", name=op.f("sealed_at_iff_sealed")),
        sa.CheckConstraint(
            "outcome IN ('level', 'not_demonstrated', 'other_competency', 'insufficient_evidence')",
            name=op.f("rating_outcome_is_known"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (outcome = 'level') = (level IS NOT NULL)",
            name=op.f("sealed_level_iff_outcome_is_level"),
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (outcome IS NOT NULL AND reasons <> '')", name=op.f("sealed_rating_has_reasons")
        ),
        sa.CheckConstraint("state IN ('draft', 'sealed')", name=op.f("rating_state_is_known")),
        sa.ForeignKeyConstraint(["assessor_id"], ["accounts.id"], name=op.f("fk_ratings_assessor_id_accounts")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_ratings_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["scale_version_id"], ["scale_versions.id"], name=op.f("fk_ratings_scale_version_id_scale_versions")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seats.id"], name=op.f("fk_ratings_seat_id_seats")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
        sa.UniqueConstraint("case_id", "assessor_id", name="one_rating_per_assessor_and_case"),
        sa.UniqueConstraint("seat_id", name=op.f("uq_ratings_seat_id")),
    )
    op.create_index(op.f("ix_ratings_case_id"), "ratings", ["case_id"], unique=False)
    op.create_table(
        "resolutions",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("dispute_id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("lead_id", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("competency", sa.String(length=64), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("dimension_reasons", sa.JSON(), nullable=False),
        sa.Column("next_needed", sa.Text(), nullable=False),
        sa.Column("needs_countersign", sa.Boolean(), nullable=False),
        sa.Column("decided_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("countersigned_by", sa.String(length=20), nullable=True),
        sa.Column("countersigned_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("declined_by", sa.String(length=20), nullable=True),
        sa.Column("declined_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("declined_why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(outcome = 'level') = (level IS NOT NULL)", name=op.f("resolution_level_iff_outcome_is_level")
        ),
        sa.CheckConstraint(
            "outcome IN ('level', 'not_demonstrated', 'other_competency', 'insufficient_evidence')",
            name=op.f("resolution_outcome_is_known"),
        ),
        sa.CheckConstraint("reasons <> ''", name=op.f("resolution_has_reasons")),
        sa.CheckConstraint(
            "(countersigned_by IS NULL) = (countersigned_at IS NULL)", name=op.f("countersigned_by_someone")
        ),
        sa.CheckConstraint("countersigned_by <> lead_id", name=op.f("countersigned_by_a_second_lead")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_resolutions_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["countersigned_by"], ["accounts.id"], name=op.f("fk_resolutions_countersigned_by_accounts")
        ),
        sa.ForeignKeyConstraint(["declined_by"], ["accounts.id"], name=op.f("fk_resolutions_declined_by_accounts")),
        sa.ForeignKeyConstraint(["dispute_id"], ["disputes.id"], name=op.f("fk_resolutions_dispute_id_disputes")),
        sa.ForeignKeyConstraint(["lead_id"], ["accounts.id"], name=op.f("fk_resolutions_lead_id_accounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolutions")),
    )
    op.create_index(op.f("ix_resolutions_case_id"), "resolutions", ["case_id"], unique=False)
    op.create_table(
        "citations",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("rating_id", sa.String(length=20), nullable=False),
        sa.Column("example_id", sa.String(length=20), nullable=False),
        sa.Column("field", sa.String(length=24), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("dimension", sa.String(length=32), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint('start >= 0 AND "end" > start', name=op.f("citation_is_a_passage")),
        sa.ForeignKeyConstraint(["example_id"], ["examples.id"], name=op.f("fk_citations_example_id_examples")),
        sa.ForeignKeyConstraint(["rating_id"], ["ratings.id"], name=op.f("fk_citations_rating_id_ratings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citations")),
    )
    op.create_index("ix_citations_rating", "citations", ["rating_id", "created_at"], unique=False)
    op.create_table(
        "records",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("case_id", sa.String(length=20), nullable=False),
        sa.Column("cycle_id", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=24), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("competency", sa.String(length=64), nullable=True),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("agreement_id", sa.String(length=20), nullable=True),
        sa.Column("resolution_id", sa.String(length=20), nullable=True),
        sa.Column("deciders", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("dimension_reasons", sa.JSON(), nullable=False),
        sa.Column("next_needed", sa.Text(), nullable=False),
        sa.Column("scale_version_id", sa.String(length=20), nullable=False),
        sa.Column("policy_hash", sa.String(length=64), nullable=False),
        sa.Column("rating_digests", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", UTCDateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("supersedes_id", sa.String(length=20), nullable=True),
        sa.Column("superseded_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("released_at", UTCDateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=20), nullable=True),
        sa.CheckConstraint("(outcome = 'level') = (level IS NOT NULL)", name=op.f("record_level_iff_outcome_is_level")),
        sa.CheckConstraint(
            "outcome IN ('level', 'not_demonstrated', 'other_competency', 'insufficient_evidence')",
            name=op.f("record_outcome_is_known"),
        ),
        sa.CheckConstraint("reasons <> ''", name=op.f("record_has_reasons")),
        sa.CheckConstraint(
            "(agreement_id IS NULL) <> (resolution_id IS NULL)", name=op.f("record_needs_agreement_or_resolution")
        ),
        sa.CheckConstraint("(released_at IS NULL) = (released_by IS NULL)", name=op.f("released_by_someone")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreements.id"], name=op.f("fk_records_agreement_id_agreements")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_records_case_id_cases")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=op.f("fk_records_cycle_id_cycles")),
        sa.ForeignKeyConstraint(["released_by"], ["accounts.id"], name=op.f("fk_records_released_by_accounts")),
        sa.ForeignKeyConstraint(
            ["resolution_id"], ["resolutions.id"], name=op.f("fk_records_resolution_id_resolutions")
        ),
        sa.ForeignKeyConstraint(
            ["scale_version_id"], ["scale_versions.id"], name=op.f("fk_records_scale_version_id_scale_versions")
        ),
        sa.ForeignKeyConstraint(["supersedes_id"], ["records.id"], name=op.f("fk_records_supersedes_id_records")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_records_supersedes_id")),
    )
    op.create_index(op.f("ix_records_case_id"), "records", ["case_id"], unique=False)
    op.create_index("ix_records_cycle_recorded", "records", ["cycle_id", "recorded_at", "id"], unique=False)
    op.create_index(
        "one_record_in_force",
        "records",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("superseded_at IS NULL"),
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "moves",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("discussion_id", sa.String(length=20), nullable=False),
        sa.Column("rating_id", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("from_value", sa.JSON(), nullable=False),
        sa.Column("to_value", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("citation_id", sa.String(length=20), nullable=True),
        sa.Column("moved_at", UTCDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("move_has_a_reason")),
        sa.ForeignKeyConstraint(["author_id"], ["accounts.id"], name=op.f("fk_moves_author_id_accounts")),
        sa.ForeignKeyConstraint(["citation_id"], ["citations.id"], name=op.f("fk_moves_citation_id_citations")),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussions.id"], name=op.f("fk_moves_discussion_id_discussions")),
        sa.ForeignKeyConstraint(["rating_id"], ["ratings.id"], name=op.f("fk_moves_rating_id_ratings")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moves")),
    )
    op.create_index("ix_moves_discussion", "moves", ["discussion_id", "moved_at"], unique=False)
    op.bulk_insert(sa.table("journal_head", sa.column("id"), sa.column("number"), sa.column("hash")), [FIRST_HEAD])
    keep_promises()


def downgrade() -> None:
    """The first tables have nothing before them: an empty board is made by removing its database."""
    raise NotImplementedError("remove the database instead")
