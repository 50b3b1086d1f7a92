"""The result says what its candidate can still do, and what is over."""

from datetime import UTC, datetime, timedelta

import pytest

from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import write
from reviewboard.stages.record.releasing import release
from tests.stages.consensus.staging import Stage


@pytest.mark.parametrize(("days", "said"), [(13, (True, False)), (15, (False, True))])
def test_individual_feedback_is_offered_for_fourteen_days(build, visit, days, said):
    stage, then = Stage(build), datetime.now(UTC) - timedelta(days=days)
    staged = stage.case(Outcome.at(2), Outcome.at(2))
    stage.do(write, case_id=staged.case_id, now=then)
    stage.do(release, case_ids=[staged.case_id], actor=stage.who(stage.lead), now=then)
    page = visit(staged.candidate).get(f"/my/cases/{staged.case_id}/result").text
    assert "Until it is decided, your result stays in force." in page
    first = page.partition("1. ")[2].partition("2. ")[0]
    assert ("You can ask until:" in first, "The time to ask for it is over." in first) == said
