"""Days of release and holds on the lead's pages: chosen in the lead's zone, shown in the list, kindly refused afterwards."""

from datetime import timedelta

import pytest

from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import release, write
from reviewboard.stages.record.tables import ReleasePlan
from tests.stages.consensus.staging import Stage

WHY = "The candidate asked for the file to be looked at again before it goes out."


@pytest.fixture
def stage(build):
    return Stage(build)


@pytest.fixture
def staged(stage):
    staged = stage.case(Outcome.at(3), Outcome.at(3))
    stage.do(write, case_id=staged.case_id, now=stage.build.now)
    return staged


def test_a_day_is_chosen_on_the_preview_and_stands_in_the_list(stage, staged, visit):
    lead, here = visit(stage.lead), f"/panel/releases?cycle={stage.cycle_id}"
    day = (stage.build.now + timedelta(days=400)).strftime("%Y-%m-%d")
    assert 'name="at"' in lead.get(f"/panel/releases/preview?cycle={stage.cycle_id}&case={staged.case_id}").text
    done = lead.post(here, {"case": staged.case_id, "when": "at", "at": f"{day}T09:00"})
    assert (done.status_code, stage.state(staged)) == (302, "recorded")
    (plan,) = stage.rows(ReleasePlan)
    assert plan["release_at"].hour in (13, 14)  # nine in Toronto
    assert "Goes out by itself:" in lead.get(here).text


@pytest.mark.parametrize("at", ["", "yesterday", "2020-01-01T09:00"])
def test_a_moment_that_cannot_be_is_asked_for_again(stage, staged, visit, at):
    answer = visit(stage.lead).post("/panel/releases", {"case": staged.case_id, "when": "at", "at": at})
    assert (answer.status_code, "still to come" in answer.text, stage.rows(ReleasePlan)) == (422, True, [])


def test_a_moment_that_was_written_is_never_passed_over_for_now(stage, staged, visit):
    lead, preview = visit(stage.lead), f"/panel/releases/preview?case={staged.case_id}"
    both = lead.post("/panel/releases", {"case": staged.case_id, "when": "now", "at": "2031-01-01T09:00"})
    assert (both.status_code, "choose one, or empty the field" in both.text, 'value="2031-01-01T09:00"' in both.text) == (
        422, True, True,
    )  # fmt: skip
    assert (stage.state(staged), "has a day already" in lead.get(preview).text) == ("recorded", False)
    lead.post("/panel/releases", {"case": staged.case_id, "when": "at", "at": "2031-01-01T09:00"})
    assert "1 of these results has a day already" in lead.get(preview).text


def test_a_result_is_held_lifted_and_its_day_taken_back(stage, staged, visit):
    lead, here = visit(stage.lead), f"/panel/releases/{staged.case_id}"
    stage.do(release, case_ids=[staged.case_id], at=stage.build.now + timedelta(days=9), actor=stage.who(stage.lead),
             now=stage.build.now)  # fmt: skip
    refused = lead.post(f"{here}/hold", {"reason": "No."})
    assert (refused.status_code, ">\nNo.</textarea>" in refused.text) == (422, True)
    assert lead.post(f"{here}/hold", {"reason": WHY}).status_code == 302
    listed = lead.get(f"/panel/releases?cycle={stage.cycle_id}").text
    assert ("held back" in listed, WHY in listed, f'value="{staged.case_id}" disabled' in listed) == (True, True, True)
    assert lead.post(f"{here}/lift").status_code == 302
    assert lead.post(f"{here}/recall", {"reason": WHY}).status_code == 302
    (plan,) = stage.rows(ReleasePlan)
    assert (plan["release_at"], plan["held_at"]) == (None, None)


def test_who_would_take_a_release_back_is_told_kindly(stage, staged, visit):
    lead = visit(stage.lead)
    stage.do(release, case_ids=[staged.case_id], actor=stage.who(stage.lead), now=stage.build.now)
    answer = lead.post(f"/panel/releases/{staged.case_id}/hold", {"reason": WHY})
    assert (answer.status_code, "A release is never taken back." in answer.text, WHY in answer.text) == (409, True, True)
