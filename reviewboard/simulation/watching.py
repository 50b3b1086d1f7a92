"""What the board's own tables say of a simulation: how far its cases are, what was recorded, what the journal holds."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry, JournalHead
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.tables import Account
from reviewboard.simulation.ledger import Act
from reviewboard.stages.record.tables import Record
from reviewboard.stages.submission.tables import Case

COUNTED = {
    "agreements": ("case.agree", "case.agree_unconfirmed"),
    "discussions": ("case.discuss",),
    "disputes": ("case.dispute", "case.escalate", "case.refuse"),
    "third_ratings": ("case.third_done",),
    "recusals": ("case.recuse",),
    "freed_seats": ("case.free_seat",),
    "refills": ("case.refill",),
    "messages": ("case.say",),
    "moves": ("case.move",),
    "resolutions": ("case.resolve",),
    "countersigns": ("case.countersign",),
    "declined": ("case.decline",),
    "confirmations": ("case.confirm",),
    "withdrawals": ("case.withdraw",),
    "records": ("case.record",),
    "releases": ("case.release",),
}
"""What is counted, and the journal's names for it."""

BY_PEOPLE = (
    "submission.start", "notice.acknowledge", "example.add", "evidence.add", "case.submit", "case.withdraw",
    "case.clear", "case.recuse", "case.seal", "case.say", "case.move", "case.escalate", "case.call_third",
    "case.decide", "case.countersign", "case.decline", "case.confirm", "case.refuse", "case.release", "case.free_seat",
)  # fmt: skip
_DECIDED = {"case.resolve": "case.decide", "case.propose": "case.decide"}


def states(cycle_ids: Collection[str]) -> list[tuple[str, bool]]:
    """Return (state, whether it waits for an assessor) of every case of these cycles."""
    rows = db.session.execute(select(Case.state, Case.waiting).where(Case.cycle_id.in_(cycle_ids))).all()
    db.session.rollback()
    return [(state, waiting is not None) for state, waiting in rows]


def journal_length() -> int:
    """Return the number of the journal's last entry: it grows with everything that happens."""
    number = db.session.execute(select(JournalHead.number)).scalar_one()
    db.session.rollback()
    return number


def counts(cycle_ids: Collection[str]) -> dict[str, int]:
    """Return how often each thing of COUNTED happened in these cycles."""
    rows = db.session.execute(
        select(JournalEntry.action, func.count().label("number"))
        .where(JournalEntry.cycle_id.in_(cycle_ids))
        .group_by(JournalEntry.action)
    ).all()
    found: dict[str, int] = {row.action: row.number for row in rows}
    return {name: sum(found.get(action, 0) for action in actions) for name, actions in COUNTED.items()}


def acts_in_journal(cycle_ids: Collection[str]) -> Counter[Act]:
    """Return the acts of people in these cycles as the journal tells them, by action, case and address."""
    rows = db.session.execute(
        select(JournalEntry.action, JournalEntry.case_id, Account.email, func.count())
        .join(Account, Account.id == JournalEntry.actor_id)
        .where(JournalEntry.cycle_id.in_(cycle_ids), JournalEntry.case_id.is_not(None))
        .group_by(JournalEntry.action, JournalEntry.case_id, Account.email)
    )
    found: Counter[Act] = Counter()
    for action, case_id, email, number in rows:
        named = _DECIDED.get(action, action)
        if named in BY_PEOPLE:
            found[Act(named, str(case_id), email)] += number
    return found


def endings(cycle_ids: Collection[str]) -> list[dict[str, Any]]:
    """Return where every case of these cycles ended, and what was recorded of it, in order of reference."""
    rows = db.session.execute(
        select(Case.id, Case.reference, Case.state, Case.waiting, Record.outcome, Record.level, Record.method)
        .outerjoin(Record, (Record.case_id == Case.id) & Record.superseded_at.is_(None))
        .where(Case.cycle_id.in_(cycle_ids))
        .order_by(Case.reference)
    )
    return [dict(row._mapping) for row in rows]


def owed() -> dict[str, int]:
    """Return how much work the board still owes, mails included, and how much of it waits for a person."""
    rows = db.session.execute(select(OutboxRow.attention_at).where(OutboxRow.done_at.is_(None))).scalars().all()
    db.session.rollback()
    return {"undone": len(rows), "needs_attention": sum(at is not None for at in rows)}
