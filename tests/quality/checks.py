"""Cases with a check, made by the board's own actions, for tests of checks and of their pages."""

from dataclasses import dataclass
from typing import Any

from reviewboard.extensions import db
from reviewboard.foundation.people.roles import Principal
from reviewboard.invariants import all_breaches
from reviewboard.quality.actions import open_check
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import release
from tests.building import Builder
from tests.walking import Panel, level, panel, rate, rated, seats_of, settle

CHECK = 4


@dataclass
class Checks:
    """A cycle that checks so many of a hundred agreed cases."""

    build: Builder
    people: Panel

    def agreed(self, outcome: Outcome | None = None, **how: Any) -> str:
        """Make a case that two raters agreed on at once, recorded, with all that follows done. Return its id."""
        outcome = outcome or level(3)
        return rated(self.build, self.people, outcome, outcome, **how)

    def checked(self, outcome: Outcome, *, recorded: Outcome | None = None) -> str:
        """Make such a case whose check is sealed with this outcome. Return its id."""
        case_id = self.agreed(recorded)
        rate(self.build, case_id, CHECK, outcome)
        settle(self.build)
        return case_id

    def checker(self, case_id: str) -> str:
        """Return the account that holds the check seat."""
        return seats_of(self.build, case_id)[CHECK][1]

    def opened(self, case_id: str, lead: str) -> Principal:
        """Let a lead open the check of a case. Return the lead, who may note what follows."""
        actor = self.build.principal(lead)
        self.build.do(open_check, case_id=case_id, actor=actor, now=self.build.now)
        return actor

    def release(self, case_id: str) -> None:
        """Let a lead release the result."""
        actor = self.build.principal(self.people.leads[0])
        self.build.do(release, case_ids=[case_id], actor=actor, now=self.build.now)


def checks(build: Builder, *, percent: int = 100, assessors: int = 5, leads: int = 2, **policy: Any) -> Checks:
    """Make an open cycle that checks `percent` of a hundred agreed cases."""
    return Checks(build, panel(build, assessors=assessors, leads=leads, policy={"sampling_percent": percent, **policy}))


def rows(build: Builder, table: Any, **equal: Any) -> list[dict[str, Any]]:
    """Return the rows of a table as mappings."""
    return build.read(lambda: [dict(row) for row in db.session.execute(
        db.select(table.__table__).filter_by(**equal)).mappings()])  # fmt: skip


def breaches(build: Builder) -> dict[str, list[str]]:
    """Return the invariants that do not hold."""
    return build.read(lambda: {name: found for name, found in all_breaches().items() if found})
