"""Whatever the product deletes or changes, the board's own account in PostgreSQL may; what it only adds, it may only add."""

import ast

from reviewboard import tables  # noqa: F401 - all of them are known
from reviewboard.database_rights import CHANGED_IN, DELETED_BESIDES, NEVER_ADDED, ONLY_ADDED, rights_on
from reviewboard.extensions import db
from reviewboard.stages.retention.erasing import tables_of_a_case
from tests.guards.source import modules, tree_of

TABLE_OF = {mapper.class_.__name__: mapper.local_table.name for mapper in db.Model.registry.mappers}


def _said(verb):
    """Return the tables named in calls `verb(Table)` of the product."""
    nodes = (node for file in modules("reviewboard", "workers") for node in ast.walk(tree_of(file)))
    calls = (node for node in nodes if isinstance(node, ast.Call))
    named = {
        call.args[0].id
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == verb and call.args and isinstance(call.args[0], ast.Name)
    }
    return {TABLE_OF[name] for name in named & set(TABLE_OF)}


def test_what_is_deleted_may_be_deleted():
    deleted = _said("delete")
    assert len(deleted) > 10
    assert [table for table in deleted if "DELETE" not in rights_on(table)] == []


def test_what_is_changed_may_be_changed():
    changed = _said("update")
    assert len(changed) > 5
    assert [table for table in changed if "UPDATE" not in rights_on(table).replace("UPDATE (", "")] == []


def test_every_table_named_there_exists_and_records_of_what_happened_are_not_deleted():
    assert (ONLY_ADDED | set(CHANGED_IN) | NEVER_ADDED | DELETED_BESIDES) - set(db.metadata.tables) == set()
    kept = {"accounts", "disposals", "journal_entries", "journal_head", "scale_versions", "quality_strata"}
    assert kept & (DELETED_BESIDES | {table.name for table in tables_of_a_case()}) == set()
