"""What the board's own account may do in PostgreSQL: read, add, and change or delete only what the product does.

The tables belong to another account, the owner, who alone brings them up to date. So whoever holds the board's password
can take off no trigger, empty no table and rewrite no journal entry, sealed rating or record.
"""

from __future__ import annotations

from collections.abc import Iterator

from click import ClickException
from sqlalchemy import Connection, inspect, text
from sqlalchemy.dialects.postgresql.base import PGDialect

from reviewboard.extensions import db
from reviewboard.stages.retention.erasing import NAMED_BY_ID, tables_of_a_case

ONLY_ADDED = frozenset({
    "check_openings", "journal_entries", "messages", "moves", "own_levels", "quality_draws", "quality_findings",
    "quality_notes", "quality_strata", "recourse_meetings", "statements",
})  # fmt: skip
"""Rows that nobody changes: a trigger refuses it to everybody, and the board's account lacks the right besides."""

CHANGED_IN = {"records": ("released_at", "released_by", "superseded_at"), "journal_head": ("number", "hash")}
"""Tables of which the board's account may change these columns alone."""

NEVER_ADDED = frozenset({"journal_head"})
"""Tables whose rows were made with them."""

DELETED_BESIDES = frozenset({
    "answers", "app_keys", "cycle_scales", "cycles", "memberships", "never_together", "passkeys", "recovery_codes",
    "sign_in_sessions", "sign_in_steps", *NAMED_BY_ID,
})  # fmt: skip
"""Tables from which the product deletes, besides those of a case that two people dispose of."""

VERSION_TABLE = "alembic_version"
_quoted = PGDialect().identifier_preparer.quote


class WrongRole(ClickException):
    """The board's account is not one that can be kept to the least rights."""


def rights_on(table: str) -> str:
    """Return what the board's account may do with a table, as GRANT says it."""
    rights = ["SELECT"] if table in NEVER_ADDED else ["SELECT", "INSERT"]
    if columns := CHANGED_IN.get(table):
        rights.append(f"UPDATE ({', '.join(columns)})")
    elif table not in ONLY_ADDED:
        rights.append("UPDATE")
    if table in DELETED_BESIDES or table in {of_a_case.name for of_a_case in tables_of_a_case()}:
        rights.append("DELETE")
    return ", ".join(rights)


def statements(role: str, database: str, schema: str, present: set[str]) -> Iterator[str]:
    """Yield the statements that leave a role these rights on the tables `present` in a schema, and no others."""
    to, within = _quoted(role), _quoted(schema)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {within} FROM PUBLIC, {to}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {within} FROM PUBLIC, {to}"
    yield f"REVOKE CREATE ON SCHEMA {within} FROM PUBLIC, {to}"
    yield f"REVOKE CREATE, TEMPORARY ON DATABASE {_quoted(database)} FROM PUBLIC, {to}"
    yield f"GRANT CONNECT ON DATABASE {_quoted(database)} TO {to}"
    yield f"GRANT USAGE ON SCHEMA {within} TO {to}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {within} TO {to}"
    if VERSION_TABLE in present:
        yield f"GRANT SELECT ON {within}.{VERSION_TABLE} TO {to}"
    for table in sorted(present & set(db.metadata.tables)):
        yield f"GRANT {rights_on(table)} ON {within}.{table} TO {to}"


def of_database(connection: Connection, role: str) -> list[str]:
    """Return the statements for the database at hand, reached as the owner of its tables. Raises WrongRole."""
    found = connection.execute(
        text("SELECT rolsuper, rolcreaterole, rolreplication, rolname = current_user,"
             " EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid) FROM pg_roles WHERE rolname = :role"),
        {"role": role},
    ).one_or_none()  # fmt: skip
    if found is None:
        raise WrongRole(f"The server knows no role “{role}”. Make it: CREATE ROLE {_quoted(role)} LOGIN PASSWORD '…'.")
    if any(found):
        raise WrongRole(
            f"The role “{role}” could give itself any right (it owns the tables, is a member"
            " of another role, a superuser, makes roles or replicates)."
        )
    database, schema = connection.execute(text("SELECT current_database(), current_schema()")).one()
    return list(statements(role, database, schema, set(inspect(connection).get_table_names(schema))))


def grant(connection: Connection, role: str) -> int:
    """Give a role these rights and take all others from it, within the transaction at hand. Return how many statements."""
    said = of_database(connection, role)
    for statement in said:
        connection.exec_driver_sql(statement)
    return len(said)
