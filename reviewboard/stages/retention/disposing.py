"""A second person carries a disposal out: the stubs are written first, then everything else goes, in one transaction.

The number of statements does not grow with the number of cases.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.retention.erasing import erase
from reviewboard.stages.retention.lives import kept_cases
from reviewboard.stages.retention.proposing import refuse_barred, waiting_batch
from reviewboard.stages.retention.queries import schedule_of
from reviewboard.stages.retention.refusals import SecondPersonNeeded
from reviewboard.stages.retention.rules import Bar, bars
from reviewboard.stages.retention.stub import stubs_of
from reviewboard.stages.retention.tables import Disposal
from reviewboard.stages.submission.tables import Case


def carry_out(*, batch_id: str, actor: Principal, now: datetime) -> int:
    """Dispose of the cases of a proposal, all or none, and return how many.

    Raises NotYours, ProposalOver, SecondPersonNeeded, TookPart for who took part in one of them, and NotDisposable where
    something stands against one of them by now: a hold, a recourse, or that it was used again.
    """
    found = waiting_batch(batch_id, actor)
    if any(one.proposed_by == actor.account_id for one in found):
        raise SecondPersonNeeded()
    cycle_id, ids = found[0].cycle_id, [one.case_id for one in found]
    schedule = schedule_of(cycle_id)
    kept = {row.id: row for row in kept_cases(cycle_id, ids, person=actor, now=now)}
    for one in found:
        refuse_barred(kept[one.case_id], set(bars(kept[one.case_id].life, schedule, now)) - {Bar.PROPOSED})
    afresh = _rated_afresh(ids)
    stubs = stubs_of({row.id: row.life for row in kept.values()}, schedule, afresh=afresh)
    for one in found:
        one.stub = stubs[one.case_id]
        one.carried_out_by, one.carried_out_at = actor.account_id, now
        one.digest = fixed_digest(one, Disposal.FIXED)
        enter("retention.dispose", actor=actor, now=now, case_id=one.case_id, cycle_id=one.cycle_id,
              subject=f"disposal:{one.id}", reason=one.why, details={"digest": one.digest})  # fmt: skip
    db.session.flush()
    erase([*ids, *(fresh_id for own in afresh.values() for fresh_id in own)])
    return len(ids)


def _rated_afresh(case_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the cases rated afresh for these, by their original."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in db.session.execute(select(Case.id, Case.fresh_of).where(Case.fresh_of.in_(case_ids)).order_by(Case.id)):
        found[row.fresh_of].append(row.id)
    return found
