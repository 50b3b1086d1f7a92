"""Where the policy asks for it, an agreement counts once a named lead has confirmed it; refused, it is a dispute."""

from datetime import datetime

from reviewboard.foundation.access.permissions import require
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import IllegalStep
from reviewboard.stages.assignment.standing import standings
from reviewboard.stages.consensus.comparing import dispute
from reviewboard.stages.consensus.queries import agreement_of
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.consensus.rules import DisputeReason
from reviewboard.stages.consensus.tables import Agreement
from reviewboard.stages.facts import case_facts
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State


def confirm(*, case_id: str, actor: Principal, now: datetime) -> None:
    """Sign the agreement of the two raters, so that it is recorded. Raises IllegalStep when none waits."""
    case, agreement = _waiting(case_id, actor)
    take_step(case, "confirm", actor=actor, now=now, subject=f"agreement:{agreement.id}")
    agreement.confirmed_by, agreement.confirmed_at = actor.account_id, now


def refuse(*, case_id: str, reason: str, actor: Principal, now: datetime) -> None:
    """Do not confirm the agreement: it becomes a dispute that a lead resolves. Both ratings stay as they are."""
    case, agreement = _waiting(case_id, actor)
    check_reason(reason)
    agreement.refused_at, agreement.refused_by = now, actor.account_id
    dispute(case, "refuse", DisputeReason.UNCONFIRMED, actor=actor, now=now, reason=reason)


def _waiting(case_id: str, actor: Principal) -> tuple[Case, Agreement]:
    case = lock_case(case_id)
    require(actor, "case.follow", case_facts(case, actor))
    agreement = agreement_of(case.id)
    if agreement is None or case.state != State.CONFIRMATION or any(one.tied for one in standings(case)):
        raise IllegalStep()
    return case, agreement
