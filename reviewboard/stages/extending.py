"""A coordinator changes the time they gave a candidate, for as long as it has not passed, and says why."""

from datetime import datetime

from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.consensus.reasons import check_reason
from reviewboard.stages.submission.accommodating import change_time


def change_given_time(
    *, case_id: str, extended_to: datetime, reason: str, sure: bool, actor: Principal, now: datetime
) -> None:
    """Let the time end at another moment; the candidate is told. Raises what `check_reason` and `change_time` raise."""
    check_reason(reason)
    change_time(case_id=case_id, extended_to=extended_to, reason=reason, sure=sure, actor=actor, now=now)
