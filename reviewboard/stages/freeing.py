"""A coordinator frees a seat whose rating is not sealed, with a reason: whoever sat there loses case and draft by it."""

from datetime import datetime

from reviewboard.foundation.people.roles import Principal
from reviewboard.stages.assignment import late
from reviewboard.stages.consensus.reasons import check_reason


def free_seat(*, seat_id: str, reason: str, actor: Principal, now: datetime) -> None:
    """Free a seat; it is filled again. Part of a transaction. Raises what `check_reason` and `late.free_seat` raise."""
    check_reason(reason)
    late.free_seat(seat_id=seat_id, reason=reason, actor=actor, now=now)
