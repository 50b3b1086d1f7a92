"""A rater at a seat, as tests of this stage need one: whole words to save, and every verb of the stage."""

from dataclasses import replace
from typing import Any

from reviewboard.extensions import db
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.rating.actions import add_citation, save_draft, seal_rating
from reviewboard.stages.rating.queries import OwnRating, own_rating
from reviewboard.stages.rating.rules import Outcome, RatingDraft
from tests.stages.casework import Casework

REASONS = "The contact was sought out on purpose and is kept up, beyond the task that began it."
WHOLE = RatingDraft(
    in_scope=True,
    dimensions={"effort": 2, "benefit": 3},
    outcome=Outcome.at(2),
    reasons=REASONS,
    reasons_dimension={"effort": "One contact, sought out.", "benefit": "The list lasts."},
    why_not_above="No network for future issues is shown yet.",
    citations=(),
    single_contact_noted=None,
)
QUOTE = "I found the person through a conference programme"


class Rater:
    """One assessor at one seat."""

    def __init__(self, work: Casework, seat: Seat) -> None:
        self.work, self.seat = work, seat
        self.actor = work.build.principal(seat.assessor_id)

    def act(self, verb: Any, **more: Any) -> Any:
        return self.work.build.do(verb, seat_id=self.seat.id, actor=self.actor, now=self.work.build.now, **more)

    def save(self, version: int, **changes: Any) -> int:
        version = self.act(save_draft, version=version, typed=replace(WHOLE, **changes)).version
        return version

    def cite(self, quote: str = QUOTE, field: str = "actions", **more: Any) -> str:
        example = self.work.example(self.seat.case_id)
        return self.act(lambda **given: add_citation(**given).id, example_id=example, field=field, quote=quote, **more)

    def seal(self, version: int) -> None:
        self.act(seal_rating, version=version)

    def own(self) -> OwnRating:
        def read() -> OwnRating:
            found = own_rating(self.seat.id)
            db.session.expunge_all()
            return found

        return self.work.build.read(read)

    def sealed(self) -> "Rater":
        """Cite, save and seal."""
        self.cite(dimension="effort", level=2)
        self.seal(self.save(1))
        return self


def other_than(rater: Rater) -> Rater:
    """Return the rater at the case's other seat."""
    seats = rater.work.seats(rater.seat.case_id)
    return Rater(rater.work, next(seat for seat in seats if seat.id != rater.seat.id))
