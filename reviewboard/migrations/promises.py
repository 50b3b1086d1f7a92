"""Triggers that keep what no CHECK can: a journal that only grows, ratings and records that nobody edits."""

from alembic import op

# trigger name, table, event, condition on OLD and NEW (raise when it holds)
PROMISES = (
    ("journal_entries_are_never_changed", "journal_entries", "UPDATE", "TRUE"),
    ("journal_entries_are_never_deleted", "journal_entries", "DELETE", "TRUE"),
    ("sealed_ratings_are_never_changed", "ratings", "UPDATE", "OLD.state = 'sealed'"),
    ("sealed_ratings_are_never_deleted", "ratings", "DELETE", "OLD.state = 'sealed'"),
    (
        "citations_of_sealed_ratings_are_never_changed", "citations", "UPDATE",
        "EXISTS (SELECT 1 FROM ratings WHERE ratings.id = OLD.rating_id AND ratings.state = 'sealed')",
    ),
    (
        "citations_of_sealed_ratings_are_never_deleted", "citations", "DELETE",
        "EXISTS (SELECT 1 FROM ratings WHERE ratings.id = OLD.rating_id AND ratings.state = 'sealed')",
    ),
    (
        "citations_are_never_added_to_sealed_ratings", "citations", "INSERT",
        "EXISTS (SELECT 1 FROM ratings WHERE ratings.id = NEW.rating_id AND ratings.state = 'sealed')",
    ),
    (
        "records_change_only_by_release_and_supersession", "records", "UPDATE",
        "OLD.case_id <> NEW.case_id OR OLD.outcome <> NEW.outcome OR COALESCE(OLD.level, -1) <> COALESCE(NEW.level, -1)"
        " OR OLD.reasons <> NEW.reasons OR OLD.digest <> NEW.digest OR OLD.method <> NEW.method"
        " OR OLD.recorded_at <> NEW.recorded_at",
    ),
    ("records_are_never_deleted", "records", "DELETE", "TRUE"),
    ("published_scales_are_never_changed", "scale_versions", "UPDATE",
     "OLD.state <> 'draft' AND (OLD.content_hash <> NEW.content_hash OR OLD.code <> NEW.code OR NEW.state = 'draft')"),
    ("published_scales_are_never_deleted", "scale_versions", "DELETE", "OLD.state <> 'draft'"),
    ("submitted_examples_are_never_changed", "examples", "UPDATE",
     "EXISTS (SELECT 1 FROM cases WHERE cases.id = OLD.case_id AND cases.submitted_at IS NOT NULL)"),
    ("submitted_examples_are_never_deleted", "examples", "DELETE",
     "EXISTS (SELECT 1 FROM cases WHERE cases.id = OLD.case_id AND cases.submitted_at IS NOT NULL)"),
    ("moves_are_never_changed", "moves", "UPDATE", "TRUE"),
    ("moves_are_never_deleted", "moves", "DELETE", "TRUE"),
    ("messages_are_never_changed", "messages", "UPDATE", "TRUE"),
    ("messages_are_never_deleted", "messages", "DELETE", "TRUE"),
)  # fmt: skip


def keep_promises() -> None:
    """Create every trigger, in the words of the database at hand."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, event, condition in PROMISES:
        for statement in (_postgresql if postgresql else _sqlite)(name, table, event, condition):
            op.execute(statement)


def _sqlite(name: str, table: str, event: str, condition: str) -> tuple[str, ...]:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{name}'); END",
    )


def _postgresql(name: str, table: str, event: str, condition: str) -> tuple[str, ...]:
    kept = "OLD" if event == "DELETE" else "NEW"
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation', CONSTRAINT = '{name}'; END IF; "
        f"RETURN {kept}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    )
