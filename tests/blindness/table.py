"""The visibility table as it bears on one mark: which rows a secret stands in, and what a cell says to one reader of it.

The cells are those of `foundation/access/visibility.py`, word for word: a cell that says something new is a KeyError here
until somebody states what it means. Nothing of `permissions.py` is asked: this is the promise, read a second time.
"""

from collections.abc import Callable
from dataclasses import dataclass

from reviewboard.foundation.access.facts import CaseFacts
from reviewboard.foundation.access.visibility import TABLE
from reviewboard.foundation.people.roles import Principal, Role
from reviewboard.seeding.marks import Canary

BOTH, FINAL, JOURNAL = "both ratings, discussion", "final level, reasons", "journal"
RECOURSE = "recourse: what is asked, the answer"
ROWS: dict[str, tuple[str, ...]] = {
    "example": ("examples, evidence",), "evidence": ("examples, evidence",),
    "confirmer": ("who can confirm an example",), "candidate": ("name of the candidate",),
    "draft": ("draft of A", "own words of A, after the seat was freed as late or on leave"),
    "rating": ("sealed rating of A, before B seals", BOTH, FINAL), "third": ("sealed rating of A, before B seals", BOTH, FINAL),
    "check": ("sealed rating of A, before B seals", "check of an agreed case: its rating, what was found"),
    "discussion": (BOTH,), "resolution": (FINAL,), "question": ("answer to a question of the panel",),
    "ownlevel": ("level that a lead noted before both ratings opened",), "conflict": ("conflicts declared",),
    "accommodation": ("request for more time, its answer",), "recourse": (RECOURSE,), "answer": (RECOURSE,),
    "decisiondraft": ("draft of a lead: of a decision, of an answer",),
    "answerdraft": ("draft of a lead: of a decision, of an answer",),
    "hold": ("holds; disposals and stubs of cases that are gone",), "resulthold": ("hold on a result: why",),
    "journal": (JOURNAL, "answer to a question of the panel", BOTH),
}  # fmt: skip
"""By what a mark stands in: the rows that let somebody read it. One of them is enough."""

OF_JOURNAL = {"ask": "answer to a question of the panel", "escalate": BOTH}  # reasons that are said elsewhere too
NAMES = ("assessor", "lapsed", "lead", "coordinator", "auditor", "administrator")


@dataclass(frozen=True)
class Reading:
    """One reader before one mark: of which case, whose words (None: nobody's in particular), how its recourse stands, and
    whether it is the name of whom the reader works for."""

    person: Principal
    facts: CaseFacts
    mark: Canary
    owner: str | None = None
    unsigned: bool = False
    of_supervisor: bool = False

    @property
    def own(self) -> bool:
        """The words are the reader's."""
        return self.owner is not None and self.owner == self.person.account_id

    @property
    def seated(self) -> bool:
        """The reader holds a live seat, declared no conflict, and the case is not withdrawn."""
        seat = self.facts.live_seat_of(self.person.account_id)
        tied = self.person.account_id in self.facts.conflicted
        return seat is not None and seat.cleared and not tied and not self.facts.withdrawn


Says = Callable[[Reading], bool]
NEVER: Says = lambda _one: False  # noqa: E731
ALWAYS: Says = lambda _one: True  # noqa: E731
OWN: Says = lambda one: one.own  # noqa: E731


def _as_lead(one: Reading) -> bool:
    who, facts = one.person.account_id, one.facts
    return (facts.disputed or who in facts.answered_by) and not facts.withdrawn


def _compared(one: Reading) -> bool:
    """Both are sealed; to a lead who owes a level of their own, nothing is open."""
    return one.facts.both_sealed and one.person.account_id not in one.facts.level_owed_by


def _signed(one: Reading) -> bool:
    """What was heard at a meeting stands on the candidate's page from then on; what was decided waits for its signature."""
    decided = one.mark.asset == "answer" and one.mark.field != "meeting"
    return one.facts.released and not (decided and one.unsigned)


SAYS: dict[str, Says] = {
    "–": NEVER, "C": NEVER, "status only": NEVER, "self": OWN, "own": OWN, "W": OWN,
    "W until submitted, then R": ALWAYS, "W while asked, then R": ALWAYS, "R while assigned": lambda one: one.seated,
    "R once disputed, or in recourse": _as_lead, "R once handed in": lambda one: _as_lead(one) and _compared(one),
    "R, logged": lambda one: one.facts.submitted, "R": lambda one: one.person.account_id not in one.facts.level_owed_by,
    "R after sealed": lambda one: _compared(one) and (one.seated or one.person.is_in(one.facts.cycle_id, Role.LEAD)),
    "in the case file, after release": lambda one: one.facts.released, "after release": lambda one: one.facts.released,
    "after record": lambda one: one.facts.recorded and one.seated,
    "W where asked; own, deciders’": lambda one: one.own or one.facts.recorded,
    "own rating, while seated for it": OWN,
    "what follows, with its reasons": lambda one: one.mark.field == "note",
    "own: W until sent, then R": _signed, "R after release": lambda one: one.facts.released,
    "who answers, until when": NEVER, "in the journal": ALWAYS, "own panel": ALWAYS,
    "own case, coarse": NEVER, "own acts": OWN,
    "own panel, C": lambda one: one.person.account_id not in one.facts.level_owed_by,
    "R before the text opens": lambda one: one.facts.live_seat_of(one.person.account_id) is not None,
    "that it is held": NEVER,
}  # fmt: skip


def may_read(one: Reading) -> bool:
    """Return whether the table lets this reader read this mark."""
    if one.mark.asset in NAMES:
        return _names_are_read_by(one)
    asset = "answerdraft" if (one.mark.asset, one.mark.field) == ("answer", "draft") else one.mark.asset
    if asset == "candidate" and (one.own or one.of_supervisor or one.person.administrator):
        return True
    rows = ROWS[asset]
    if asset == "journal":
        rows = (JOURNAL, OF_JOURNAL[one.mark.field]) if one.mark.field in OF_JOURNAL else (JOURNAL,)
    return any(SAYS[TABLE[row][reader]](one) for row in rows if (reader := reader_of(one, row)) is not None)


def _names_are_read_by(one: Reading) -> bool:
    """Who is who is read by whoever keeps the pool, by auditors and by who keeps accounts; by everybody, their own, and their
    supervisor's, which is part of what the board holds about them."""
    keeps = one.person.auditor or one.person.administrator or bool(one.person.cycles_as(Role.COORDINATOR))
    return one.own or one.of_supervisor or keeps


def reader_of(one: Reading, row: str) -> str | None:
    """Return which reader of the table somebody is before a row; None for an administrator and for whoever is signed out."""
    person, facts, who = one.person, one.facts, one.person.account_id
    if who is None:
        return None
    if who == facts.candidate_id:
        return None if facts.fresh else "candidate"
    if person.auditor:
        return "auditor"
    if who in facts.conflicted:
        return "conflicted assessor"
    seat = facts.live_seat_of(who)
    if "of A" in row and one.own:
        return "assessor A"
    if seat is not None and seat.place <= 2:
        return "assessor B"
    inside = ((Role.COORDINATOR, "coordinator"), (Role.LEAD, "lead of the panel"), (Role.ASSESSOR, "other assessor"))
    for role, reader in inside:
        if person.is_in(facts.cycle_id, role):
            return reader
    if person.cycles_as(Role.LEAD):
        return "other lead"
    return "other candidate" if person.cycles_as(Role.CANDIDATE) else None

