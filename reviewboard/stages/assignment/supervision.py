"""Who stands above whom, at any distance: a supervisor, the supervisor's supervisor, and so on to the top."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Select, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import QueryableAttribute, aliased
from sqlalchemy.sql.functions import FunctionElement

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account

Id = QueryableAttribute[str] | ColumnElement[str] | str | None


def supervises(above: Id, below: Id) -> ColumnElement[bool]:
    """A condition on two account ids, values or columns: the first stands above the second.

    The line is walked from the value, where one is given: then one walk serves every row. Between two values it is
    walked upwards, where nobody has more than one above them.
    """
    downwards = isinstance(above, str) and not isinstance(below, str)
    return _is_under(below, above) if downwards else _is_over(above, below)


class _is_over(FunctionElement[bool]):
    """The first of two ids is met on the way up from the second."""

    type = Boolean()
    inherit_cache = True


class _is_under(FunctionElement[bool]):
    """The first of two ids is met on the ways down from the second."""

    type = Boolean()
    inherit_cache = True


@compiles(_is_over)
def _compiled_over(element: Any, compiler: Any, **given: Any) -> str:
    return _met(*(compiler.process(one, **given) for one in element.clauses), known="id", next_one="supervisor_id")


@compiles(_is_under)
def _compiled_under(element: Any, compiler: Any, **given: Any) -> str:
    return _met(*(compiler.process(one, **given) for one in element.clauses), known="supervisor_id", next_one="id")


def _met(who: str, start: str, *, known: str, next_one: str) -> str:
    """Return SQL: who is met on a walk from start. No CTE of SQLAlchemy's sees the row it stands beside, so it is written out.

    Nothing is in it but compiled columns and parameters.
    """
    first = f"SELECT near.{next_one} FROM accounts AS near WHERE near.{known} = {start}"  # noqa: S608
    further = f"SELECT far.{next_one} FROM accounts AS far JOIN chain ON far.{known} = chain.id"  # noqa: S608
    chain = f"WITH RECURSIVE chain(id) AS ({first} UNION {further})"
    return f"({who} IN ({chain} SELECT chain.id FROM chain WHERE chain.id IS NOT NULL))"  # noqa: S608


def line_of(account_id: ColumnElement[str]) -> tuple[Select[Any], Select[Any]]:
    """Return who stands above and who stands below an account, each to be selected from."""
    near, far = aliased(Account), aliased(Account)
    above = select(near.supervisor_id.label("id")).where(near.id == account_id, near.supervisor_id.is_not(None))
    up = above.cte("over_person", recursive=True)
    higher = select(far.supervisor_id).join(up, far.id == up.c.id).where(far.supervisor_id.is_not(None))
    below = select(near.id).where(near.supervisor_id == account_id)
    down = below.cte("under_person", recursive=True)
    lower = select(far.id).join(down, far.supervisor_id == down.c.id)
    return select(up.union(higher).c.id), select(down.union(lower).c.id)


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
