"""A released case with leads to spare, and each step of a recourse by the right person, as people would take it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.invariants import all_breaches
from reviewboard.stages.consensus.actions import confirm
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import release
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.queries import answer_draft, records_of, recourse_of
from reviewboard.stages.recourse.rules import Ground, Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.submission.tables import Case
from tests.building import Builder
from tests.walking import Panel, candidate_of, level, panel, rate, rated, settle

LONG = (
    "Both assessors read the second meeting as a single contact. The text names three advisers, and the file holds the "
    "list that they kept together, so the reading of the anchor for effort was too narrow and is corrected here."
)
GROUND_TEXT = "The assessors speak of one contact, while my text and my file name three of them."
NOTES = "The candidate went through the file page by page and named the passage that was overlooked."


@dataclass
class Hearing:
    """One released case of a cycle, with its people."""

    build: Builder
    people: Panel
    case_id: str
    candidate: str

    def do(self, action: Any, *, by: str, **arguments: Any) -> Any:
        """Take an action as this account, now."""
        return self.build.do(action, case_id=self.case_id, actor=self.build.principal(by), now=self.build.now, **arguments)

    def recourse(self, kind: Kind = Kind.REVIEW) -> Recourse:
        """Return the recourse as it stands."""

        def read() -> Recourse:
            found = recourse_of(self.case_id, kind)
            db.session.expunge_all()
            assert found is not None
            return found

        return self.build.read(read)

    def later(self, **more: float) -> None:
        """Let time pass."""
        self.build.now += timedelta(**more)

    def write(self, kind: Kind = Kind.REVIEW, **more: Any) -> None:
        """Write what is asked, without sending it."""
        grounds = {} if kind is Kind.FEEDBACK else {Ground.ANCHOR: GROUND_TEXT}
        asked = {"request": "Why was this read as one contact?", "grounds": grounds, "version": 0} | more
        self.do(actions.keep_ask, kind=kind, by=self.candidate, **asked)

    def ask(self, kind: Kind = Kind.REVIEW) -> None:
        """Write and send."""
        self.write(kind)
        self.do(actions.ask, kind=kind, version=self.recourse(kind).version, by=self.candidate)
        settle(self.build)

    def heard(self, handler: str) -> None:
        """Ask for a review, and bring it to the point where its handler decides."""
        self.ask()
        self.hears(handler)

    def hears(self, handler: str) -> None:
        """Bring a review that was asked for to the point where this handler decides."""
        self.do(actions.take, kind=Kind.REVIEW, by=handler)
        self.do(actions.disclose, by=handler)
        self.later(hours=25)
        today = self.build.today
        self.do(actions.note_meeting, met_on=today, attended="The candidate and the lead", notes=NOTES, by=handler)

    def decide(self, verdict: Verdict | None, *, by: str, kind: Kind = Kind.REVIEW, outcome: Outcome | None = None) -> Any:
        """Answer with reasons for the one ground."""
        texts = {key: f"{key.capitalize()}: {LONG}" for key in ("effort", "benefit")} if outcome else {}
        more = f"More of it: {LONG}" if outcome else ""
        ground_reasons = {} if kind is Kind.FEEDBACK else {"anchor_misread": LONG}
        answer = actions.Answer(verdict, LONG + " In all.", ground_reasons, outcome, texts, more)
        found = self.do(actions.decide, kind=kind, answer=answer, version=self.recourse(kind).version, by=by)
        settle(self.build)
        return found

    def fresh(self) -> str:
        """Return the id of the fresh case."""
        return self.build.read(
            lambda: db.session.execute(select(Case.id).where(Case.fresh_of == self.case_id)).scalar_one()
        )

    def rate_afresh(self, first: int, second: int) -> None:
        """Let the fresh pair rate, and the couriers work."""
        for place, number in enumerate((first, second), start=1):
            rate(self.build, self.fresh(), place, level(number))
        settle(self.build)

    def levels(self) -> list[tuple[int | None, bool]]:
        """Return the case's records, oldest first: level, whether in force."""
        return self.build.read(lambda: [(one.level, one.superseded_at is None) for one in records_of(self.case_id)])

    def draft(self, kind: Kind, lead: str) -> Any:
        """Return what a lead wrote so far of an answer."""
        return self.build.read(answer_draft, self.recourse(kind).id, lead)


def hearing(
    build: Builder, *, leads: int = 5, assessors: int = 8, levels: tuple[int, int] = (2, 2), confirmed: bool = False,
    **cycle: Any,
) -> Hearing:  # fmt: skip
    """Return a case whose result was released by the last of the cycle's leads, and `confirmed` by the one before."""
    policy = {"confirm_agreement": True} if confirmed else {}
    people = panel(build, leads=leads, assessors=assessors, policy=policy, **cycle)
    case_id = rated(build, people, *map(level, levels))
    if confirmed:
        build.do(confirm, case_id=case_id, actor=build.principal(people.leads[-2]), now=build.now)
        settle(build)
    build.do(release, case_ids=[case_id], actor=build.principal(people.leads[-1]), now=build.now)
    settle(build)
    return Hearing(build, people, case_id, candidate_of(build, case_id))


def whole(board):
    """See that no promise of the board is broken."""
    assert {name: rows for name, rows in board.build.read(all_breaches).items() if rows} == {}
