"""Work that failed five times waits for the cycle's coordinator, who sees why and sends it again.

Work of no cycle and no case (the mail of an account's first link) waits for an administrator. What the board tries again
by itself is shown with its reason, too: nobody has to act, and whoever wonders sees why.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.database import UTCDateTime
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.actions import redrive
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.submission.tables import Case

COUNTED = 200
REASON_LONGEST = 200
_WAITING = (OutboxRow.attention_at.is_not(None), OutboxRow.done_at.is_(None))
_TRIED_AGAIN = (OutboxRow.attention_at.is_(None), OutboxRow.done_at.is_(None), OutboxRow.attention_reason != "")
_OF_THE_BOARD = and_(OutboxRow.cycle_id.is_(None), OutboxRow.case_id.is_(None))


def attention_page(cycle_id: str, *, after: int | None, limit: int) -> Sequence[Any]:
    """Return at most limit pieces of work of a cycle that wait for a person, oldest first. One statement.

    Each has id, topic, attention_reason, attention_at, attempts, reference (of its case, or None).
    """
    query = (
        select(
            OutboxRow.id, OutboxRow.topic, OutboxRow.attention_reason, OutboxRow.attention_at, OutboxRow.attempts,
            Case.reference,
        )
        .outerjoin(Case, Case.id == OutboxRow.case_id)
        .where(_of(cycle_id))
    )  # fmt: skip
    return _page(query, after, limit)


def tried_again(cycle_id: str, *, limit: int) -> Sequence[Any]:
    """Return what work of a cycle the board tries again by itself, by kind and reason, the oldest first. One statement.

    Each has topic, attention_reason, number, and since.
    """
    return db.session.execute(_by_reason(limit).outerjoin(Case, Case.id == OutboxRow.case_id).where(_of(cycle_id))).all()


def board_tried_again(*, limit: int) -> Sequence[Any]:
    """Return the same of work of no cycle. One statement."""
    return db.session.execute(_by_reason(limit).where(_OF_THE_BOARD)).all()


def _by_reason(limit: int) -> Select[str, str, int, datetime]:
    since = func.min(func.coalesce(OutboxRow.waits_since, OutboxRow.created_at), type_=UTCDateTime).label("since")
    return (
        select(OutboxRow.topic, OutboxRow.attention_reason, func.count().label("number"), since)
        .where(*_TRIED_AGAIN)
        .group_by(OutboxRow.topic, OutboxRow.attention_reason)
        .order_by(since)
        .limit(limit)
    )


def attention_count(cycle_id: str) -> int:
    """Return how much work of a cycle waits for a person, at most COUNTED. One statement."""
    waiting = select(OutboxRow.id).outerjoin(Case, Case.id == OutboxRow.case_id).where(*_WAITING, _of(cycle_id))
    return db.session.execute(select(func.count()).select_from(waiting.limit(COUNTED).subquery())).scalar_one()


def send_again(*, cycle_id: str, row_id: int, actor: Principal, now: datetime) -> bool:
    """Send one piece of work again. Return whether it still waited. Part of a transaction.

    Raises NotYours unless actor coordinates the cycle and the work is the cycle's.
    """
    cycle = db.session.get(Cycle, cycle_id)
    if cycle is None:
        raise NotYours()
    require(actor, "cycle.manage", CycleFacts(cycle.id, cycle.state))
    row = db.session.execute(
        select(OutboxRow.id, OutboxRow.topic, OutboxRow.case_id)
        .outerjoin(Case, Case.id == OutboxRow.case_id)
        .where(OutboxRow.id == row_id, _of(cycle_id))
    ).one_or_none()
    if row is None:
        raise NotYours()
    return _send_again(row_id, row.topic, actor=actor, now=now, cycle_id=cycle_id, case_id=row.case_id)


def board_attention_page(*, after: int | None, limit: int) -> Sequence[Any]:
    """Return at most limit pieces of work of no cycle that wait for an administrator, oldest first. One statement.

    Each has id, topic, attention_reason, attention_at, attempts, account_id and email (of a mail's reader, or None).
    """
    query = (
        select(
            OutboxRow.id, OutboxRow.topic, OutboxRow.attention_reason, OutboxRow.attention_at, OutboxRow.attempts,
            Account.id.label("account_id"), Account.email,
        )
        .outerjoin(Notice, and_(OutboxRow.topic == "notice.send", Notice.id == OutboxRow.payload["notice_id"].as_string()))
        .outerjoin(Account, Account.id == Notice.account_id)
        .where(_OF_THE_BOARD)
    )  # fmt: skip
    return _page(query, after, limit)


def send_board_work_again(*, row_id: int, actor: Principal, now: datetime) -> bool:
    """Send one piece of work of no cycle again. Return whether it still waited. Part of a transaction.

    Raises NotYours unless actor looks after accounts and the work is of no cycle.
    """
    require(actor, "account.manage")
    topic = db.session.execute(select(OutboxRow.topic).where(OutboxRow.id == row_id, _OF_THE_BOARD)).scalar_one_or_none()
    if topic is None:
        raise NotYours()
    return _send_again(row_id, topic, actor=actor, now=now)


def plain_reason(reason: str) -> str:
    """Return the first line of a failure, shortened: a database's further lines may quote what was being written."""
    return reason.splitlines()[0][:REASON_LONGEST] if reason else ""


def _of(cycle_id: str) -> ColumnElement[bool]:
    return or_(OutboxRow.cycle_id == cycle_id, Case.cycle_id == cycle_id)


def _page(query: Any, after: int | None, limit: int) -> Sequence[Any]:
    waiting = query.where(*_WAITING).order_by(OutboxRow.id).limit(limit)
    return db.session.execute(waiting if after is None else waiting.where(OutboxRow.id > after)).all()


def _send_again(
    row_id: int, topic: str, *, actor: Principal, now: datetime, cycle_id: str | None = None, case_id: str | None = None
) -> bool:
    sent = redrive(now=now, row_id=row_id) > 0
    if sent:
        enter("work.send_again", actor=actor, now=now, cycle_id=cycle_id, case_id=case_id, subject=f"work:{row_id}",
              details={"topic": topic})  # fmt: skip
    return sent
