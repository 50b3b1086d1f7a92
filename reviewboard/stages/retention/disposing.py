"""A second person carries a disposal out: the stubs are written first, then everything else goes, in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.digest import fixed_digest
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.retention.erasing import erase
from reviewboard.stages.retention.proposing import waiting_batch
from reviewboard.stages.retention.queries import life_of, lives, schedule_of
from reviewboard.stages.retention.refusals import NotDisposable, SecondPersonNeeded
from reviewboard.stages.retention.rules import Bar, bars
from reviewboard.stages.retention.stub import stub_of
from reviewboard.stages.retention.tables import Disposal
from reviewboard.stages.submission.tables import Case


def carry_out(*, batch_id: str, actor: Principal, now: datetime) -> int:
    """Dispose of the cases of a proposal, all or none, and return how many.

    Raises NotYours, ProposalOver, SecondPersonNeeded, and NotDisposable where something stands against one of them by
    now: a hold, a recourse, or that it was used again.
    """
    found = waiting_batch(batch_id, actor)
    if any(one.proposed_by == actor.account_id for one in found):
        raise SecondPersonNeeded()
    by_case = {row.id: row for row in lives([one.case_id for one in found])}
    schedule, afresh = schedule_of(found[0].cycle_id), _rated_afresh(list(by_case))
    for one in found:
        life = life_of(by_case[one.case_id])
        if set(bars(life, schedule, now)) - {Bar.PROPOSED}:
            raise NotDisposable(reference=one.reference)
        own = [case_id for case_id, original in afresh.items() if original == one.case_id]
        one.stub = stub_of(db.session.get_one(Case, one.case_id), life, schedule, afresh=own)
        one.carried_out_by, one.carried_out_at = actor.account_id, now
        one.digest = fixed_digest(one, Disposal.FIXED)
        enter("retention.dispose", actor=actor, now=now, case_id=one.case_id, cycle_id=one.cycle_id,
              subject=f"disposal:{one.id}", reason=one.why, details={"digest": one.digest})  # fmt: skip
    db.session.flush()
    erase([*by_case, *afresh])
    return len(by_case)


def _rated_afresh(case_ids: Sequence[str]) -> dict[str, str]:
    """Return the cases rated afresh for these, each with its original."""
    rows = db.session.execute(select(Case.id, Case.fresh_of).where(Case.fresh_of.in_(case_ids)))
    return {row.id: row.fresh_of for row in rows}
