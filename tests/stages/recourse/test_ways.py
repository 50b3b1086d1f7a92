"""Whole ways of a recourse by the board's own actions: the level in force moves only where it may, and says on what basis."""

from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.consensus.tables import Dispute, Question
from reviewboard.stages.record.actions import release
from reviewboard.stages.record.queries import waiting_for_release
from reviewboard.stages.record.refusals import NotReleasable
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.queries import records_of
from reviewboard.stages.recourse.refusals import (
    CannotAnswer,
    CannotAsk,
    NotRatedAfresh,
    TooSoonToMeet,
)
from reviewboard.stages.recourse.rules import Shut, Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.submission.queries import own_cases
from tests.stages.recourse.hearing import LONG, hearing, whole
from tests.walking import level, seats_of, state_of

pytestmark = pytest.mark.once


def test_feedback_is_given_and_changes_no_level(build):
    board = hearing(build)
    lead = board.people.leads[0]
    board.ask(Kind.FEEDBACK)
    board.do(actions.take, kind=Kind.FEEDBACK, by=lead)
    assert board.decide(None, by=lead, kind=Kind.FEEDBACK) is Verdict.GIVEN
    assert (board.recourse(Kind.FEEDBACK).stand, board.levels()) == ("concluded", [(2, True)])
    whole(board)


def test_an_upheld_review_leaves_the_record_in_force(build):
    board = hearing(build)
    lead = board.people.leads[0]
    board.heard(lead)
    assert board.decide(Verdict.UPHELD, by=lead) is Verdict.UPHELD
    assert (board.recourse().stand, board.levels()) == ("concluded", [(2, True)])
    whole(board)


def test_a_varied_review_counts_once_a_second_lead_signed(build):
    board = hearing(build)
    first, second = board.people.leads[:2]
    board.heard(first)
    board.decide(Verdict.VARIED, by=first, outcome=level(3))
    assert (board.recourse().stand, board.levels()) == ("countersign", [(2, True)])
    with pytest.raises(NotYours):
        board.do(actions.countersign, version=board.recourse().version, by=first)
    board.do(actions.countersign, version=board.recourse().version, by=second)
    (old, new) = build.read(lambda: [(r.method, r.level, r.supersedes_id, r.released_at) for r in records_of(board.case_id)])
    assert (board.levels(), new[0], new[3] == build.now) == ([(2, False), (3, True)], "decision_review", True)
    assert (state_of(build, board.case_id), old[1]) == ("released", 2)
    whole(board)


def test_a_decision_sent_back_is_made_again(build):
    board = hearing(build)
    first, second = board.people.leads[:2]
    board.heard(first)
    board.decide(Verdict.VARIED, by=first, outcome=level(4))
    board.do(actions.decline, reason=LONG, version=board.recourse().version, by=second)
    assert (board.recourse().stand, board.levels()) == ("met", [(2, True)])
    board.decide(Verdict.UPHELD, by=first)
    assert board.recourse().stand == "concluded"
    whole(board)


def test_a_returned_review_goes_to_a_fresh_pair_whose_other_outcome_supersedes(build):
    board = hearing(build)
    reviewer, handler = board.people.leads[:2]
    first_pair = {who for _seat, who in seats_of(build, board.case_id).values()}
    board.heard(reviewer)
    assert board.decide(Verdict.RETURNED, by=reviewer) is Verdict.RETURNED
    fresh = board.fresh()
    assert {who for _seat, who in seats_of(build, fresh).values()} & first_pair == set()
    with pytest.raises(CannotAnswer):
        board.do(actions.take, kind=Kind.FRESH, by=reviewer)
    board.do(actions.take, kind=Kind.FRESH, by=handler)
    with pytest.raises(NotRatedAfresh):
        board.decide(None, by=handler, kind=Kind.FRESH)
    board.rate_afresh(3, 3)
    assert (state_of(build, fresh), board.levels()) == ("recorded", [(2, True)])
    lead = build.principal(board.people.leads[3])
    assert [row.id for row in build.read(waiting_for_release, board.people.cycle, lead, limit=9)] == []
    with pytest.raises(NotReleasable):
        build.do(release, case_ids=[fresh], actor=lead, now=build.now)
    assert board.decide(None, by=handler, kind=Kind.FRESH) is Verdict.VARIED
    assert (board.levels(), state_of(build, fresh)) == ([(2, False), (3, True)], "recorded")
    assert [case.id for case, _ in build.read(own_cases, board.candidate)] == [board.case_id]
    whole(board)


