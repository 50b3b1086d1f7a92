"""One seeded case while its legs are told: the rows it has so far, and the verbs that add to them.

Every change of state goes through the table of steps, as `step.take_step` does, and is entered in the journal.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.sample.asides import aside
from reviewboard.sample.examples import SampleExample
from reviewboard.sample.texts import library, vary
from reviewboard.seeding.chronicle import Chronicle
from reviewboard.seeding.fates import Fate
from reviewboard.seeding.filing import Filing
from reviewboard.seeding.ground import REQUIRED_LEVEL, Ground, Person, SeededCycle
from reviewboard.seeding.ids import Ids
from reviewboard.seeding.marks import Marks
from reviewboard.seeding.writer import Row, Writer
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State, find_step

TICK = timedelta(microseconds=1000)


class SeededCase:
    """A case, its fate, and its rows by what they are. `live` maps a place to its seat's row, `ratings` likewise."""

    def __init__(
        self, fate: Fate, candidate: Person, ground: Ground, *, now: datetime,
        writer: Writer, chronicle: Chronicle, filing: Filing, marks: Marks, ids: Ids,
    ) -> None:  # fmt: skip
        self.fate, self.candidate, self.ground, self.now = fate, candidate, ground, now
        self.writer, self.chronicle, self.filing = writer, chronicle, filing
        self.marks, self.ids = marks, ids
        self.rng = Random(f"case {candidate.id}")  # noqa: S311
        self.cycle: SeededCycle = ground.cycles[fate.cycle]
        by_key = {sample.key: sample for sample in library(fate.language)}
        self.samples: list[SampleExample] = [vary(by_key[key], self.rng) for key in fate.samples]
        began = now - fate.began
        self.row = writer.take(
            Case, id=ids.new(), reference=ids.reference(), cycle_id=self.cycle.id, candidate_id=candidate.id,
            scale_version_id=ground.scale_version_id, language=fate.language, state_since=began, created_at=began,
            required_level=REQUIRED_LEVEL,
        )  # fmt: skip
        self.id: str = self.row["id"]
        self.examples: list[Row] = []
        self.files: list[Row] = []
        self.seats: list[Row] = []
        self.live: dict[int, Row] = {}
        self.ratings: dict[int, Row] = {}
        self.citations: dict[int, list[Row]] = {}
        self.discussion: Row | None = None
        self.moves: list[Row] = []
        self.agreement: Row | None = None
        self.dispute: Row | None = None
        self.question: Row | None = None
        self.resolution: Row | None = None
        self.record: Row | None = None

    @property
    def sample(self) -> SampleExample:
        """The example that is rated."""
        return self.samples[0]

    def enter(self, action: str, at: datetime, actor_id: str | None, **said: Any) -> None:
        """Enter something in the journal of this case."""
        self.chronicle.enter(action, at, actor_id=actor_id, case_id=self.id, cycle_id=self.cycle.id, **said)

    def step(self, action: str, at: datetime, actor_id: str | None, **said: Any) -> None:
        """Take one step of the table. Raises LookupError where the table has no such step."""
        step = find_step(State(self.row["state"]), action)
        if step is None:
            raise LookupError(f"{self.row['state']}: {action}")
        if step.end is not step.start:
            self.row["state"], self.row["state_since"] = step.end.value, at
        self.touch()
        self.enter(f"case.{action}", at, actor_id, from_state=step.start.value, to_state=step.end.value, **said)

    def touch(self) -> None:
        """Count one more version of the case."""
        self.row["version"] += 1

    def take(self, model: type[Any], **values: Any) -> Row:
        """Take a row of this case with an identifier of its own."""
        return self.writer.take(model, id=self.ids.new(), case_id=self.id, **values)

    def told(self, account_id: str, kind: str, once: str, at: datetime, **about: Any) -> None:
        """Add a notice that went out."""
        self.writer.take(
            Notice, id=self.ids.new(), account_id=account_id, kind=kind, case_id=self.id, created_at=at, sent_at=at,
            once=f"{kind}:{account_id}:{once}", about={"reference": self.row["reference"], **about},
        )  # fmt: skip

    def owe(self, topic: str, at: datetime) -> None:
        """Owe work that the board does once it runs."""
        self.writer.take(
            OutboxRow, topic=topic, payload={"case_id": self.id}, case_id=self.id, cycle_id=self.cycle.id,
            single=f"{topic}:{self.id}", created_at=at, send_after=at, attention_reason="",
        )  # fmt: skip

    def between(self, start: datetime, end: datetime, low: float = 0.0, high: float = 1.0) -> datetime:
        """Return a moment between two, within these parts of the stretch."""
        return start + (end - start) * self.rng.uniform(low, high)

    def mark(self, text: str, asset: str, object_id: str, field: str) -> str:
        """Return text with a canary where canaries are planted."""
        return self.marks.on(text, asset, object_id, field, self.id)

    def aside(self, about: str, action: str) -> str:
        """Return a sentence that is kept in the journal as the reason of an action."""
        return self.mark(aside(self.fate.language, about), "journal", self.id, action)

    def a_lead(self, *, not_this: str | None = None) -> str:
        """Return one of the panel's leads, another one than `not_this`."""
        return self.rng.choice([lead.id for lead in self.ground.staff["lead"] if lead.id != not_this])
