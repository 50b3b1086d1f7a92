"""The result says what its candidate can still do, and what is over."""

from datetime import UTC, datetime, timedelta

import pytest

from reviewboard.stages.consensus.actions import compare
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import write
from reviewboard.stages.record.releasing import release
from reviewboard.web.candidate.result import _apart
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


def test_two_assessors_reasons_stand_apart_under_a_word_that_names_nobody(build, visit):
    stage, now = Stage(build), datetime.now(UTC)
    staged = stage.seated()
    stage.rate(staged, staged.a, Outcome.at(2), reasons="I read the first meeting as sought out, and kept up since.")
    stage.rate(staged, staged.b, Outcome.at(2), reasons="I weighed the list that others now use, which lasts.")
    stage.do(compare, case_id=staged.case_id, now=build.now)
    stage.do(write, case_id=staged.case_id, now=now)
    stage.do(release, case_ids=[staged.case_id], actor=stage.who(stage.lead), now=now)
    page = visit(staged.candidate).get(f"/my/cases/{staged.case_id}/result").text
    why = page.partition('id="why"')[2].partition("</section>")[0]
    order = [why.index(text) for text in ("First assessor", "I read the first", "Second assessor", "I weighed the list")]
    assert (order, "Anne" in page, "Boris" in page) == (sorted(order), False, False)


def test_the_words_on_a_dimension_stand_under_the_level_that_their_assessor_sealed(build):
    text, voices = "Kept up for years.\n\nOne new person.", [("first", "Kept up for years."), ("second", "One new person.")]
    with build.app.test_request_context(headers={"Accept-Language": "en"}):
        told = [part["by"] for part in _apart(text, voices, {"first": 3, "second": None})]
    assert told == ["First assessor, level 3", "Second assessor"]