def test_a_record_of_a_fresh_rating_names_no_answer_that_its_pair_never_saw(build):
    board = hearing(build)
    reviewer, handler = board.people.leads[:2]

    def answer():
        opened = Dispute(case_id=board.case_id, why="different_kind", opened_at=build.now, ended_at=build.now)
        db.session.add(opened)
        db.session.flush()
        db.session.add(Question(case_id=board.case_id, dispute_id=opened.id, lead_id=board.people.leads[-2], question=LONG,
                                asked_at=build.now, due_at=build.now + timedelta(days=1), ended_at=build.now,
                                ended_why="answered", answer=LONG, digest="a" * 64))  # fmt: skip

    build.do(answer)
    board.heard(reviewer)
    board.decide(Verdict.RETURNED, by=reviewer)
    board.do(actions.take, kind=Kind.FRESH, by=handler)
    board.rate_afresh(3, 3)
    board.decide(None, by=handler, kind=Kind.FRESH)
    assert build.read(lambda: [one.answer_digest for one in records_of(board.case_id)]) == [None, None]


def test_the_same_outcome_of_a_fresh_pair_upholds(build):
    board = hearing(build)
    reviewer, handler = board.people.leads[:2]
    board.heard(reviewer)
    board.decide(Verdict.UPHELD, by=reviewer)
    board.ask(Kind.FRESH)
    board.rate_afresh(2, 2)
    board.do(actions.take, kind=Kind.FRESH, by=handler)
    assert board.decide(None, by=handler, kind=Kind.FRESH) is Verdict.UPHELD
    assert board.levels() == [(2, True)]
    whole(board)


def test_what_is_taken_back_ends_the_fresh_rating(build):
    board = hearing(build)
    board.heard(board.people.leads[0])
    board.decide(Verdict.RETURNED, by=board.people.leads[0])
    board.do(actions.withdraw, kind=Kind.FRESH, by=board.candidate)
    assert (board.recourse(Kind.FRESH).stand, state_of(build, board.fresh())) == ("withdrawn", "withdrawn")
    whole(board)


def test_the_file_is_disclosed_a_day_before_the_meeting_unless_the_candidate_is_ready(build):
    board = hearing(build)
    lead = board.people.leads[0]
    board.ask()
    board.do(actions.take, kind=Kind.REVIEW, by=lead)
    board.do(actions.disclose, by=lead)
    held = {"met_on": build.today, "attended": "Both", "notes": LONG}
    with pytest.raises(TooSoonToMeet):
        board.do(actions.note_meeting, by=lead, **held)
    board.do(actions.say_ready, by=board.candidate)
    board.do(actions.note_meeting, by=lead, **held)
    assert board.recourse().stand == "met"


def test_a_review_after_its_window_is_refused_and_its_text_stays(build):
    board = hearing(build)
    board.write()
    board.later(days=44, seconds=1)
    with pytest.raises(CannotAsk) as refused:
        board.do(actions.ask, kind=Kind.REVIEW, version=board.recourse().version, by=board.candidate)
    assert (refused.value.shut, board.recourse().request) == (Shut.OVER, "Why was this read as one contact?")
    with build.app.app_context():
        assert actions.sweep_windows(build.now) == 1
    assert board.recourse().stand == "lapsed"
    whole(board)


def test_the_candidate_hears_the_same_words_whatever_was_decided(build):
    board = hearing(build)
    first, second = board.people.leads[:2]
    board.heard(first)
    board.decide(Verdict.VARIED, by=first, outcome=level(3))
    board.do(actions.countersign, version=board.recourse().version, by=second)
    told = build.read(lambda: [row.about for row in db.session.query(Notice).filter_by(account_id=board.candidate)
                               if row.kind == "recourse.news"])  # fmt: skip
    assert all(set(about) == {"reference", "case"} for about in told)


def test_what_is_due_lapses_whatever_older_draft_is_still_open(build):
    board = hearing(build)
    board.write()
    board.later(hours=1)
    board.write(Kind.FEEDBACK)
    asked = [(board.recourse(kind).lapses_at - board.recourse(kind).begun_at).days for kind in (Kind.FEEDBACK, Kind.REVIEW)]
    board.later(days=14)
    with build.app.app_context():
        assert [actions.sweep_windows(build.now, limit=1) for _ in range(2)] == [1, 0]
    assert (asked, board.recourse(Kind.FEEDBACK).stand, board.recourse().stand) == ([13, 44], "lapsed", "draft")


def test_a_review_waits_with_its_clock_for_feedback_that_is_being_given(build):
    board = hearing(build)
    board.write()
    board.ask(Kind.FEEDBACK)
    board.do(actions.take, kind=Kind.FEEDBACK, by=board.people.leads[0])
    assert board.recourse().lapses_at is None
    board.later(days=20)
    board.decide(None, by=board.people.leads[0], kind=Kind.FEEDBACK)
    assert board.recourse().lapses_at == board.build.now + timedelta(days=30)
