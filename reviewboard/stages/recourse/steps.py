"""The way of a recourse: every legal step stands in one table, as those of a case do. What is not here cannot happen.

The case itself stays released all along, and its record in force, until a recourse is concluded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The three recourses, in their order."""

    FEEDBACK = "feedback"
    REVIEW = "decision_review"
    FRESH = "fresh_rating"


class Stand(StrEnum):
    """Where a recourse is."""

    DRAFT = "draft"  # the candidate writes; nobody else knows
    ASKED = "asked"  # waits for somebody to answer it
    TAKEN = "taken"
    DISCLOSED = "disclosed"
    MET = "met"  # heard, or heard in writing
    COUNTERSIGN = "countersign"
    CONCLUDED = "concluded"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"  # written, never sent, and its window is over


OVER = frozenset({Stand.CONCLUDED, Stand.WITHDRAWN, Stand.LAPSED})
UNDER_WAY = tuple(stand for stand in Stand if stand not in OVER and stand is not Stand.DRAFT)
HANDLED = (Stand.TAKEN, Stand.DISCLOSED, Stand.MET)


class By(StrEnum):
    """By whom a step is taken."""

    CANDIDATE = "candidate"  # of the case
    ABLE_LEAD = "able_lead"  # of the cycle, who may answer this recourse (`rules.Unable` says who may not)
    HANDLER = "handler"  # who answers it now, and still may
    SECOND_LEAD = "second_lead"  # an able lead who never answered or decided this recourse
    COORDINATOR = "coordinator"
    BOARD = "board"


@dataclass(frozen=True)
class Known:
    """What guards look at: counted or compared by the action, decided on here."""

    complete: bool = False
    in_window: bool = False
    may_meet: bool = False
    fresh_recorded: bool = False
    nobody_signs: bool = False
    conflict: bool = False
    handler_gone: bool = False


Guard = Callable[[Known], bool]


def always(_known: Known) -> bool:
    """No condition besides stand and person."""
    return True


def in_time_and_whole(known: Known) -> bool:
    """The window is open and nothing is missing from what is asked."""
    return known.in_window and known.complete


def window_over(known: Known) -> bool:
    """The window to ask is over."""
    return not known.in_window


def may_meet(known: Known) -> bool:
    """The candidate had the file long enough, or says they are ready."""
    return known.may_meet


def complete(known: Known) -> bool:
    """The decision has all its parts."""
    return known.complete


def nobody_signs(known: Known) -> bool:
    """No lead is left who could sign the decision."""
    return known.nobody_signs


def finds_conflict(known: Known) -> bool:
    """Who decided finds a conflict of interest with the candidate."""
    return known.conflict


def handler_gone(known: Known) -> bool:
    """Whoever answers it leads the panel no more, cannot sign in, or has a conflict of interest by now."""
    return known.handler_gone


def rated_afresh(known: Known) -> bool:
    """The fresh pair's outcome is recorded, and the decision has all its parts."""
    return known.fresh_recorded and known.complete


@dataclass(frozen=True)
class Step:
    """One line: a recourse of `kind` at `start`: `action` by one of `by` leads to `end` if `guard` holds."""

    kind: Kind
    start: Stand
    action: str
    end: Stand
    by: frozenset[By]
    guard: Guard = always
    owes: tuple[str, ...] = ()


def _line(
    kinds: Kind | tuple[Kind, ...],
    starts: Stand | tuple[Stand, ...],
    action: str,
    end: Stand | None,
    by: By,
    guard: Guard = always,
    owes: tuple[str, ...] = (),
) -> list[Step]:
    all_kinds = (kinds,) if isinstance(kinds, Kind) else kinds
    all_starts = (starts,) if isinstance(starts, Stand) else starts
    return [Step(kind, start, action, end or start, frozenset({by}), guard, owes) for kind in all_kinds for start in all_starts]


_ANY = tuple(Kind)
_S, _B = Stand, By
_LEADS, _HANDLER, _CANDIDATE = "recourse.tell_leads", "recourse.tell_handler", "recourse.tell_candidate"

