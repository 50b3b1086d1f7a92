"""An assessor's desk in tests: who sits at it, what they post, and how many statements a request takes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any

from flask import Flask
from sqlalchemy import event

from reviewboard.extensions import db
from reviewboard.stages.assignment.tables import Seat
from tests.stages.casework import Casework
from tests.visiting import Visitor

REASONS = "The contact was sought out on purpose and is kept up, beyond the task that began it."
QUOTE = "I found the person through a conference programme"
WHOLE = {
    "in_scope": "yes",
    "dimension-effort-level": "2",
    "dimension-effort-reasons": "One contact, sought out.",
    "dimension-benefit-level": "3",
    "dimension-benefit-reasons": "The list lasts.",
    "outcome": "level:2",
    "reasons": REASONS,
    "why_not_above": "No network for future issues is shown yet.",
}
HTMX = {"HX-Request": "true"}


@dataclass
class Desk:
    """One assessor at one seat, with their browser."""

    work: Casework
    seat: Seat
    visitor: Visitor

    @property
    def path(self) -> str:
        """The address of the desk."""
        return f"/desk/{self.seat.id}"

    def get(self, tail: str = "", **options: Any) -> Any:
        """Fetch the desk, or something under it."""
        return self.visitor.get(self.path + tail, **options)

    def post(self, tail: str, fields: dict[str, Any], **options: Any) -> Any:
        """Post to something under the desk."""
        return self.visitor.post(self.path + tail, fields, **options)

    def cite(self, quote: str = QUOTE, field: str = "actions", **more: Any) -> Any:
        """Post a passage as a script would."""
        example = self.work.example(self.seat.case_id)
        return self.post("/citations", {"example": example, "field": field, "quote": quote, **more})

    def version(self) -> str:
        """The version the form of the desk holds."""
        return re.search(r'name="version" value="(\d+)"', self.get().text).group(1)

    def sealed(self, filtered: str = "") -> Any:
        """Cite, save and seal, as a person would who came from the queue at this filter. Return the answer to the seal."""
        self.cite()
        review = self.post(f"/draft{filtered}", {**WHOLE, "version": self.version(), "then": "review"}).headers["Location"]
        page = self.visitor.get(review).text
        version = re.search(r'name="version" value="(\d+)"', page).group(1)
        action = re.search(rf'action="({self.path}/seal[^"]*)"', page).group(1)
        return self.visitor.post(unescape(action), {"version": version, "confirmed": "yes"})


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """Gather the statements that are sent while the block runs."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT")):
            sent.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def bare(page: str) -> str:
    """Return a page without what differs each time it is made: tokens and keys."""
    return re.sub(r'(name="csrf_token"|name="_key") value="[^"]*"|"X-CSRFToken": "[^"]*"', "", page)
