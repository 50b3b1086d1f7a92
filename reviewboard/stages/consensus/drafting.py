"""What a lead writes of a decision is kept as it grows: the lead's own, read by nobody else.

It stays until the decision counts, so that one which comes back from a second lead is there to be revised; what a lead wrote
who was slower than another stays theirs until the result is released.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import delete, select

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import IllegalStep, StaleWrite
from reviewboard.stages.consensus.queries import open_dispute
from reviewboard.stages.consensus.refusals import TooLong
from reviewboard.stages.consensus.tables import DecisionDraft, Dispute
from reviewboard.stages.facts import case_facts
from reviewboard.stages.rating.draft import MOST_TEXT
from reviewboard.stages.step import lock_case
from reviewboard.stages.workflow import State


@dataclass(frozen=True)
class Written:
    """What a lead wrote so far: the fields of the form by name. Version 0 and no moment before the first save."""

    fields: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    at: datetime | None = None


def keep_draft(*, case_id: str, fields: Mapping[str, str], version: int, actor: Principal, now: datetime) -> int:
    """Keep the form of a decision over version (0 before the first save). Return the version it has now.

    Raises NotYours, IllegalStep where no dispute is open, TooLong, and StaleWrite with both texts.
    """
    case = lock_case(case_id)
    require(actor, "dispute.read", case_facts(case, actor))
    opened = open_dispute(case_id)
    if opened is None or case.state != State.DISPUTE:
        raise IllegalStep()
    if any(len(text) > MOST_TEXT for text in fields.values()):
        raise TooLong(most=MOST_TEXT)
    row = _row(opened.id, actor)
    if row is None:
        row = DecisionDraft(dispute_id=opened.id, lead_id=actor.account_id, fields={}, version=0, updated_at=now)
        db.session.add(row)
    return write_over(row, fields, version, now=now)


class Draft(Protocol):
    """What somebody has written so far of a form, with the version that the next save must know."""

    fields: Any
    version: Any
    updated_at: Any


def write_over(row: Draft, fields: Mapping[str, str], version: int, *, now: datetime) -> int:
    """Put a form's fields in the place of what a draft says. Return the version it has now. Raises StaleWrite with both."""
    if row.version != version:
        raise StaleWrite(current=dict(row.fields), typed=dict(fields))
    row.fields, row.version, row.updated_at = dict(fields), version + 1, now
    db.session.flush()
    return version + 1


def own_draft(dispute_id: str, actor: Principal) -> Written:
    """Return what this lead wrote so far of a decision of this dispute."""
    row = _row(dispute_id, actor)
    return Written(row.fields, row.version, row.updated_at) if row else Written()


def forget_draft(dispute_id: str, lead_id: str | None) -> None:
    """Delete a lead's draft: what it says stands in a decision that counts."""
    db.session.execute(
        delete(DecisionDraft).where(DecisionDraft.dispute_id == dispute_id, DecisionDraft.lead_id == lead_id)
    )


def forget_drafts(case_id: str) -> None:
    """Delete what any lead wrote of a decision of this case, whose disputes are over for good. Part of a transaction."""
    disputes = select(Dispute.id).where(Dispute.case_id == case_id)
    db.session.execute(delete(DecisionDraft).where(DecisionDraft.dispute_id.in_(disputes)))


def _row(dispute_id: str, actor: Principal) -> DecisionDraft | None:
    return db.session.execute(
        select(DecisionDraft)
        .where(DecisionDraft.dispute_id == dispute_id, DecisionDraft.lead_id == actor.account_id)
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
