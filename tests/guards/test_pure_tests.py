"""What `make test-postgres` leaves out asks no database: it would have to connect by a fixture, which takes it back in."""

import ast

from tests.conftest import ASKS_ONLY_BY_FIXTURE, WITHOUT_A_DATABASE
from tests.guards.source import ROOT, tree_of

CONNECTS = {"tests.live", "tests.browser.stage", "psycopg", "sqlite3"}
STARTS = {"create_app", "create_engine", "running_board"}


def _used(file):
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (alias.name for alias in node.names)


def test_no_test_that_is_left_out_reaches_a_database_by_itself():
    files = [file for folder in WITHOUT_A_DATABASE | ASKS_ONLY_BY_FIXTURE for file in (ROOT / "tests" / folder).rglob("*.py")]
    assert len(files) > 100
    assert {str(file.relative_to(ROOT)) for file in files if (CONNECTS | STARTS) & set(_used(file))} == set()
