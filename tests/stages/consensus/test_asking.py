"""One question to the candidate of a dispute: asked once, answered, passed over or ended by its clock; never the submission."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.refusals import IllegalStep, NotYours, StaleWrite
from reviewboard.foundation.vault.where import the_vault
from reviewboard.invariants import all_breaches
from reviewboard.stages.consensus import actions
from reviewboard.stages.consensus.decision import Decision
from reviewboard.stages.consensus.refusals import (
    AnswerDaysOutOfRange,
    NothingToHandIn,
    QuestionOver,
    QuestionsNotOffered,
    QuestionThere,
    ReasonTooShort,
)
from reviewboard.stages.consensus.tables import Question
from reviewboard.stages.rating.rules import Outcome
from reviewboard.stages.record.actions import write
from reviewboard.stages.record.tables import Record
from reviewboard.stages.submission.actions import withdraw_case
from reviewboard.stages.submission.queries import evidence_of, find_evidence
from reviewboard.stages.submission.refusals import TooManyFiles
from reviewboard.stages.submission.tables import Case, Evidence
from tests.stages.consensus.staging import LONG, NOT_ABOVE, WHY, Stage, per_dimension

AT = Outcome.at
QUESTION = "Which page shows the date of the second meeting, and who else was in the room that day?"
ANSWER = "The minutes of 4 May show it: two advisers of the association and I were there."


@pytest.fixture
def stage(build):
    return Stage(build)


@pytest.fixture
def staged(stage):
    return stage.case(AT(2), AT(4))


def ask(stage, staged, **more):
    given = {"question": QUESTION, "version": stage.version(staged), "actor": stage.who(stage.lead), **more}
    return stage.do(lambda: actions.ask(case_id=staged.case_id, now=stage.build.now, **given).id)


def act(stage, staged, action, **more):
    given = {"actor": stage.who(staged.candidate), "now": stage.build.now, **more}
    return stage.do(action, case_id=staged.case_id, **given)


def attach(stage, staged, body=b"Minutes of 4 May.", name="minutes.txt"):
    stored = stage.build.read(lambda: the_vault().put(BytesIO(body), most=99))
    return stage.do(
        lambda: actions.add_answer_file(
            case_id=staged.case_id, file_name=name, media_type="text/plain", stored=stored,
            actor=stage.who(staged.candidate), now=stage.build.now,
        ).id
    )  # fmt: skip


def question(stage, staged):
    (row,) = stage.rows(Question, case_id=staged.case_id)
    return row


def sweep(stage, now):
    with stage.build.app.app_context():
        return actions.sweep_questions(now)


class TestAsking:
    def test_the_case_waits_and_the_candidate_is_told_nothing_but_that(self, stage, staged):
        ask(stage, staged)
        (notice,) = stage.rows(Notice, account_id=staged.candidate)
        assert (stage.state(staged), notice["kind"], sorted(notice["about"])) == (
            "asked", "question.asked", ["case", "reference", "until"],
        )  # fmt: skip
        (entry,) = stage.rows(JournalEntry, case_id=staged.case_id, action="case.ask")
        assert (entry["reason"], entry["to_state"]) == (QUESTION, "asked")

    def test_the_time_is_the_policys_unless_the_lead_gives_another(self, build):
        stage = Stage(build, policy={"answer_days": 21})
        first, second = stage.case(AT(2), AT(4)), stage.case(AT(2), AT(4))
        ask(stage, first)
        ask(stage, second, days=3)
        given = [question(stage, one)["due_at"] - question(stage, one)["asked_at"] for one in (first, second)]
        assert given == [timedelta(days=21), timedelta(days=3)]

    @pytest.mark.parametrize("days", [0, 1, 61])
    def test_too_little_or_too_much_time_is_refused(self, stage, staged, days):
        with pytest.raises(AnswerDaysOutOfRange):
            ask(stage, staged, days=days)

    def test_a_question_says_something(self, stage, staged):
        with pytest.raises(ReasonTooShort):
            ask(stage, staged, question="When?")

    def test_it_happens_once(self, stage, staged):
        ask(stage, staged)
        act(stage, staged, actions.add_nothing)
        with pytest.raises(QuestionThere):
            ask(stage, staged)

    def test_a_policy_may_know_no_question(self, build):
        stage = Stage(build, policy={"ask_candidate": False})
        with pytest.raises(QuestionsNotOffered):
            ask(stage, stage.case(AT(2), AT(4)))

    def test_only_an_unconcerned_lead_asks_and_only_in_a_dispute_as_it_stands(self, stage, staged):
        for who in (staged.a, staged.candidate):
            with pytest.raises(NotYours):
                ask(stage, staged, actor=stage.who(who))
        with pytest.raises(StaleWrite):
            ask(stage, staged, version=stage.version(staged) - 1)
        ask(stage, staged)
        with pytest.raises(IllegalStep):
            ask(stage, staged)

    def test_nobody_decides_while_the_case_waits(self, stage, staged):
        ask(stage, staged)
        decision = Decision(AT(2), WHY, per_dimension(WHY), NOT_ABOVE)
        with pytest.raises(IllegalStep):
            stage.do(actions.resolve, case_id=staged.case_id, decision=decision, version=stage.version(staged),
                     actor=stage.who(stage.lead), now=stage.build.now)  # fmt: skip


class TestAnswering:
    def test_words_and_files_come_back_beside_an_untouched_submission(self, stage, staged):
        ask(stage, staged)
        file_id = attach(stage, staged)
        before = stage.rows(Case, id=staged.case_id)[0]["digest"]
        act(stage, staged, actions.hand_in_answer, answer=ANSWER, version=0)
        row = question(stage, staged)
        assert (stage.state(staged), row["ended_why"], row["answer"], len(row["digest"])) == (
            "dispute", "answered", ANSWER, 64,
        )  # fmt: skip
        assert stage.rows(Case, id=staged.case_id)[0]["digest"] == before
        assert stage.build.read(lambda: (evidence_of(staged.case_id), find_evidence(staged.case_id, file_id))) == ({}, None)
        assert "consensus.tell_leads" in stage.owed(staged)
        (entry,) = stage.rows(JournalEntry, case_id=staged.case_id, action="case.answer")
        assert entry["details"] == {"digest": row["digest"]}

    def test_the_check_of_a_file_is_owed_as_for_all_evidence(self, stage, staged):
        ask(stage, staged)
        attach(stage, staged)
        assert "submission.check_evidence" in stage.owed(staged)

    def test_the_same_bytes_are_one_file_and_there_is_a_most(self, build):
        stage = Stage(build)
        staged = stage.case(AT(2), AT(4))
        ask(stage, staged)
        assert attach(stage, staged) == attach(stage, staged)
        for number in range(4):
            attach(stage, staged, b"Page %d" % number)
        with pytest.raises(TooManyFiles):
            attach(stage, staged, b"One more")

    def test_a_file_may_go_again_until_the_answer_is_in(self, stage, staged):
        ask(stage, staged)
        first, second = attach(stage, staged), attach(stage, staged, b"Another")
        act(stage, staged, actions.remove_answer_file, evidence_id=first)
        act(stage, staged, actions.hand_in_answer, answer="", version=0)
        with pytest.raises(QuestionOver):
            act(stage, staged, actions.remove_answer_file, evidence_id=second)
        gone = {row["id"]: row["removed_at"] is not None for row in stage.rows(Evidence, case_id=staged.case_id)}
        assert gone == {first: True, second: False}

    def test_an_empty_answer_is_not_handed_in(self, stage, staged):
        ask(stage, staged)
        with pytest.raises(NothingToHandIn):
            act(stage, staged, actions.hand_in_answer, answer="  ", version=0)
        assert stage.state(staged) == "asked"

    def test_two_windows_do_not_write_over_each_other(self, stage, staged):
        ask(stage, staged)
        assert act(stage, staged, actions.save_answer, answer=ANSWER, version=0) == 1
        with pytest.raises(StaleWrite) as stale:
            act(stage, staged, actions.save_answer, answer="Other words", version=0)
        assert (stale.value.current, stale.value.typed) == ({"answer": ANSWER}, {"answer": "Other words"})

    def test_nothing_to_add_leaves_what_was_written_with_its_author(self, stage, staged):
        ask(stage, staged)
        act(stage, staged, actions.save_answer, answer=ANSWER, version=0)
        act(stage, staged, actions.add_nothing)
        row = question(stage, staged)
        assert (stage.state(staged), row["ended_why"], row["digest"], row["answer"]) == ("dispute", "nothing", None, ANSWER)

    def test_nobody_else_answers(self, stage, staged):
        ask(stage, staged)
        for who in (staged.a, stage.lead, stage.other_lead):
            for action in (actions.add_nothing, actions.save_answer):
                more = {} if action is actions.add_nothing else {"answer": ANSWER, "version": 0}
                with pytest.raises(NotYours):
                    act(stage, staged, action, actor=stage.who(who), **more)

    def test_withdrawing_ends_the_question(self, stage, staged):
        ask(stage, staged)
        act(stage, staged, withdraw_case)
        stage.do(actions.close_withdrawn, case_id=staged.case_id, now=stage.build.now)
        assert (question(stage, staged)["ended_why"], _breaches(stage)) == ("withdrawn", {})


class TestTheClock:
    def test_it_ends_by_itself_and_hands_in_what_lies_there(self, stage, staged):
        ask(stage, staged)
        act(stage, staged, actions.save_answer, answer=ANSWER, version=0)
        due = question(stage, staged)["due_at"]
        assert (sweep(stage, due - timedelta(seconds=1)), stage.state(staged)) == (0, "asked")
        assert (sweep(stage, due), sweep(stage, due), stage.state(staged)) == (1, 0, "dispute")
        row = question(stage, staged)
        assert (row["ended_why"], row["answer"], len(row["digest"])) == ("clock", ANSWER, 64)

    def test_without_a_word_it_ends_without_an_answer(self, stage, staged):
        ask(stage, staged)
        sweep(stage, question(stage, staged)["due_at"])
        assert (question(stage, staged)["ended_why"], question(stage, staged)["digest"]) == ("clock", None)

    def test_an_answer_at_the_last_moment_is_in_and_one_after_it_is_not(self, stage, staged):
        ask(stage, staged)
        due = question(stage, staged)["due_at"]
        with pytest.raises(QuestionOver):
            act(stage, staged, actions.hand_in_answer, answer=ANSWER, version=0, now=due)
        act(stage, staged, actions.hand_in_answer, answer=ANSWER, version=0, now=due - timedelta(microseconds=1))
        assert sweep(stage, due) == 0

    def test_a_candidate_is_reminded_once(self, stage, staged):
        ask(stage, staged)
        due = question(stage, staged)["due_at"]
        for hours in (49, 47, 46, 1):
            sweep(stage, due - timedelta(hours=hours))
        kinds = sorted(row["kind"] for row in stage.rows(Notice, account_id=staged.candidate))
        assert kinds == ["question.asked", "question.due_soon"]


def _breaches(stage):
    found = stage.build.read(all_breaches)
    staged_by_hand = ("a submission is as its digest says", "a submission is in the journal")
    return {name: rows for name, rows in found.items() if rows and name not in staged_by_hand}


def test_the_record_rests_on_the_answer_too(stage, staged):
    ask(stage, staged)
    act(stage, staged, actions.hand_in_answer, answer=ANSWER, version=0)
    decision = Decision(AT(2), WHY, per_dimension(WHY), LONG)
    stage.do(actions.resolve, case_id=staged.case_id, decision=decision, version=stage.version(staged),
             actor=stage.who(stage.lead), now=stage.build.now)  # fmt: skip
    stage.do(write, case_id=staged.case_id, now=stage.build.now)
    (record,) = stage.rows(Record, case_id=staged.case_id)
    assert (record["answer_digest"], _breaches(stage)) == (question(stage, staged)["digest"], {})


@pytest.mark.parametrize(
    ("promise", "statement"),
    [
        ("questions_are_never_changed", "UPDATE questions SET answer = 'x'"),
        ("questions_are_never_changed", "UPDATE questions SET ended_at = NULL, ended_why = NULL, digest = NULL"),
        ("questions_are_never_deleted", "DELETE FROM questions"),
        ("submitted_evidence_is_never_changed", "UPDATE evidence SET sha256 = 'x'"),
        ("submitted_evidence_is_never_changed", "UPDATE evidence SET removed_at = uploaded_at"),
        ("submitted_evidence_is_never_deleted", "DELETE FROM evidence"),
    ],
)
def test_an_answer_that_is_in_is_kept_by_the_database(stage, staged, promise, statement):
    ask(stage, staged)
    attach(stage, staged)
    act(stage, staged, actions.hand_in_answer, answer=ANSWER, version=0)
    with pytest.raises(DatabaseError, match=promise):
        stage.do(lambda: db.session.execute(text(statement)))
