"""What a coordinator reads of a result: the recorded outcome with its reasons, and no rating."""

from reviewboard.foundation.people.roles import Role
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import write
from tests.stages.consensus.staging import WHY, Stage


def test_a_coordinator_reads_the_outcome_once_it_is_recorded_and_no_rating_before(build, visit):
    stage = Stage(build)
    staged = stage.case(Outcome.at(2), Outcome.at(2))
    desk, page = visit(build.someone(stage.cycle_id, Role.COORDINATOR)), f"/coordination/cases/{staged.case_id}"
    before = desk.get(page).text
    stage.do(write, case_id=staged.case_id, now=build.now)
    after = desk.get(page).text
    told = ("The recorded outcome", f"{WHY} Level: 2.")
    assert [[sentence in text for sentence in told] for text in (before, after)] == [[False, False], [True, True]]
    assert "Seen as effort at 2." not in after
