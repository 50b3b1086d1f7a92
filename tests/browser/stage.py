"""What a journey starts from: a cycle of its own on the running board, with its own people, and cases brought to a place.

People act by the board's own actions; what their acts owe is done by the board's own relay and Celery worker.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import func, select

from reviewboard import create_app
from reviewboard.config import Settings, read_settings
from reviewboard.demo.people import DOMAIN, PASSWORD
from reviewboard.extensions import db
from reviewboard.foundation.cycle.tables import Cycle
from reviewboard.foundation.people.actions import create_account
from reviewboard.foundation.people.roles import SYSTEM, Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.rating.queries import own_rating
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.submission.tables import Case
from reviewboard.web.outcomes import outcome_value
from tests.building import Builder
from tests.live import LiveBoard
from tests.walking import Panel, drafted, panel, rate, seats_of, submitted

T = TypeVar("T")
PATIENCE = 60  # seconds that couriers may take


def body_of(path: Path) -> str:
    """Return the text of a mail that was laid into the folder."""
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    part = mail.get_body(("plain",))
    return part.get_content() if part else ""



class Stage(Builder):
    """Makes cycles, people who can sign in, and cases, on a board that runs."""

    def __init__(self, board: LiveBoard) -> None:
        super().__init__(create_app(read_settings(board.environ, env_file=None)))

    @property
    def now(self) -> datetime:  # type: ignore[override]
        """The real time: couriers and pages on this board use no other."""
        return datetime.now(UTC)

    @now.setter
    def now(self, _moment: datetime) -> None:
        """Nothing: time cannot be set here."""

    def person(self, name: str = "", *, language: str = "en", password: str | None = None, **more: Any) -> str:
        """Make an account that signs in with the demo's password and return its id."""
        number = next(self._numbers)
        return self.do(lambda: create_account(
            email=f"person{number}@{DOMAIN}", name=name or f"Person {number}", language=language,
            password=password or PASSWORD, actor=SYSTEM, now=self.now, unit=f"Unit {number}", team=f"Team {number}", **more,
        ).id)  # fmt: skip

    def key_of(self, account_id: str) -> str:
        """Return the part of an account's address before the @, with which it signs in."""
        return self.read(lambda: db.session.get_one(Account, account_id).email).partition("@")[0]

    def code_of(self, case_id: str) -> str:
        """Return the reference of a case."""
        return self.read(lambda: db.session.get_one(Case, case_id).reference)

    def state_of(self, case_id: str) -> str:
        """Return where a case is."""
        return self.read(lambda: db.session.get_one(Case, case_id).state)

    def sealed_places(self, case_id: str) -> list[int]:
        """Return the places of a case whose ratings are sealed."""
        query = select(Seat.place).where(Seat.case_id == case_id, Seat.sealed_at.is_not(None)).order_by(Seat.place)
        return self.read(lambda: list(db.session.execute(query).scalars()))

    def outcome_of(self, case_id: str, *, place: int) -> str:
        """Return the outcome that the rating at a place of a case has, as forms send it."""
        query = select(Seat.id).where(Seat.case_id == case_id, Seat.place == place)
        seat_id = self.read(lambda: db.session.execute(query).scalar_one())
        return self.read(lambda: outcome_value(own_rating(seat_id).draft.outcome))

    def cycle_named(self, name: str) -> Cycle:
        """Return the cycle with this English name."""
        return self.read(lambda: db.session.execute(select(Cycle).where(Cycle.name_en == name)).scalar_one())

    def members_of(self, cycle_id: str) -> dict[str, int]:
        """Return how many people hold each role in a cycle."""
        query = select(Membership.role, func.count()).where(Membership.cycle_id == cycle_id).group_by(Membership.role)
        return self.read(lambda: dict(db.session.execute(query).all()))

    def mail_with(self, words: str) -> str:
        """Return the newest mail of the board that holds some words, or nothing."""
        settings: Settings = self.app.extensions["settings"]
        assert settings.mail_folder is not None
        texts = (body_of(path) for path in sorted(settings.mail_folder.glob("*")))
        return next((text for text in texts if words in text), "")

    def candidate_of(self, case_id: str) -> str:
        """Return with what a case's candidate signs in."""
        return self.key_of(self.read(lambda: db.session.get_one(Case, case_id).candidate_id))

    def until(self, what: str, arrived: Callable[[], T]) -> T:
        """Return what `arrived` returns once it is true. Raises AssertionError when couriers take too long."""
        ends = time.monotonic() + PATIENCE
        while not (found := arrived()):
            if time.monotonic() > ends:
                raise AssertionError(f"{what}: not within {PATIENCE} seconds")
            time.sleep(0.1)
        return found

    def reaches(self, case_id: str, state: str) -> None:
        """Wait until a case is in a state."""
        self.until(f"the case is {state}", lambda: self.state_of(case_id) == state)

    def raters_of(self, case_id: str) -> list[str]:
        """Wait until both seats of a case are taken; return with what the two assessors sign in."""
        seats = self.until("two assessors are seated", lambda: len(found := seats_of(self, case_id)) == 2 and found)
        return [self.key_of(assessor) for _seat, assessor in (seats[1], seats[2])]

    def people(self, *, assessors: int = 2, leads: int = 2, **cycle: Any) -> Panel:
        """Make an open cycle with its people: two assessors, two leads, a coordinator."""
        return panel(self, assessors=assessors, leads=leads, **cycle)

    def newcomer(self, people: Panel) -> str:
        """Make a candidate who has not begun; return with what they sign in."""
        return self.key_of(self.someone(people.cycle, Role.CANDIDATE))

    def draft(self, people: Panel, **how: Any) -> str:
        """Make a whole draft and return its case's id."""
        return drafted(self, people, **how)

    def to_rate(self, people: Panel, **how: Any) -> str:
        """Make a submitted case, wait until two assessors have it, and return its id."""
        case_id = submitted(self, people, **how)
        self.raters_of(case_id)
        return case_id

    def rated(self, people: Panel, first: int, second: int, state: str, **how: Any) -> str:
        """Make a case with two sealed levels, wait until their comparison led to a state, and return its id."""
        case_id = self.to_rate(people, **how)
        for place, level in ((1, first), (2, second)):
            rate(self, case_id, place, Outcome.at(level))
        self.reaches(case_id, state)
        return case_id
