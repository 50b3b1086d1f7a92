"""Opening freezes and hashes what candidates are promised: policy and limits. Closing lets nothing new begin."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from reviewboard.extensions import db
from reviewboard.foundation.cycle.notice_years import filled
from reviewboard.foundation.cycle.queries import preparation, scales_of
from reviewboard.foundation.cycle.refusals import CycleNotOpen, NotReadyToOpen
from reviewboard.foundation.cycle.rules import missing_before_open
from reviewboard.foundation.cycle.setup import lock_cycle, require_draft
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.digest import digest
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import StaleWrite

Settle = Callable[[Mapping[str, Any]], dict[str, Any]]


def open_cycle(*, cycle_id: str, version: int, settle: Settle, actor: Principal, now: datetime) -> Cycle:
    """Freeze and hash policy and limits, say the policy's years in the notice; candidates may begin. Part of a transaction.

    `settle` says every setting of the policy and refuses an impossible one: the stages that read the policy offer
    it (`stages.policy.settled`). Raises CycleFrozen, StaleWrite, NotReadyToOpen, WrongSettings, NotYours.
    """
    cycle = lock_cycle(cycle_id, actor)
    require_draft(cycle, version, current={}, typed={})
    if missing := missing_before_open(preparation(cycle), now):
        raise NotReadyToOpen(missing)
    cycle.policy = settle(cycle.policy)
    kept = cycle.policy["retention"]
    cycle.notice_fr, cycle.notice_en = (filled(text, **kept) for text in (cycle.notice_fr, cycle.notice_en))
    cycle.policy_hash = policy_digest(cycle.policy, cycle.limits)
    cycle.opens_at = min(cycle.opens_at, now)
    cycle.state, cycle.opened_at = "open", now
    cycle.version += 1
    db.session.flush()
    enter("cycle.open", actor=actor, now=now, cycle_id=cycle.id, from_state="draft", to_state="open",
          details={"policy_hash": cycle.policy_hash, "notice_version": cycle.notice_version,
                   "notice": digest([cycle.notice_fr, cycle.notice_en]),
                   "scales": {scale.version_id: scale.required_level for scale in scales_of(cycle.id)}})  # fmt: skip
    return cycle


def close_cycle(*, cycle_id: str, version: int, actor: Principal, now: datetime) -> Cycle:
    """Let no new case begin. What began is carried to its end, and the pool may still change. Part of a transaction.

    Raises CycleNotOpen, StaleWrite, NotYours.
    """
    cycle = lock_cycle(cycle_id, actor)
    if cycle.state != "open":
        raise CycleNotOpen()
    if cycle.version != version:
        raise StaleWrite()
    cycle.state = "closed"
    cycle.version += 1
    db.session.flush()
    enter("cycle.close", actor=actor, now=now, cycle_id=cycle.id, from_state="open", to_state="closed")
    return cycle


def policy_digest(policy: Mapping[str, Any], limits: Mapping[str, int]) -> str:
    """Return the hash under which a cycle's policy and limits are frozen, as 64 hexadecimal digits."""
    return digest({"policy": dict(policy), "limits": dict(limits)})
