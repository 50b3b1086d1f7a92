"""Tells each bot its part: who comes first to a case is chance, what then happens stands in its script."""

from dataclasses import dataclass, field
from threading import Lock

from reviewboard.simulation.scripts import Script
from reviewboard.stages.rating.rules import Outcome


@dataclass(frozen=True)
class Part:
    """What one assessor is to do on one case: rate with an outcome, or be the one to whom something happens.

    `kind`: conflict, recuse, late or rate. `turn`: 0 and 1 for the two raters, 2 for the third.
    """

    kind: str
    outcome: Outcome
    turn: int = 0


@dataclass
class _Case:
    script: Script
    case_id: str
    parts: list[Part]
    given: dict[str, Part] = field(default_factory=dict)
    beats_done: dict[int, int] = field(default_factory=dict)
    third_called: bool = False
    declined: bool = False


class Prompter:
    """Knows every case by its reference and by its id. For many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._by_reference: dict[str, _Case] = {}
        self._by_id: dict[str, _Case] = {}
        self._late: dict[tuple[str, str], str] = {}

    def began(self, script: Script, reference: str, case_id: str) -> None:
        """Note under which reference a script's case goes. Saying it again changes nothing."""
        with self._lock:
            if reference in self._by_reference:
                return
            parts = [Part(kind, script.first) for kind in script.incidents]
            parts += [Part("rate", outcome, turn)
                      for turn, outcome in enumerate((script.first, script.second, script.third))]  # fmt: skip
            self._by_reference[reference] = self._by_id[case_id] = _Case(script, case_id, parts)

    def part_of(self, reference: str, email: str, name: str) -> Part:
        """Return this assessor's part in a case, given out when they first meet it."""
        with self._lock:
            case = self._by_reference[reference]
            if email not in case.given:
                case.given[email] = case.parts.pop(0)
                if case.given[email].kind == "late":
                    self._late[(reference, email)] = name
            return case.given[email]

    def script_of(self, name: str) -> Script:
        """Return the script of a case by its reference or its id."""
        with self._lock:
            return (self._by_reference.get(name) or self._by_id[name]).script

    def id_of(self, reference: str) -> str:
        """Return a case's id."""
        with self._lock:
            return self._by_reference[reference].case_id

    def beat(self, reference: str, turn: int) -> str | None:
        """Return what the rater of this turn does next in the discussion, or None for now.

        The second one's last act ends the discussion, so it waits until the first one has done everything.
        """
        with self._lock:
            case = self._by_reference[reference]
            left = [beats[case.beats_done.get(who, 0) :] for who, beats in enumerate(case.script.beats)]
            if turn >= len(left) or not left[turn] or (turn == 1 and len(left[1]) == 1 and left[0]):
                return None
            return left[turn][0]

    def beaten(self, reference: str, turn: int) -> None:
        """Note that the rater of this turn did it."""
        with self._lock:
            case = self._by_reference[reference]
            case.beats_done[turn] = case.beats_done.get(turn, 0) + 1

    def wants_third(self, case_id: str) -> bool:
        """Whether a lead is to ask for a third rating of this case now."""
        with self._lock:
            case = self._by_id[case_id]
            return case.script.kind == "third" and not case.third_called

    def third_called(self, case_id: str) -> None:
        """Note that a third rating was asked for."""
        with self._lock:
            self._by_id[case_id].third_called = True

    def wants_decline(self, case_id: str) -> bool:
        """Whether a second lead is to send the decision of this case back now."""
        with self._lock:
            case = self._by_id[case_id]
            return case.script.kind == "decline" and not case.declined

    def declined(self, case_id: str) -> None:
        """Note that the decision was sent back."""
        with self._lock:
            self._by_id[case_id].declined = True

    def decision_of(self, case_id: str) -> Outcome:
        """Return what a lead decides now: after a decision came back, one of the ratings."""
        with self._lock:
            case = self._by_id[case_id]
            script = case.script
            return script.first if case.declined or script.decision is None else script.decision

    def late(self) -> list[tuple[str, str, str]]:
        """Return (reference, email, name) of those who never begin and still hold their seat."""
        with self._lock:
            return [(reference, email, name) for (reference, email), name in self._late.items()]

    def freed(self, reference: str, email: str) -> None:
        """Note that a late assessor's seat was freed."""
        with self._lock:
            self._late.pop((reference, email), None)
