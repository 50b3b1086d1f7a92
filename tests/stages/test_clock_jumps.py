"""A clock that is set back or jumps ahead between any two acts loses nothing: what was owed waits, and every promise holds."""

from datetime import timedelta

import pytest

from reviewboard.foundation.journal.chain import breaches
from reviewboard.foundation.journal.queries import all_entries
from reviewboard.invariants import all_breaches
from reviewboard.stages.consensus.actions import confirm, resolve
from reviewboard.stages.consensus.decision import Decision
from reviewboard.stages.record.actions import release
from reviewboard.stages.submission.tables import Case
from tests.stages.consensus.staging import LONG, per_dimension
from tests.walking import level, panel, rate, seated, settle, state_of

pytestmark = pytest.mark.once
JUMPS = {
    "set back each time": (-90,), "ahead each time": (200,), "back and ahead": (-240, 300), "ahead and back": (300, -240),
}  # minutes, by turns  # fmt: skip


class Clock:
    """Moves the builder's now before each act, and lets time pass it by before couriers work."""

    def __init__(self, build, jumps):
        self.build, self.jumps, self.turn, self.latest = build, jumps, 0, build.now

    def jump(self):
        self.build.now += timedelta(minutes=self.jumps[self.turn % len(self.jumps)])
        self.turn += 1
        self.latest = max(self.latest, self.build.now)

    def settle(self):
        """What was owed by a clock that was ahead is done once that moment comes again."""
        there, self.build.now = self.build.now, self.latest
        settle(self.build)
        self.build.now = there


@pytest.mark.parametrize("jumps", JUMPS.values(), ids=JUMPS)
def test_a_case_comes_to_its_level_whatever_the_clock_does(build, jumps):
    people = panel(build, policy={"confirm_agreement": True})
    clock = Clock(build, jumps)
    case_ids = [seated(build, people) for _ in range(2)]
    for case_id, pair in zip(case_ids, ((2, 2), (1, 4)), strict=True):
        for place, number in enumerate(pair, start=1):
            clock.jump()
            rate(build, case_id, place, level(number))
            clock.jump()
            clock.settle()
    lead = build.principal(people.leads[0])
    assert [state_of(build, case_id) for case_id in case_ids] == ["confirmation", "dispute"]
    clock.jump()
    build.do(confirm, case_id=case_ids[0], actor=lead, now=build.now)
    clock.jump()
    decided = Decision(level(4), LONG, per_dimension(LONG), LONG)
    version = build.read(lambda: Case.query.filter_by(id=case_ids[1]).one().version)
    build.do(resolve, case_id=case_ids[1], decision=decided, version=version, actor=lead, now=build.now)
    clock.settle()
    clock.jump()
    build.do(release, case_ids=case_ids, actor=lead, now=build.now)
    clock.settle()
    assert [state_of(build, case_id) for case_id in case_ids] == ["released", "released"]
    assert {name: rows for name, rows in build.read(all_breaches).items() if rows} == {}
    assert build.read(lambda: list(breaches(all_entries()))) == []
