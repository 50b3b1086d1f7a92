"""Cases to work on, where a test of a later stage starts: submitted, seated, cleared. Every step is a real one."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.digest import digest
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.roles import Role
from reviewboard.stages.assignment.actions import declare, run_round
from reviewboard.stages.assignment.tables import Conflict, Seat
from reviewboard.stages.step import take_step
from reviewboard.stages.submission.tables import Case, Example
from reviewboard.stages.workflow import Facts
from tests.building import Builder

ACTIONS = (
    "I found the person through a conference programme and wrote to her the same week. She brought two colleagues.\n\n"
    "We met every month. I kept the list of open questions, and I still call her every month."
)
BENEFIT = "The list saves each office weeks of work, and I still call her every month to keep it current."


@dataclass
class Casework:
    """One open cycle with its assessors, and the cases submitted to it."""

    build: Builder
    cycle_id: str
    assessors: list[str] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: count(1))

    def assessor(self, name: str = "", **more: Any) -> str:
        """Add a trained assessor to the pool and return the account's id."""
        self.assessors.append(self.build.someone(self.cycle_id, Role.ASSESSOR, name, **more))
        return self.assessors[-1]

    def submitted(self, *, language: str = "en", candidate: str | None = None, confirmer_email: str = "") -> str:
        """Submit a case with one example and return its id."""
        build = self.build
        who = candidate or build.someone(self.cycle_id, Role.CANDIDATE)
        person, scale = build.principal(who), build.scale()
        number = next(self._numbers)

        def make() -> str:
            case = Case(
                reference=f"QX{number}-31K", cycle_id=self.cycle_id, candidate_id=who, scale_version_id=scale,
                language=language, state_since=build.now, created_at=build.now, words=60, example_count=1,
                required_level=3,
            )  # fmt: skip
            db.session.add(case)
            db.session.flush()
            db.session.add(
                Example(case_id=case.id, position=1, title="The carriers' table", when_from=date(2026, 3, 1),
                        context="Two offices asked the same question.", contacts="A colleague at another agency.",
                        why_not_clients="Neither is a client.", actions=ACTIONS, result="A shared list.",
                        benefit=BENEFIT, confirmer_name="R. Roy", confirmer_email=confirmer_email,
                        updated_at=build.now)
            )  # fmt: skip
            db.session.flush()
            case.submitted_at, case.digest = build.now, digest([ACTIONS])
            take_step(case, "submit", actor=person, now=build.now, facts=Facts(complete=True))
            return case.id

        made = build.do(make)
        build.now += timedelta(seconds=1)
        return made

    def round(self, seed: int = 1) -> Any:
        """Run a round and return its plan."""
        return self.build.do(run_round, cycle_id=self.cycle_id, now=self.build.now, seed=seed)

    def seats(self, case_id: str, *, live: bool = True) -> list[Seat]:
        """Return the seats of a case by place, the live ones or all."""

        def read() -> list[Seat]:
            found = db.session.query(Seat).filter_by(case_id=case_id).order_by(Seat.place, Seat.assigned_at).all()
            db.session.expunge_all()
            return [seat for seat in found if not live or seat.ended_at is None]

        return self.build.read(read)

    def case(self, case_id: str) -> Case:
        """Return the case as it stands."""

        def read() -> Case:
            found = db.session.get_one(Case, case_id)
            db.session.expunge_all()
            return found

        return self.build.read(read)

    def example(self, case_id: str) -> str:
        """Return the id of the case's one example."""
        return self.build.read(lambda: db.session.query(Example.id).filter_by(case_id=case_id).scalar())

    def clear(self, seat: Seat) -> None:
        """Answer a seat's conflict check: none."""
        actor = self.build.principal(seat.assessor_id)
        self.build.do(declare, seat_id=seat.id, conflict=False, actor=actor, now=self.build.now)

    def candidate(self, **more: Any) -> str:
        """Make a candidate of the cycle with these account details and return the account's id."""
        return self.build.member(self.build.person(**more), self.cycle_id, Role.CANDIDATE)

    def conflict(self, one: str, other: str, *, by: str) -> None:
        """Declare that two accounts are related."""

        def add() -> None:
            db.session.add(
                Conflict(person_id=one, other_id=other, kind="kin", declared_by=by, declared_at=self.build.now)
            )

        self.build.do(add)

    def sweep(self, sweep: Callable[..., None], now: datetime) -> None:
        """Run one sweep as the beat would."""
        with self.build.app.app_context():
            sweep(now)

    def steps(self, case_id: str) -> list[str]:
        """Return the journal's actions on a case, oldest first."""

        def read() -> list[str]:
            entries = select(JournalEntry.action).where(JournalEntry.case_id == case_id).order_by(JournalEntry.number)
            return list(db.session.execute(entries).scalars())

        return self.build.read(read)

    def owed(self, topic: str) -> int:
        """Return how many rows of a topic wait in the outbox."""
        return self.build.read(lambda: db.session.query(OutboxRow).filter_by(topic=topic, done_at=None).count())

    def finish_owed(self) -> None:
        """Note everything in the outbox as done."""
        self.build.do(lambda: db.session.query(OutboxRow).update({"done_at": self.build.now}))

    def told(self, kind: str) -> list[str]:
        """Return who got a notice of this kind, sorted."""
        return self.build.read(lambda: sorted(row.account_id for row in db.session.query(Notice).filter_by(kind=kind)))

    def pretend_sealed(self, seat_id: str) -> None:
        """Mark a seat as sealed where no rating is needed."""

        def seal() -> None:
            db.session.get_one(Seat, seat_id).sealed_at = self.build.now

        self.build.do(seal)

    def cleared(self, **more: Any) -> tuple[str, Seat, Seat]:
        """Return a case whose two assessors declared no conflict, and their seats."""
        while len(self.assessors) < 2:
            self.assessor()
        case_id = self.submitted(**more)
        self.round()
        first, second = self.seats(case_id)
        self.clear(first)
        self.clear(second)
        return case_id, first, second


def casework(build: Builder, *, assessors: int = 0, **cycle: Any) -> Casework:
    """Open a cycle with so many assessors in its pool."""
    work = Casework(build, build.cycle(**cycle))
    for _ in range(assessors):
        work.assessor()
    return work