STEPS: tuple[Step, ...] = tuple(
    step
    for lines in (
        # asked
        _line((Kind.FEEDBACK, Kind.REVIEW), _S.DRAFT, "ask", _S.ASKED, _B.CANDIDATE, in_time_and_whole, (_LEADS,)),
        _line(Kind.FRESH, _S.DRAFT, "ask", _S.ASKED, _B.CANDIDATE, in_time_and_whole, (_LEADS, "recourse.begin_fresh")),
        _line(Kind.FRESH, _S.DRAFT, "send_on", _S.ASKED, _B.BOARD, always, (_LEADS, "recourse.begin_fresh")),
        _line(_ANY, _S.DRAFT, "lapse", _S.LAPSED, _B.BOARD, window_over),
        _line(_ANY, (_S.ASKED, *HANDLED), "withdraw", _S.WITHDRAWN, _B.CANDIDATE, always, (_HANDLER,)),
        _line(Kind.REVIEW, _S.COUNTERSIGN, "withdraw", _S.WITHDRAWN, _B.CANDIDATE, always, (_HANDLER,)),
        # who answers it
        _line(_ANY, _S.ASKED, "take", _S.TAKEN, _B.ABLE_LEAD),
        _line(_ANY, _S.ASKED, "name", _S.TAKEN, _B.COORDINATOR, always, (_HANDLER,)),
        _line(_ANY, HANDLED, "replace", _S.TAKEN, _B.COORDINATOR, always, (_HANDLER,)),
        _line(_ANY, HANDLED, "hand_over", _S.ASKED, _B.HANDLER, always, (_LEADS,)),
        _line(Kind.REVIEW, _S.COUNTERSIGN, "hand_over", _S.ASKED, _B.HANDLER, finds_conflict, (_LEADS,)),
        _line(_ANY, HANDLED, "wait_again", _S.ASKED, _B.BOARD, handler_gone, (_LEADS,)),
        # heard
        _line(Kind.REVIEW, _S.TAKEN, "disclose", _S.DISCLOSED, _B.HANDLER, always, (_CANDIDATE,)),
        _line(Kind.REVIEW, _S.DISCLOSED, "ready", None, _B.CANDIDATE, always, (_HANDLER,)),
        _line(Kind.REVIEW, _S.DISCLOSED, "waive", _S.MET, _B.CANDIDATE, always, (_HANDLER,)),
        _line(Kind.REVIEW, _S.DISCLOSED, "meet", _S.MET, _B.HANDLER, may_meet),
        # decided
        _line(Kind.FEEDBACK, _S.TAKEN, "give", _S.CONCLUDED, _B.HANDLER, complete, (_CANDIDATE,)),
        _line(Kind.REVIEW, _S.MET, "uphold", _S.CONCLUDED, _B.HANDLER, complete, (_CANDIDATE,)),
        _line(Kind.REVIEW, _S.MET, "return", _S.CONCLUDED, _B.HANDLER, complete, (_CANDIDATE,)),
        _line(Kind.REVIEW, _S.MET, "vary", _S.COUNTERSIGN, _B.HANDLER, complete, (_LEADS,)),
        _line(Kind.REVIEW, _S.COUNTERSIGN, "countersign", _S.CONCLUDED, _B.SECOND_LEAD, always, (_CANDIDATE,)),
        _line(Kind.REVIEW, _S.COUNTERSIGN, "decline", _S.MET, _B.SECOND_LEAD, always, (_HANDLER,)),
        _line(Kind.REVIEW, _S.COUNTERSIGN, "take_back", _S.MET, _B.HANDLER, nobody_signs),
        _line(Kind.FRESH, _S.TAKEN, "conclude", _S.CONCLUDED, _B.HANDLER, rated_afresh, (_CANDIDATE,)),
    )
    for step in lines
)

_BY_START = {(step.kind, step.start, step.action): step for step in STEPS}


def find_step(kind: Kind, stand: Stand, action: str) -> Step | None:
    """Return the one line for action on a recourse of kind at stand, or None when there is no such step."""
    return _BY_START.get((kind, stand, action))
