"""Whose words a mark stands in, and of which case it is: read from the rows of the board."""

from functools import cached_property

from sqlalchemy import select, text

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Principal
from reviewboard.seeding.marks import Canary
from tests.blindness.board import Blind
from tests.blindness.people import Around, around, principal
from tests.blindness.reading import CANARY
from tests.blindness.table import NAMES, Reading, may_read

OF_CANDIDATE = ("example", "evidence", "confirmer", "accommodation", "question", "recourse", "candidate")
OF_LEAD = ("ownlevel", "decisiondraft", "answer")
RATINGS = ("rating", "draft", "third", "check")


def _rows(statement: str) -> list[tuple[str, ...]]:
    return [tuple(row) for row in db.session.execute(text(statement))]


class Owning:
    """Knows of every mark its case and its owner; keeps what it has read of a case and of a person."""

    def __init__(self, blind: Blind) -> None:
        self.blind = blind
        self._cases: dict[str, Around] = {}
        self._people: dict[str | None, Principal] = {}
        self._may: dict[tuple[str, str | None, str], bool] = {}
        self._kept: dict[tuple[str, str | None], list[str]] = {}

    @cached_property
    def _owners(self) -> dict[str, str]:
        """Who sits behind a rating (by its id), a place of a case, a note on a conflict of one's own (by its mark), a lead's
        own words."""
        with self.blind.app.app_context():
            ratings = _rows("SELECT id, assessor_id FROM ratings")
            places = _rows("SELECT case_id, place, assessor_id FROM seats WHERE cleared_at IS NOT NULL")
            leads = _rows("SELECT case_id, lead_id FROM own_levels")
            drafts = _rows(
                "SELECT d.case_id, f.lead_id FROM decision_drafts f JOIN disputes d ON d.id = f.dispute_id"
            )
            conflicts = _rows("SELECT note, declared_by FROM conflicts WHERE declared_by IN (person_id, other_id)")
            handlers = _rows("SELECT case_id, handler_id FROM recourses WHERE kind = 'decision_review'")
        return {
            **{str(rating): who for rating, who in ratings},
            **{f"{case}/place {place}": who for case, place, who in places},
            **{mark: who for note, who in conflicts for mark in CANARY.findall(str(note))},
            **{f"{case}/lead": who for case, who in (*leads, *drafts, *handlers)},
        }  # fmt: skip

    @cached_property
    def _case_of_candidate(self) -> dict[str, str]:
        with self.blind.app.app_context():
            return dict(_rows("SELECT candidate_id, id FROM cases WHERE fresh_of IS NULL"))

    @cached_property
    def _supervisors(self) -> dict[str | None, str]:
        with self.blind.app.app_context():
            return dict(_rows("SELECT id, supervisor_id FROM accounts WHERE supervisor_id IS NOT NULL"))

    @cached_property
    def unsigned(self) -> frozenset[str]:
        """The cases whose recourse has an answer that waits for a signature."""
        with self.blind.app.app_context():
            return frozenset(db.session.execute(text("SELECT case_id FROM recourses WHERE stand = 'countersign'")).scalars())

    def case(self, case_id: str) -> Around:
        """Return a case with its people, read once."""
        if case_id not in self._cases:
            self._cases[case_id] = around(self.blind, case_id)
        return self._cases[case_id]

    def person(self, account_id: str | None) -> Principal:
        """Return who acts when this account acts, read once."""
        if account_id not in self._people:
            with self.blind.app.app_context():
                self._people[account_id] = principal(account_id)
        return self._people[account_id]

    def case_of(self, mark: Canary) -> str | None:
        """Return the case a mark is of; None for the name of somebody who is no candidate."""
        return mark.case or (self._case_of_candidate.get(mark.object) if mark.asset == "candidate" else None)

    def reading(self, mark: Canary, account_id: str | None, asked: str) -> Reading:
        """Return an account before a mark; a name of no candidate is looked at in the case that was asked for."""
        here = mark.asset == "candidate" and mark.object == self.case(asked).facts.candidate_id
        case_id = asked if here else self.case_of(mark) or asked
        facts = self.case(case_id).facts
        above = self._supervisors.get(account_id) == mark.object
        return Reading(self.person(account_id), facts, mark, self._owner(mark, case_id), case_id in self.unsigned, above)

    def _owner(self, mark: Canary, case_id: str) -> str | None:
        if mark.asset in NAMES:
            return mark.object
        if mark.asset in OF_CANDIDATE:
            return self.case(case_id).facts.candidate_id
        if mark.asset == "conflict":
            return self._owners.get(mark.canary)
        if mark.asset in RATINGS:
            return self._owners.get(mark.object) or self._owners.get(f"{case_id}/{mark.field}")
        return self._owners.get(f"{case_id}/lead") if mark.asset in OF_LEAD else None

    def reads(self, text: str, account_id: str | None, asked: str) -> bool:
        """Return whether the table lets an account read a mark."""
        key = text, account_id, asked
        if key not in self._may:
            self._may[key] = may_read(self.reading(self.blind.canaries[text], account_id, asked))
        return self._may[key]

    def kept_from(self, case_id: str, account_id: str | None, marks: tuple[str, ...]) -> list[str]:
        """Return one mark of each kind of secret of a case that this account may not read."""
        if (case_id, account_id) not in self._kept:
            kinds = {self.blind.canaries[text].asset: text for text in marks if not self.reads(text, account_id, case_id)}
            self._kept[case_id, account_id] = list(kinds.values())
        return self._kept[case_id, account_id]

    def stands_in_a_row(self, mark: str) -> bool:
        """Return whether a mark stands in some row of the database as it is now."""
        return mark in self._all_rows

    @cached_property
    def _all_rows(self) -> str:
        with self.blind.app.app_context():
            return "\n".join(
                repr(row) for table in db.metadata.sorted_tables for row in db.session.execute(select(table))
            )
