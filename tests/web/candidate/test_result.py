"""The result says what its candidate can still do, and what is over."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from reviewboard.extensions import db
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import write
from reviewboard.stages.record.tables import Record
from tests.stages.consensus.staging import Stage


@pytest.mark.parametrize(("days", "said"), [(13, (True, False)), (15, (False, True))])
def test_individual_feedback_is_offered_for_fourteen_days(build, visit, days, said):
    stage = Stage(build)
    staged = stage.case(Outcome.at(2), Outcome.at(2))
    stage.do(write, case_id=staged.case_id, now=build.now)
    visit(stage.lead).post("/panel/releases", {"case": [staged.case_id]})
    stage.do(lambda: db.session.execute(
        update(Record).where(Record.case_id == staged.case_id).values(released_at=datetime.now(UTC) - timedelta(days=days))
    ))  # fmt: skip
    page = visit(staged.candidate).get(f"/my/cases/{staged.case_id}/result").text
    assert ("You can ask until:" in page, "The time to ask for individual feedback is over." in page) == said
