"""What rights look at: a case and the people around it, as a plain value loaded once."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class SeatFacts:
    """One seat: whose, which place (1 and 2 rate first, 3 is a third blind rating, 4 a check), how far it is, why it ended."""

    id: str
    assessor_id: str
    place: int
    live: bool
    cleared: bool
    sealed: bool
    ended_why: str | None = None


@dataclass(frozen=True)
class CaseFacts:
    """One case as rights see it. `conflicted` holds the accounts with a conflict of interest with its candidate.

    `fresh`: another pair rates an earlier case afresh here, and its candidate sees no such case. `answered_by`: the leads
    who answer a recourse of the case, or countersign what was decided on one. `level_owed_by`: the leads to whom its ratings
    do not open before they noted a level of their own.
    """

    case_id: str
    cycle_id: str
    candidate_id: str
    state: str
    submitted: bool = False
    both_sealed: bool = False
    disputed: bool = False
    recorded: bool = False
    released: bool = False
    withdrawn: bool = False
    seats: tuple[SeatFacts, ...] = ()
    conflicted: frozenset[str] = field(default_factory=frozenset)
    decided_by: str | None = None
    fresh: bool = False
    answered_by: frozenset[str] = field(default_factory=frozenset)
    level_owed_by: frozenset[str] = field(default_factory=frozenset)

    def live_seat_of(self, account_id: str | None) -> SeatFacts | None:
        """Return the live seat that account holds here, or None."""
        return next((seat for seat in self.seats if seat.live and seat.assessor_id == account_id), None)

    def was_seated(self, account_id: str | None) -> bool:
        """Whether account ever held a seat here, live or given up."""
        return any(seat.assessor_id == account_id for seat in self.seats)


@dataclass(frozen=True)
class CycleFacts:
    """One cycle as rights see it."""

    cycle_id: str
    state: str
