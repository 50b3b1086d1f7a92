"""Everything that belongs to a case goes, found by the tables' own foreign keys, so that no new table is forgotten.

A row belongs to a case when a column that is never empty leads to it, straight or by way of another row that does.
A row that may stand without a case, as a conflict of interest does, stays and names the case no more. Bytes that no row
names any more go with the sweep of the vault.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Select, Table, delete, select, update

from reviewboard.extensions import db

ROOT = "cases"
NAMED_BY_ID = ("notices", "outbox")
"""Tables that name a case without a foreign key. The journal does too, and stays."""


def owner_of(table: Table) -> Column[Any] | None:
    """Return the column by which a row of this table belongs to a case, or None where it does not."""
    return next(
        (
            column
            for column in table.columns
            for key in column.foreign_keys
            if not column.nullable and key.column.table is not table and _belongs(key.column.table)
        ),
        None,
    )


def _belongs(table: Table) -> bool:
    return table.name == ROOT or owner_of(table) is not None


def tables_of_a_case() -> list[Table]:
    """Return the tables whose rows belong to a case, those that refer before those referred to; `cases` is the last."""
    return [table for table in reversed(db.metadata.sorted_tables) if _belongs(table)]


def erase(case_ids: Sequence[str]) -> None:
    """Delete these cases and all that belongs to them. Part of the transaction that wrote their disposals.

    The database refuses it for a case that no disposal carried out by two people names.
    """
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            if column.nullable and not _belongs(table) and any(key.column.table.name == ROOT for key in column.foreign_keys):
                db.session.execute(update(table).where(column.in_(case_ids)).values({column: None}))
    for name in NAMED_BY_ID:
        table = db.metadata.tables[name]
        db.session.execute(delete(table).where(table.c.case_id.in_(case_ids)))
    for table in tables_of_a_case():
        db.session.execute(delete(table).where(rows_of(table, case_ids)))
    db.session.expire_all()


def rows_of(table: Table, case_ids: Sequence[str]) -> Any:
    """Return the condition that a row of table belongs to one of these cases."""
    if table.name == ROOT:
        return table.c.id.in_(case_ids)
    column = owner_of(table)
    if column is None:
        raise LookupError(table.name)
    key = next(iter(column.foreign_keys)).column
    return column.in_(case_ids if key.table.name == ROOT else _keys(key, case_ids))


def _keys(key: Column[Any], case_ids: Sequence[str]) -> Select[Any]:
    return select(key).where(rows_of(key.table, case_ids))
