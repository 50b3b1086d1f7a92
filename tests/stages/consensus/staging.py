"""Puts cases before the raters and lets them rate by the board's own actions, up to two or three sealed ratings."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from reviewboard.extensions import db
from reviewboard.foundation.database import new_id
from reviewboard.foundation.people.roles import SYSTEM, Principal, Role
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.consensus import actions
from reviewboard.stages.rating.actions import add_citation, save_draft, seal_rating
from reviewboard.stages.rating.rules import Outcome, OutcomeKind, RatingDraft
from reviewboard.stages.step import lock_case, take_step
from reviewboard.stages.submission.tables import Case, Example
from tests.building import Builder

SAID = "I found the person through a conference programme and wrote to her the same week. We met four times."
WHY = "The relation was sought out on purpose, and what came of it is told in plain words by the candidate."
NOT_ABOVE = "Nothing shows that others were brought in, which the level above asks for."
LONG = f"{WHY} " + "Both ratings read the passages well; neither weighed how long the relation was kept up. " * 2
DIMENSIONS = ("effort", "benefit")


def per_dimension(text: str) -> dict[str, str]:
    """Return these reasons for every dimension, each told for its own."""
    return {key: f"{text} Looked at: {key}." for key in DIMENSIONS}


@dataclass
class Staged:
    """A case and the people around it."""

    case_id: str
    candidate: str
    a: str
    b: str
    example_id: str


class Stage:
    """One cycle with leads, where cases come before two raters."""

    def __init__(self, build: Builder, *, required_level: int | None = 3, policy: dict[str, Any] | None = None) -> None:
        self.build = build
        self.cycle_id = build.cycle(required_level=required_level, policy=policy)
        self.required_level = required_level
        self.lead = build.someone(self.cycle_id, Role.LEAD, "Lucie Lead")
        self.other_lead = build.someone(self.cycle_id, Role.LEAD, "Omar Lead")
        self._number = 0

    def who(self, account_id: str) -> Principal:
        """Return who acts when this account acts."""
        return self.build.principal(account_id)

    def case(self, first: Outcome, second: Outcome | None, *, compared: bool = True) -> Staged:
        """Make a case rated so by A and B (B only when `second` is given), and compare the two."""
        staged = self.seated()
        self.rate(staged, staged.a, first)
        if second is not None:
            self.rate(staged, staged.b, second)
        if compared:
            self.do(actions.compare, case_id=staged.case_id, now=self.build.now)
        return staged

    def seated(self) -> Staged:
        """Make a submitted case with two assessors who declared no conflict."""
        candidate = self.build.someone(self.cycle_id, Role.CANDIDATE, "Camille Candidate")
        a = self.build.someone(self.cycle_id, Role.ASSESSOR, "Anne Assessor")
        b = self.build.someone(self.cycle_id, Role.ASSESSOR, "Boris Assessor")
        scale_version_id = self.build.scale()
        now = self.build.now
        self._number += 1

        def make() -> Staged:
            case = Case(
                id=new_id(), reference=f"QX7-{self._number:03}", cycle_id=self.cycle_id, candidate_id=candidate,
                scale_version_id=scale_version_id, language="en", state="rating", state_since=now, digest="0" * 64,
                required_level=self.required_level, submitted_at=now, created_at=now,
            )  # fmt: skip
            example = Example(id=new_id(), case_id=case.id, position=1, title="A freight table", actions=SAID,
                              updated_at=now)  # fmt: skip
            db.session.add(case)
            db.session.flush()
            db.session.add(example)
            for place, assessor in enumerate((a, b), start=1):
                db.session.add(self._seat(case.id, place, assessor))
            return Staged(case.id, candidate, a, b, example.id)

        return self.build.do(make)

    def _seat(self, case_id: str, place: int, assessor_id: str) -> Seat:
        now = self.build.now
        return Seat(
            id=new_id(), case_id=case_id, cycle_id=self.cycle_id, place=place, assessor_id=assessor_id,
            assigned_at=now, due_at=now + timedelta(days=10), cleared_at=now, explanation={},
        )  # fmt: skip

    def rate(self, staged: Staged, assessor_id: str, outcome: Outcome, *, reasons: str = "") -> None:
        """Write, cite and seal one rating that says this outcome."""
        who, now = self.who(assessor_id), self.build.now
        seat_id = self.seat_of(staged.case_id, assessor_id)
        place = staged.example_id
        citation = self.build.do(
            lambda: add_citation(seat_id=seat_id, example_id=place, field="actions", quote="wrote to her the same week",
                                 dimension="effort", level=outcome.level, actor=who, now=now).id
        )  # fmt: skip
        assert citation
        level = outcome.level if outcome.level is not None else 1
        draft = RatingDraft(
            in_scope=outcome.kind != OutcomeKind.OTHER_COMPETENCY, dimensions=dict.fromkeys(DIMENSIONS, level),
            outcome=outcome, reasons=reasons or f"{WHY} Level: {outcome.level}.",
            reasons_dimension={key: f"Seen as {key} at {level}." for key in DIMENSIONS},
            why_not_above=NOT_ABOVE, citations=(), single_contact_noted=True,
        )  # fmt: skip
        saved = self.build.do(lambda: save_draft(seat_id=seat_id, version=1, typed=draft, actor=who, now=now).version)
        self.build.do(lambda: seal_rating(seat_id=seat_id, version=saved, actor=who, now=now).id)

    def third(self, staged: Staged, outcome: Outcome) -> str:
        """Seat a third rater, let them rate so, hand the case back to the lead; return the rater's account."""
        account = self.seat_third(staged)
        self.rate(staged, account, outcome)
        self.do(actions.third_sealed, case_id=staged.case_id, now=self.build.now)
        return account

    def seat_third(self, staged: Staged) -> str:
        """Seat a third rater; return the rater's account."""
        account = self.build.someone(self.cycle_id, Role.ASSESSOR, "Chloe Assessor")

        def seat() -> None:
            case = lock_case(staged.case_id)
            db.session.add(self._seat(staged.case_id, 3, account))
            db.session.flush()
            take_step(case, "seat_third", actor=SYSTEM, now=self.build.now)

        self.build.do(seat)
        return account

    def seat_of(self, case_id: str, assessor_id: str) -> str:
        """Return the id of the live seat this account holds."""
        query = db.select(Seat.id).where(
            Seat.case_id == case_id, Seat.assessor_id == assessor_id, Seat.ended_at.is_(None)
        )
        return self.build.read(lambda: db.session.execute(query).scalar_one())

    def do(self, work: Any, **arguments: Any) -> Any:
        """Run one action in its own transaction."""
        return self.build.do(work, **arguments)

    def state(self, staged: Staged) -> str:
        """Return where the case is."""
        return self.build.read(lambda: db.session.get_one(Case, staged.case_id).state)

    def version(self, staged: Staged) -> int:
        """Return the case's version."""
        return self.build.read(lambda: db.session.get_one(Case, staged.case_id).version)

    def rows(self, table: Any, **equal: Any) -> list[dict[str, Any]]:
        """Return the rows of a table as mappings."""

        def read() -> list[dict[str, Any]]:
            found = db.session.execute(db.select(table.__table__).filter_by(**equal)).mappings()
            return [dict(row) for row in found]

        return self.build.read(read)

    def owed(self, staged: Staged) -> list[str]:
        """Return the topics of work that waits for this case, in order."""
        from reviewboard.foundation.outbox.tables import OutboxRow

        found = self.rows(OutboxRow, case_id=staged.case_id)
        return [row["topic"] for row in sorted(found, key=lambda row: row["id"])]
