"""How rounds of assignment behave in a cycle: set at any time while it runs, noted in the journal, never frozen."""

from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.cycle.refusals import WrongSettings
from reviewboard.foundation.cycle.setup import lock_cycle
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import Principal

PAIR_LIMIT = range(1, 1000)  # cases
MOVES = range(1000)  # seats


def set_rounds(
    *, cycle_id: str, pair_limit: int | None, moves: int, cross_units: bool = False, held: bool = False, actor: Principal,
    now: datetime,
) -> Cycle:  # fmt: skip
    """Set how many cases the same two share at most (None: any), how many unopened seats one round may move, whether the
    raters of a case must come from different units, and whether rounds wait for a coordinator.

    Raises WrongSettings, NotYours. Part of a transaction.
    """
    cycle = lock_cycle(cycle_id, actor)
    wrong = tuple(
        name for name, fits in (("pair_limit", pair_limit is None or pair_limit in PAIR_LIMIT), ("moves", moves in MOVES))
        if not fits
    )  # fmt: skip
    if wrong:
        raise WrongSettings(wrong)
    after = {"pair_limit": pair_limit, "moves": moves, "cross_units": cross_units, "rounds_held": held}
    before = {name: getattr(cycle, name) for name in after}
    if before != after:
        for name, value in after.items():
            setattr(cycle, name, value)
        db.session.flush()
        enter("cycle.rounds", actor=actor, now=now, cycle_id=cycle.id,
              details={"from": before, "to": after})  # fmt: skip
    return cycle
