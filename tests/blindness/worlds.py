"""One secret, and two boards that differ in nothing else: the filled board, and that board after one thing was done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text

from reviewboard.extensions import db
from tests.blindness.board import Blind
from tests.blindness.people import Around, around
from tests.building import Builder
from tests.walking import Panel, seats_of

FIRST, SECOND, THIRD, CHECK = 1, 2, 3, 4


class World:
    """A board that something is done to, about one case."""

    def __init__(self, blind: Blind, case_id: str) -> None:
        self.blind, self.case_id = blind, case_id
        self.build: Builder = blind.build
        self.case: Around = around(blind, case_id)
        self.panel: Panel = blind.panels[self.case.cycle_id]

    def act(self, action: Any, by: str | None, **arguments: Any) -> Any:
        """Take an action on the case as an account."""
        actor = self.build.principal(by) if by else None
        return self.build.do(action, case_id=self.case_id, actor=actor, now=self.build.now, **arguments)

    def on_seat(self, place: int, action: Any, **arguments: Any) -> Any:
        """Take an action at a seat as whoever sits there."""
        seat_id, who = seats_of(self.build, self.case_id)[place]
        return self.build.do(action, seat_id=seat_id, actor=self.build.principal(who), now=self.build.now, **arguments)

    def seat(self, place: int) -> str:
        """Return the id of the live seat at a place."""
        return seats_of(self.build, self.case_id)[place][0]

    def write(self, statement: str, **given: Any) -> None:
        """Change rows by hand: a draft that says something else says it as if it had always said so."""

        def change() -> None:
            touched: Any = db.session.execute(text(statement), {"case": self.case_id, **given})
            assert touched.rowcount > 0, statement

        self.build.do(change)

    def one_of(self, statement: str, **given: Any) -> Any:
        """Return the one value of a statement."""
        return self.build.read(lambda: db.session.execute(text(statement), {"case": self.case_id, **given}).scalar_one())

    def spares(self) -> list[str]:
        """Return the assessors of the pool who never sat on the case, and are none of the twelve from whom things are kept."""
        taken = {seat.assessor_id for seat in self.case.facts.seats} | set(self.case.people.values())
        return [one for one in self.panel.assessors if one not in taken | self.case.facts.conflicted]

    def spare(self, nth: int = 0) -> str:
        """Return one of them."""
        return self.spares()[nth]


def rows(blind: Blind) -> set[str]:
    """Return everything that the board holds, each row with the name of its table."""
    with blind.app.app_context():
        return {f"{table.name}: {row!r}" for table in db.metadata.sorted_tables for row in db.session.execute(select(table))}


Change = Callable[[World], None]


def nothing(_world: World) -> None:
    """Leave the board as it is."""


@dataclass(frozen=True)
class Secret:
    """What differs (`name`), about which case of the stories, what is done in either world, and from whom it is kept.

    `kept_from` are of the twelve around the case, or "lead 1" to "lead 4" of its panel, or "a spare assessor".
    """

    name: str
    case: str
    kept_from: tuple[str, ...]
    other: Change
    one: Change = nothing

    def people(self, world: World, told: frozenset[str] = frozenset()) -> dict[str, str]:
        """Return whom the secret is kept from: account by name.

        `told`: who is given a seat on the case in one of the two worlds, and so may know. Where the lot falls on the other
        assessor, one of the pool on whom it did not fall is asked in their place.
        """
        found: dict[str, str | None] = {**world.case.people, "a spare assessor": world.spare(-1)}
        if found["other assessor"] in told:
            found["other assessor"] = next(one for one in world.spares() if one not in told)
        found |= {f"lead {number}": lead for number, lead in enumerate(world.panel.leads, start=1)}
        named = {name: found[name] for name in self.kept_from}
        return {name: account for name, account in named.items() if account is not None}
