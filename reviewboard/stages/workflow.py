"""The way of a case: every legal step stands in one table. What is not here cannot happen."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

SEATS = 2
THIRD_PLACE = 3
CHECK_PLACE = 4


class State(StrEnum):
    """Where a case is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RATING = "rating"
    DISCUSSION = "discussion"
    CONFIRMATION = "confirmation"
    DISPUTE = "dispute"
    ASKED = "asked"
    THIRD_RATING = "third_rating"
    COUNTERSIGN = "countersign"
    DECIDED = "decided"
    RECORDED = "recorded"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


class Party(StrEnum):
    """By whom a step is taken."""

    CANDIDATE = "candidate"  # of this case
    RATER = "rater"  # holds a live seat 1 or 2 on this case
    THIRD_RATER = "third_rater"  # holds its live seat 3
    CHECK_RATER = "check_rater"  # holds its live seat 4: rates a recorded case once more, blind
    LEAD = "lead"  # of the panel, not a rater here, without a conflict
    SECOND_LEAD = "second_lead"  # a lead who did not make the decision to be countersigned
    COORDINATOR = "coordinator"
    BOARD = "board"  # clocks and couriers; it hands in the copy that a fresh pair rates


@dataclass(frozen=True)
class Facts:
    """What guards look at: counted or compared by the action, decided on here."""

    live_seats: int = 0
    sealed: int = 0
    third_sealed: bool = False
    complete: bool = False
    equals_a_rating: bool = True


Guard = Callable[[Facts], bool]


def always(_facts: Facts) -> bool:
    """No condition besides state and party."""
    return True


def complete(facts: Facts) -> bool:
    """What is submitted or sealed has all its parts."""
    return facts.complete


def seats_filled(facts: Facts) -> bool:
    """Two assessors sit on the case."""
    return facts.live_seats == SEATS


def both_sealed(facts: Facts) -> bool:
    """Both first ratings are sealed."""
    return facts.sealed == SEATS


def third_sealed(facts: Facts) -> bool:
    """The third rating is sealed."""
    return facts.third_sealed


def equals_a_rating(facts: Facts) -> bool:
    """The decision equals one of the ratings, or the policy asks no second lead for it."""
    return facts.equals_a_rating


def equals_neither(facts: Facts) -> bool:
    """The decision equals neither rating, so a second lead must countersign."""
    return not facts.equals_a_rating


@dataclass(frozen=True)
class Step:
    """One line: in `start`, `action` by one of `by` leads to `end` if `guard` holds; `owes` names the work after it.

    `unseen`: it leaves no mark on the case, so that whoever follows the case cannot tell that it happened.
    """

    start: State
    action: str
    end: State
    by: frozenset[Party]
    guard: Guard = always
    owes: tuple[str, ...] = ()
    unseen: bool = False


def line(
    starts: State | tuple[State, ...],
    action: str,
    end: State | None,
    by: Party | tuple[Party, ...],
    guard: Guard = always,
    owes: tuple[str, ...] = (),
    unseen: bool = False,
) -> list[Step]:
    """Return one step for each state that the line starts from; `end` None leaves the case where it is."""
    parties = frozenset((by,) if isinstance(by, Party) else by)
    all_starts = (starts,) if isinstance(starts, State) else starts
    return [Step(start, action, end or start, parties, guard, owes, unseen) for start in all_starts]


_S, _P = State, Party
ON_RECORD = (_S.RECORDED, _S.RELEASED)
RATED_AT: dict[State, tuple[int, ...]] = {
    _S.RATING: (1, 2), _S.THIRD_RATING: (THIRD_PLACE,), _S.RECORDED: (CHECK_PLACE,), _S.RELEASED: (CHECK_PLACE,),
}  # fmt: skip
"""At which states a rating is asked for, and at which places. A check is asked for once there is a record."""

_IN_ASSESSMENT = (_S.SUBMITTED, _S.RATING, _S.DISCUSSION, _S.CONFIRMATION, _S.DISPUTE, _S.ASKED,
                  _S.THIRD_RATING, _S.COUNTERSIGN, _S.DECIDED)  # fmt: skip

