"""When the rating of a seat is asked for, in statements and of rows: the states and places of `workflow.RATED_AT`."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_

from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import CHECK_PLACE, RATED_AT, State


def states_of(place: int) -> list[State]:
    """Return the states of a case in which the rating at this place is asked for."""
    return [state for state, places in RATED_AT.items() if place in places]


def _by_states() -> dict[tuple[State, ...], list[int]]:
    found: dict[tuple[State, ...], list[int]] = {}
    for place in sorted({place for places in RATED_AT.values() for place in places}):
        found.setdefault(tuple(states_of(place)), []).append(place)
    return found


def time_to_rate() -> ColumnElement[bool]:
    """A condition on a seat and its case: its rating is asked for now."""
    return or_(*(and_(_among(Case.state, states), Seat.place.in_(places)) for states, places in _by_states().items()))


def state_asks(state: Any) -> ColumnElement[bool]:
    """A condition on a seat, where `state` is that of its case: its rating is asked for now. Looks at one state a seat."""
    asked: ColumnElement[bool] = case(*((Seat.place.in_(places), _among(state, states))
                                        for states, places in _by_states().items()))  # fmt: skip
    return asked


def is_asked(one: Case, seat: Seat) -> bool:
    """Whether the rating of this seat of a case is asked for now."""
    return seat.place in RATED_AT.get(State(one.state), ())


def is_check(seat: Any) -> bool:
    """Whether a seat is there to check what is recorded."""
    return bool(seat.place == CHECK_PLACE)


def _among(state: Any, states: Sequence[State]) -> ColumnElement[bool]:
    values = [one.value for one in states]
    found: ColumnElement[bool] = state == values[0] if len(values) == 1 else state.in_(values)
    return found
