"""More time for an answer to the panel: by a lead, with a reason; the candidate is told until when, and not why."""

from datetime import timedelta

import pytest

from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.refusals import IllegalStep, NotYours
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.refusals import AnswerDaysOutOfRange, ReasonTooShort
from reviewboard.stages.rating.rules import Outcome
from tests.stages.consensus.staging import WHY, Stage
from tests.stages.consensus.test_asking import ANSWER, act, ask, question, sweep


@pytest.fixture
def stage(build):
    return Stage(build)


@pytest.fixture
def staged(stage):
    return stage.case(Outcome.at(2), Outcome.at(4))


def test_a_lead_adds_days_with_a_reason_and_the_candidate_is_told_until_when_alone(stage, staged):
    ask(stage, staged, days=2)
    before = question(stage, staged)
    sweep(stage, stage.build.now + timedelta(hours=1))
    act(stage, staged, actions.give_time, days=7, reason=WHY, actor=stage.who(stage.other_lead))
    given = question(stage, staged)
    assert (given["due_at"] - before["due_at"], given["reminded_at"]) == (timedelta(days=7), None)
    told = [row for row in stage.rows(Notice, account_id=staged.candidate) if row["kind"] == "question.more_time"]
    assert [sorted(row["about"]) for row in told] == [["case", "reference", "until"]]
    (entry,) = stage.rows(JournalEntry, case_id=staged.case_id, action="case.give_time")
    assert (entry["reason"], entry["from_state"], entry["to_state"]) == (WHY, "asked", "asked")
    assert sweep(stage, before["due_at"]) == 0
    kinds = [row["kind"] for row in stage.rows(Notice, account_id=staged.candidate)]
    act(stage, staged, actions.save_answer, answer=ANSWER, version=0)
    assert (sweep(stage, given["due_at"]), kinds.count("question.due_soon")) == (1, 0)
    assert question(stage, staged)["ended_why"] == "clock"


def test_a_clock_that_ran_out_a_moment_ago_is_wound_up_from_now(stage, staged):
    ask(stage, staged, days=2)
    stage.build.now += timedelta(days=3)
    act(stage, staged, actions.give_time, days=1, reason=WHY, actor=stage.who(stage.lead))
    assert question(stage, staged)["due_at"] == stage.build.now + timedelta(days=1)


def test_it_is_refused_to_others_and_without_a_reason_and_once_the_answer_is_there(stage, staged):
    with pytest.raises(IllegalStep):
        act(stage, staged, actions.give_time, days=5, reason=WHY, actor=stage.who(stage.lead))
    ask(stage, staged)
    for who, days, reason, refusal in (
        (staged.candidate, 5, WHY, NotYours), (staged.a, 5, WHY, NotYours), (stage.lead, 0, WHY, AnswerDaysOutOfRange),
        (stage.lead, 61, WHY, AnswerDaysOutOfRange), (stage.lead, 5, "Late.", ReasonTooShort),
    ):  # fmt: skip
        with pytest.raises(refusal):
            act(stage, staged, actions.give_time, days=days, reason=reason, actor=stage.who(who))
    act(stage, staged, actions.add_nothing)
    with pytest.raises(IllegalStep):
        act(stage, staged, actions.give_time, days=5, reason=WHY, actor=stage.who(stage.lead))