STEPS: tuple[Step, ...] = tuple(
    step
    for lines in (
        # submission
        line(_S.DRAFT, "submit", _S.SUBMITTED, (_P.CANDIDATE, _P.BOARD), complete,
              ("assignment.round", "submission.receipt")),
        line(_S.DRAFT, "withdraw", _S.WITHDRAWN, _P.CANDIDATE),
        line(_IN_ASSESSMENT, "withdraw", _S.WITHDRAWN, _P.CANDIDATE, always,
              ("assignment.vacate", "consensus.close")),
        # assignment
        line(_S.SUBMITTED, "assign", _S.RATING, _P.BOARD, seats_filled),
        line(_S.RATING, "refill", None, _P.BOARD),
        line(_S.RATING, "move_seat", None, _P.BOARD),
        line(_S.RATING, "clear", None, _P.RATER),
        line(_S.THIRD_RATING, "clear", None, _P.THIRD_RATER),
        line(_S.RATING, "recuse", None, _P.RATER, always, ("assignment.round",)),
        line(_S.THIRD_RATING, "recuse", None, _P.THIRD_RATER, always, ("assignment.third",)),
        line(_S.RATING, "free_seat", None, (_P.BOARD, _P.COORDINATOR), always, ("assignment.round",)),
        line(_S.THIRD_RATING, "free_seat", None, (_P.BOARD, _P.COORDINATOR), always, ("assignment.third",)),
        line(_S.THIRD_RATING, "seat_third", None, _P.BOARD),
        # rating
        line(_S.RATING, "seal", None, _P.RATER, complete, ("consensus.compare",)),
        line(_S.THIRD_RATING, "seal", None, _P.THIRD_RATER, complete, ("consensus.third_sealed",)),
        # consensus
        line(_S.RATING, "agree", _S.DECIDED, _P.BOARD, both_sealed, ("record.write",)),
        line(_S.RATING, "agree_unconfirmed", _S.CONFIRMATION, _P.BOARD, both_sealed, ("consensus.tell_leads",)),
        line(_S.RATING, "discuss", _S.DISCUSSION, _P.BOARD, both_sealed, ("consensus.tell_raters",)),
        line(_S.RATING, "dispute", _S.DISPUTE, _P.BOARD, both_sealed, ("consensus.tell_leads",)),
        line(_S.DISCUSSION, "say", None, _P.RATER),
        line(_S.DISCUSSION, "move", None, _P.RATER),
        line(_S.DISCUSSION, "extend", None, _P.LEAD),
        line(_S.DISCUSSION, "agree", _S.DECIDED, _P.RATER, always, ("record.write",)),
        line(_S.DISCUSSION, "agree_unconfirmed", _S.CONFIRMATION, _P.RATER, always, ("consensus.tell_leads",)),
        line(_S.DISCUSSION, "escalate", _S.DISPUTE, (_P.RATER, _P.BOARD), always, ("consensus.tell_leads",)),
        line(_S.DISCUSSION, "stand_aside", _S.DISPUTE, _P.RATER, always, ("consensus.tell_leads",)),
        line(_S.CONFIRMATION, "confirm", _S.DECIDED, _P.LEAD, always, ("record.write",)),
        line(_S.CONFIRMATION, "refuse", _S.DISPUTE, _P.LEAD, always, ("consensus.tell_leads",)),
        line(_S.CONFIRMATION, "escalate", _S.DISPUTE, _P.BOARD, always, ("consensus.tell_leads",)),
        line(_S.DISPUTE, "ask", _S.ASKED, _P.LEAD),
        line(_S.ASKED, "give_time", None, _P.LEAD),
        line(_S.ASKED, "answer", _S.DISPUTE, _P.CANDIDATE, complete, ("consensus.tell_leads",)),
        line(_S.ASKED, "add_nothing", _S.DISPUTE, _P.CANDIDATE, always, ("consensus.tell_leads",)),
        line(_S.ASKED, "stop_waiting", _S.DISPUTE, _P.BOARD, always, ("consensus.tell_leads",)),
        line(_S.DISPUTE, "call_third", _S.THIRD_RATING, _P.LEAD, always, ("assignment.third",)),
        line(_S.THIRD_RATING, "third_done", _S.DISPUTE, _P.BOARD, third_sealed, ("consensus.tell_leads",)),
        line(_S.THIRD_RATING, "do_without", _S.DISPUTE, _P.LEAD, always, ("consensus.tell_leads",)),
        line(_S.DISPUTE, "resolve", _S.DECIDED, _P.LEAD, equals_a_rating, ("record.write",)),
        line(_S.DISPUTE, "propose", _S.COUNTERSIGN, _P.LEAD, equals_neither, ("consensus.tell_leads",)),
        line(_S.COUNTERSIGN, "countersign", _S.DECIDED, _P.SECOND_LEAD, always, ("record.write",)),
        line(_S.COUNTERSIGN, "decline", _S.DISPUTE, _P.SECOND_LEAD, always, ("consensus.tell_leads",)),
        line((_S.CONFIRMATION, _S.DISPUTE, _S.ASKED, _S.THIRD_RATING, _S.COUNTERSIGN), "hand_over", None, _P.LEAD),
        line(_S.COUNTERSIGN, "take_back", _S.DISPUTE, _P.LEAD, always, ("consensus.tell_leads",)),
        # record
        line(_S.DECIDED, "record", _S.RECORDED, _P.BOARD, always, ("quality.draw",)),
        line(_S.RECORDED, "plan_release", None, _P.LEAD),
        line(_S.RECORDED, "recall_release", None, _P.LEAD),
        line(_S.RECORDED, "hold_release", None, _P.LEAD),
        line(_S.RECORDED, "lift_hold", None, _P.LEAD),
        line(ON_RECORD, "note_conflict", None, _P.LEAD),
        line(_S.RECORDED, "release", _S.RELEASED, (_P.LEAD, _P.BOARD), always, ("record.tell",)),
        # quality: a drawn case is rated once more; nobody who follows it can tell
        line(ON_RECORD, "seat_check", None, _P.BOARD, unseen=True),
        line(ON_RECORD, "clear", None, _P.CHECK_RATER, unseen=True),
        line(ON_RECORD, "recuse", None, _P.CHECK_RATER, always, ("quality.seat",), unseen=True),
        line(ON_RECORD, "free_seat", None, (_P.BOARD, _P.COORDINATOR), always, ("quality.seat",), unseen=True),
        line(ON_RECORD, "seal", None, _P.CHECK_RATER, complete, ("quality.checked",), unseen=True),
    )
    for step in lines
)

_BY_START = {(step.start, step.action): step for step in STEPS}


def find_step(state: State, action: str) -> Step | None:
    """Return the one line for action in state, or None when there is no such step."""
    return _BY_START.get((state, action))
