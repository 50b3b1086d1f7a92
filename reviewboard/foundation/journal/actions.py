"""Entries are gathered while a transaction works and chained just before it commits, so the head is locked briefly."""

from datetime import datetime
from typing import Any

from sqlalchemy import event, insert, select
from sqlalchemy.orm import Session, SessionTransaction

from reviewboard.extensions import db
from reviewboard.foundation.journal.chain import GENESIS, entry_hash
from reviewboard.foundation.journal.tables import JournalEntry, JournalHead
from reviewboard.foundation.people.roles import Principal

_WAITING = "journal entries waiting for the commit"
_MARKS = "how many entries waited when each savepoint began"


def enter(
    action: str,
    *,
    actor: Principal,
    now: datetime,
    case_id: str | None = None,
    cycle_id: str | None = None,
    subject: str | None = None,
    from_state: str | None = None,
    to_state: str | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
) -> None:
    """Enter what happened. It is written with the transaction under way, or not at all.

    `subject` names the thing besides the case ("rating:…", "account:…"); details hold ids, digests
    and numbers only, never the candidate's or an assessor's text.
    """
    db.session.info.setdefault(_WAITING, []).append(
        {
            "at": now, "actor_id": actor.account_id, "action": action, "case_id": case_id,
            "cycle_id": cycle_id, "subject": subject, "from_state": from_state, "to_state": to_state,
            "reason": reason, "details": details or {},
        }
    )  # fmt: skip


@event.listens_for(db.session, "before_commit")
def _chain(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.info.pop(_MARKS, None)
    waiting = session.info.pop(_WAITING, None)
    if not waiting:
        return
    session.flush()
    head = session.execute(select(JournalHead).with_for_update().execution_options(populate_existing=True)).scalar_one()
    rows = []
    for entry in waiting:
        row = {**entry, "number": head.number + 1, "previous": head.hash}
        row["hash"] = entry_hash(row)
        head.number, head.hash = row["number"], row["hash"]
        rows.append(row)
    session.execute(insert(JournalEntry), rows)


@event.listens_for(db.session, "after_transaction_create")
def _mark(session: Session, begun: SessionTransaction) -> None:
    if begun.nested:
        session.info.setdefault(_MARKS, {})[begun] = len(session.info.get(_WAITING, ()))


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, ended: SessionTransaction) -> None:
    """What was entered goes with what it tells of: a savepoint takes back its own entries, never those before it."""
    if ended.parent is None:
        session.info.pop(_WAITING, None)
        session.info.pop(_MARKS, None)
    elif ended.nested:
        del session.info.get(_WAITING, [])[session.info[_MARKS].pop(ended) :]


FIRST_HEAD = {"id": 1, "number": 0, "hash": GENESIS}
