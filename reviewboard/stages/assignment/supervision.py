"""Who stands above whom, at any distance: a supervisor, the supervisor's supervisor, and so on to the top."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account


class supervises(FunctionElement[bool]):
    """A condition on two account ids, values or columns: the first stands above the second."""

    type = Boolean()
    inherit_cache = True


@compiles(supervises)
def _supervises(element: Any, compiler: Any, **given: Any) -> str:
    above, below = (compiler.process(one, **given) for one in element.clauses)
    # No CTE of SQLAlchemy's sees the row it stands beside, so this one is written out. Nothing in it but compiled columns.
    first = f"SELECT junior.supervisor_id FROM accounts AS junior WHERE junior.id = {below}"  # noqa: S608
    further = "SELECT senior.supervisor_id FROM accounts AS senior JOIN chain ON senior.id = chain.id"
    chain = f"WITH RECURSIVE chain(id) AS ({first} UNION {further})"
    return f"({above} IN ({chain} SELECT chain.id FROM chain WHERE chain.id IS NOT NULL))"  # noqa: S608


def all_above(ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return, by account, everybody who stands above it. One statement; whoever has nobody above is left out."""
    who, has_one = sorted(set(ids)), Account.supervisor_id.is_not(None)
    chain = select(Account.id, Account.supervisor_id.label("above")).where(Account.id.in_(who), has_one)
    first = chain.cte("above", recursive=True)
    up = select(first.c.id, Account.supervisor_id).join(Account, Account.id == first.c.above).where(has_one)
    every = first.union(up)
    found: dict[str, set[str]] = defaultdict(set)
    for one, above in db.session.execute(select(every.c.id, every.c.above)) if who else ():
        found[one].add(above)
    return {one: frozenset(above) for one, above in found.items()}
