"""One person proposes a disposal, or sends one back. Nothing is lost by either."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.database import new_id
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.retention.queries import batch, life_of, lives, schedule_of
from reviewboard.stages.retention.refusals import (
    NotDisposable,
    NothingToDispose,
    ProposalOver,
    TooManyToDispose,
    WhyMissing,
)
from reviewboard.stages.retention.rules import MOST_AT_ONCE, bars
from reviewboard.stages.retention.tables import Disposal
from reviewboard.stages.step import lock_case


def propose(*, cycle: CycleFacts, case_ids: Sequence[str], why: str, actor: Principal, now: datetime) -> str:
    """Propose these cases of one cycle for disposal, all or none, and return the proposal's id.

    Raises NotYours, WhyMissing, NothingToDispose, TooManyToDispose, NotDisposable.
    """
    require(actor, "retention.propose", cycle)
    chosen = sorted(set(case_ids))
    if not chosen:
        raise NothingToDispose()
    if len(chosen) > MOST_AT_ONCE:
        raise TooManyToDispose(most=MOST_AT_ONCE)
    if not why.strip():
        raise WhyMissing()
    for case_id in chosen:
        lock_case(case_id)
    schedule, batch_id, found = schedule_of(cycle.cycle_id), new_id(), lives(chosen)
    if len(found) != len(chosen) or {row.cycle_id for row in found} != {cycle.cycle_id}:
        raise NotYours()
    for row in found:
        if bars(life_of(row), schedule, now):
            raise NotDisposable(reference=row.reference)
        db.session.add(
            Disposal(batch_id=batch_id, case_id=row.id, reference=row.reference, cycle_id=cycle.cycle_id, why=why.strip(),
                     proposed_by=actor.account_id, proposed_at=now)
        )  # fmt: skip
        enter("retention.propose", actor=actor, now=now, case_id=row.id, cycle_id=cycle.cycle_id,
              subject=f"disposals:{batch_id}", reason=why.strip())  # fmt: skip
    db.session.flush()
    return batch_id


def waiting_batch(batch_id: str, actor: Principal) -> list[Disposal]:
    """Return the disposals of a proposal that waits. Raises NotYours and ProposalOver. Part of a transaction."""
    found = batch(batch_id)
    if not found:
        raise NotYours()
    require(actor, "retention.carry_out", CycleFacts(found[0].cycle_id, "closed"))
    for case_id in sorted(one.case_id for one in found):
        _lock_if_there(case_id)
    db.session.expire_all()
    found = batch(batch_id)
    if any(one.carried_out_at or one.sent_back_at for one in found):
        raise ProposalOver()
    return found


def _lock_if_there(case_id: str) -> None:
    """Lock a case in the one order of all, unless it is gone: then its proposal is over, as its row tells."""
    with suppress(NotYours):
        lock_case(case_id)


def send_back(*, batch_id: str, why: str, actor: Principal, now: datetime) -> None:
    """End a proposal without disposing of anything. Raises NotYours, WhyMissing, ProposalOver."""
    found = waiting_batch(batch_id, actor)
    if not why.strip():
        raise WhyMissing()
    for one in found:
        one.sent_back_by, one.sent_back_at, one.sent_back_why = actor.account_id, now, why.strip()
        enter("retention.send_back", actor=actor, now=now, case_id=one.case_id, cycle_id=one.cycle_id,
              subject=f"disposals:{batch_id}", reason=why.strip())  # fmt: skip
    db.session.flush()
