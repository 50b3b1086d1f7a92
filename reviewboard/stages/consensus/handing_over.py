"""Who finds a conflict of interest late stands aside: a lead hands the case over, a rater leaves the room. Nobody waits.

The conflict is kept as an assessor's is, so access is gone at the next request. What a lead wrote of a decision stays
theirs, and so does a decision that waited for a second lead: the next lead reads neither.
"""

from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import IllegalStep
from reviewboard.stages.assignment.declare import ConflictKind, note_own_conflict
from reviewboard.stages.consensus.comparing import dispute, end_discussion
from reviewboard.stages.consensus.discussing import in_discussion
from reviewboard.stages.consensus.queries import waiting_resolution
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.consensus.rules import DisputeReason
from reviewboard.stages.consensus.telling import coordinators_of, leads_who_may_act
from reviewboard.stages.facts import case_facts
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State, find_step


def hand_over(*, case_id: str, kind: ConflictKind, reason: str, actor: Principal, now: datetime) -> None:
    """Give a case that waits for leads over to the others, for a conflict of interest with its candidate.

    A decision of this lead that waits for a second one is taken back and decides nothing. The other leads are told;
    where there is none, the coordinators. Raises NotYours, IllegalStep, and what `check_reason` raises.
    """
    case = lock_case(case_id)
    require(actor, "case.follow", case_facts(case, actor))
    if find_step(State(case.state), "hand_over") is None:
        raise IllegalStep()
    check_reason(reason)
    said = {"kind": kind.value}
    proposed = waiting_resolution(case.id)
    if proposed is not None and proposed.lead_id == actor.account_id:
        take_step(case, "take_back", actor=actor, now=now, subject=f"resolution:{proposed.id}", reason=reason, details=said)
        proposed.declined_by, proposed.declined_at = actor.account_id, now
    else:
        take_step(case, "hand_over", actor=actor, now=now, subject=f"case:{case.id}", reason=reason, details=said)
    note_own_conflict(case, kind, reason, actor=actor, now=now)
    db.session.flush()
    _tell(case, once=f"{case.id}:{case.version}", now=now)


def stand_aside(
    *, case_id: str, reason: str, actor: Principal, now: datetime, kind: ConflictKind | None = None
) -> None:
    """Leave a discussion that one cannot go on with; `kind` says which conflict of interest it is for, if for one.

    The discussion ends and a lead decides; both ratings stay as they were sealed. Raises DiscussionOver, NotYours, and
    what `check_reason` raises.
    """
    case, discussion = in_discussion(case_id, actor, now)
    check_reason(reason)
    end_discussion(discussion, "recused", now=now)
    dispute(case, "stand_aside", DisputeReason.RECUSED, actor=actor, now=now, reason=reason)
    if kind is not None:
        note_own_conflict(case, kind, reason, actor=actor, now=now)


def _tell(case: Case, *, once: str, now: datetime) -> None:
    others = leads_who_may_act(case)
    for lead_id in others:
        notify(lead_id, "dispute.handed_over", once=once, now=now, case_id=case.id, reference=case.reference, case=case.id)
    if not others:
        for person_id in coordinators_of(case.cycle_id):
            notify(person_id, "panel.no_lead", once=once, now=now, case_id=case.id, reference=case.reference,
                   cycle=case.cycle_id)  # fmt: skip
