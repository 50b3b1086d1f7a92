"""One person proposes a disposal, or sends one back. Nothing is lost by either."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.access.facts import CycleFacts
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.database import new_id
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.retention.lives import Kept, kept_cases
from reviewboard.stages.retention.queries import batch, schedule_of
from reviewboard.stages.retention.refusals import (
    NotDisposable,
    NothingToDispose,
    ProposalOver,
    TookPart,
    TooManyToDispose,
)
from reviewboard.stages.retention.rules import MOST_AT_ONCE, Bar, bars
from reviewboard.stages.retention.tables import Disposal
from reviewboard.stages.step import lock_cases


def propose(*, cycle: CycleFacts, case_ids: Sequence[str], why: str, actor: Principal, now: datetime) -> str:
    """Propose these cases of one cycle for disposal, all or none, and return the proposal's id.

    Raises NotYours, NothingToDispose, TooManyToDispose, TookPart, NotDisposable, what `check_reason` raises.
    The number of statements does not grow with the number of cases.
    """
    require(actor, "retention.propose", cycle)
    chosen = sorted(set(case_ids))
    if not chosen:
        raise NothingToDispose()
    if len(chosen) > MOST_AT_ONCE:
        raise TooManyToDispose(most=MOST_AT_ONCE)
    check_reason(why)
    lock_cases(chosen)
    schedule, batch_id = schedule_of(cycle.cycle_id), new_id()
    found = kept_cases(cycle.cycle_id, chosen, person=actor, now=now)
    if len(found) != len(chosen):
        raise NotYours()
    for row in found:
        refuse_barred(row, bars(row.life, schedule, now))
        db.session.add(
            Disposal(batch_id=batch_id, case_id=row.id, reference=row.reference, cycle_id=cycle.cycle_id, why=why.strip(),
                     proposed_by=actor.account_id, proposed_at=now)
        )  # fmt: skip
        enter("retention.propose", actor=actor, now=now, case_id=row.id, cycle_id=cycle.cycle_id,
              subject=f"disposals:{batch_id}", reason=why.strip())  # fmt: skip
    db.session.flush()
    return batch_id


def refuse_barred(kept: Kept, standing: Iterable[Bar]) -> None:
    """Raise TookPart or NotDisposable where something stands against the disposal of a case."""
    against = set(standing)
    if Bar.TOOK_PART in against:
        raise TookPart(reference=kept.reference)
    if against:
        raise NotDisposable(reference=kept.reference)


def waiting_batch(batch_id: str, actor: Principal) -> list[Disposal]:
    """Return the disposals of a proposal that waits. Raises NotYours and ProposalOver. Part of a transaction."""
    found = batch(batch_id)
    if not found:
        raise NotYours()
    require(actor, "retention.carry_out", CycleFacts(found[0].cycle_id, "closed"))
    lock_cases(one.case_id for one in found)  # what is gone is locked by nobody: then its proposal is over, as its row tells
    db.session.expire_all()
    found = batch(batch_id)
    if any(one.carried_out_at or one.sent_back_at for one in found):
        raise ProposalOver()
    return found


def send_back(*, batch_id: str, why: str, actor: Principal, now: datetime) -> None:
    """End a proposal without disposing of anything. Raises NotYours, ProposalOver, what `check_reason` raises.

    Whoever took part in a case may do this: it keeps everything.
    """
    found = waiting_batch(batch_id, actor)
    check_reason(why)
    for one in found:
        one.sent_back_by, one.sent_back_at, one.sent_back_why = actor.account_id, now, why.strip()
        enter("retention.send_back", actor=actor, now=now, case_id=one.case_id, cycle_id=one.cycle_id,
              subject=f"disposals:{batch_id}", reason=why.strip())  # fmt: skip
    db.session.flush()
