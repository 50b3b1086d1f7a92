"""A refusal does the same work whatever is refused: its time must not tell what is somebody else's from what never was."""

import re

import pytest
from sqlalchemy import event

from reviewboard.extensions import db
from tests.blindness.addresses import UNKNOWN
from tests.blindness.owning import Owning
from tests.blindness.reading import Person

pytestmark = [pytest.mark.once, pytest.mark.long]
FAR = {
    "other candidate": ("/my/cases/{case}", "/my/cases/{case}/result", "/my/cases/{case}/recourse/feedback"),
    "other assessor": ("/desk/{seat}", "/desk/{seat}/conflict", "/desk/rooms/{case}", "/desk/left/{seat}"),
    "conflicted assessor": ("/desk/{seat}", "/desk/rooms/{case}"),
    "other lead": ("/panel/cases/{case}", "/panel/disputes/{case}", "/panel/quality/{case}", "/panel/recourse/{case}/feedback"),
    "administrator": ("/coordination/cases/{case}", "/audit/cases/{case}"),
}


def statements_of(blind, person, path):
    """Return the statements that one request takes, by their text, and how it was answered."""
    said = []

    def note(_connection, _cursor, statement, *_rest):
        said.append(re.sub(r"\s+", " ", statement))

    with blind.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        return said, person.ask(path).status
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("story", ["dispute", "drafting", "released"])
def test_somebody_elses_id_takes_the_statements_of_one_that_never_was(blind, story):
    case = Owning(blind).case(blind.extra[story])
    ids = {"case": case.case_id, "seat": next(seat.id for seat in case.facts.seats if seat.live)}
    for who, paths in FAR.items():
        person = Person(blind.app, case.people[who], blind.now)
        for path in paths:
            there = statements_of(blind, person, path.format(**ids))
            never = statements_of(blind, person, path.format(**dict.fromkeys(ids, UNKNOWN)))
            assert (path, there) == (path, never)
            assert (there[1], len(there[0]) > 1) == (404, True)
