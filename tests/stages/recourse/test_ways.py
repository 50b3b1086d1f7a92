"""Whole ways of a recourse by the board's own actions: the level in force moves only where it may, and says on what basis."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Membership
from reviewboard.foundation.refusals import NotYours, StaleWrite
from reviewboard.invariants import all_breaches
from reviewboard.stages.assignment.conflicts import note_conflict
from reviewboard.stages.assignment.declare import ConflictKind
from reviewboard.stages.casefile.document import as_html, prepare
from reviewboard.stages.casefile.rules import Reader, Variant
from reviewboard.stages.consensus.refusals import DeciderTied, ReasonTooShort
from reviewboard.stages.consensus.tables import Dispute, Question
from reviewboard.stages.record.actions import release
from reviewboard.stages.record.queries import waiting_for_release
from reviewboard.stages.record.refusals import NotReleasable
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.queries import meeting_of, meetings_of, records_of
from reviewboard.stages.recourse.refusals import (
    AnswerIncomplete,
    CannotAnswer,
    CannotAsk,
    NotRatedAfresh,
    SomebodySigns,
    TooSoonToMeet,
)
from reviewboard.stages.recourse.rules import Shut, Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.submission.queries import own_cases
from tests.stages.recourse.hearing import LONG, NOTES, hearing
from tests.walking import level, seats_of, settle, state_of


def _whole(board):
    assert {name: rows for name, rows in board.build.read(all_breaches).items() if rows} == {}


def test_feedback_is_given_and_changes_no_level(build):
    board = hearing(build)
    lead = board.people.leads[0]
    board.ask(Kind.FEEDBACK)
    board.do(actions.take, kind=Kind.FEEDBACK, by=lead)
    assert board.decide(None, by=lead, kind=Kind.FEEDBACK) is Verdict.GIVEN
    assert (board.recourse(Kind.FEEDBACK).stand, board.levels()) == ("concluded", [(2, True)])
    _whole(board)


def test_an_upheld_review_leaves_the_record_in_force(build):
    board = hearing(build)
    lead = board.people.leads[0]
    board.heard(lead)
    assert board.decide(Verdict.UPHELD, by=lead) is Verdict.UPHELD
    assert (board.recourse().stand, board.levels()) == ("concluded", [(2, True)])
    _whole(board)


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
    _whole(board)


def test_a_decision_sent_back_is_made_again(build):
    board = hearing(build)
    first, second = board.people.leads[:2]
    board.heard(first)
    board.decide(Verdict.VARIED, by=first, outcome=level(4))
    board.do(actions.decline, reason=LONG, version=board.recourse().version, by=second)
    assert (board.recourse().stand, board.levels()) == ("met", [(2, True)])
    board.decide(Verdict.UPHELD, by=first)
    assert board.recourse().stand == "concluded"
    _whole(board)


def test_what_an_earlier_handler_heard_stays_and_the_next_one_hears_anew(build):
    board = hearing(build)
    first, second = board.people.leads[:2]
    board.heard(first)
    named = {"kind": Kind.REVIEW, "account_id": second, "reason": LONG, "by": board.people.coordinator}
    seen = board.recourse().version
    board.do(actions.name_handler, version=seen, **named)
    with pytest.raises(StaleWrite):
        board.do(actions.name_handler, version=seen, **named)
    assert (board.recourse().stand, build.read(meeting_of, board.recourse().id)) == ("taken", None)
    board.do(actions.disclose, by=second)
    board.do(actions.waive_meeting, by=board.candidate)

    def told():
        held = [(one.met_on is None, one.notes) for one in meetings_of(board.recourse().id)]
        file = as_html(prepare(board.case_id, Reader.AUDITOR, Variant.WHOLE, at=build.now))
        return held, NOTES in file, "none was wanted" in file

    assert build.read(told) == ([(False, NOTES), (True, "")], True, True)
    _whole(board)


def test_who_heard_a_review_before_is_no_second_lead(build):
    board = hearing(build)
    first, second, third, fourth, _last = board.people.leads
    board.heard(first)
    board.decide(Verdict.VARIED, by=first, outcome=level(4))
    board.do(actions.decline, reason=LONG, version=board.recourse().version, by=fourth)
    board.do(actions.name_handler, kind=Kind.REVIEW, account_id=second, reason=LONG, version=board.recourse().version,
             by=board.people.coordinator)  # fmt: skip
    board.do(actions.hand_over, kind=Kind.REVIEW, reason=LONG, by=second)
    board.hears(third)
    board.decide(Verdict.VARIED, by=third, outcome=level(3))
    for heard in (first, second, third):
        with pytest.raises(NotYours):
            board.do(actions.countersign, version=board.recourse().version, by=heard)
    board.do(actions.countersign, version=board.recourse().version, by=fourth)
    assert board.levels() == [(2, False), (3, True)]
    _whole(board)


def test_the_decision_of_a_lead_with_a_conflict_by_now_is_not_signed(build):
    board = hearing(build)
    first, second = board.people.leads[:2]
    board.heard(first)
    board.decide(Verdict.VARIED, by=first, outcome=level(3))
    build.do(note_conflict, cycle_id=board.people.cycle, person_id=first, other_id=board.candidate, kind=ConflictKind.KIN,
             note="", actor=build.principal(board.people.coordinator), now=build.now)  # fmt: skip
    with pytest.raises(DeciderTied):
        board.do(actions.countersign, version=board.recourse().version, by=second)
    board.do(actions.decline, reason=LONG, version=board.recourse().version, by=second)
    assert (board.recourse().stand, board.levels()) == ("met", [(2, True)])


@pytest.mark.parametrize("proposed", [False, True])
def test_who_finds_a_conflict_parts_from_the_case_and_the_review_waits_for_another_lead(build, visit, proposed):
    board = hearing(build)
    first, second = board.people.leads[:2]
    board.heard(first)
    if proposed:
        board.decide(Verdict.VARIED, by=first, outcome=level(3))
    page = f"/panel/recourse/{board.case_id}/decision_review"
    assert LONG in visit(second).get(page).text or not proposed
    with pytest.raises(ReasonTooShort):
        board.do(actions.part_with, kind=ConflictKind.KIN, reason="kin", by=first)
    given = visit(first).post(f"/panel/cases/{board.case_id}/hand-over", {"kind": "kin", "reason": LONG})
    settle(build)
    assert (given.status_code, visit(first).get(page).status_code) == (302, 404)
    assert (board.recourse().stand, board.recourse().handler_id) == ("asked", None)
    assert LONG not in visit(second).get(page).text
    waits = build.read(lambda: {row.account_id for row in db.session.query(Notice).filter_by(kind="recourse.waits")})
    assert (second in waits, board.levels()) == (True, [(2, True)])
    board.hears(second)
    board.decide(Verdict.UPHELD, by=second)
    _whole(board)


def test_a_decision_that_nobody_is_left_to_sign_is_told_and_may_be_taken_back(build):
    board = hearing(build)
    first, *others = board.people.leads
    board.heard(first)
    board.decide(Verdict.VARIED, by=first, outcome=level(3))
    waiting = {"reason": LONG, "version": board.recourse().version}
    with pytest.raises(SomebodySigns):
        board.do(actions.take_back, by=first, **waiting)
    with build.app.app_context():
        assert actions.sweep_unsigned(build.now) == 0
    build.do(lambda: db.session.execute(delete(Membership).where(Membership.account_id.in_(others))))
    with build.app.app_context():
        assert [actions.sweep_unsigned(build.now), actions.sweep_unsigned(build.now)] == [1, 0]
    told = build.read(lambda: {
        (one.account_id, one.kind) for one in db.session.query(Notice).where(Notice.created_at == build.now)
        if one.kind in ("recourse.unsigned", "recourse.nobody")
    })  # fmt: skip
    assert told == {(first, "recourse.unsigned"), (board.people.coordinator, "recourse.nobody")}
    with pytest.raises(NotYours):
        board.do(actions.take_back, by=board.people.coordinator, **waiting)
    board.do(actions.take_back, by=first, **waiting)
    assert (board.recourse().stand, board.levels()) == ("met", [(2, True)])
    with pytest.raises(AnswerIncomplete):
        board.decide(Verdict.UPHELD, by=first)
    board.decide(Verdict.RETURNED, by=first)
    assert (board.recourse().stand, board.levels()) == ("concluded", [(2, True)])
    _whole(board)


def test_a_lead_who_joins_signs_what_nobody_was_left_to_sign(build):
    board = hearing(build)
    first, *others = board.people.leads
    board.heard(first)
    board.decide(Verdict.VARIED, by=first, outcome=level(3))
    build.do(lambda: db.session.execute(delete(Membership).where(Membership.account_id.in_(others))))
    joined = build.someone(board.people.cycle, Role.LEAD)
    board.do(actions.countersign, version=board.recourse().version, by=joined)
    assert board.levels() == [(2, False), (3, True)]


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
    _whole(board)


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
    _whole(board)


def test_what_is_taken_back_ends_the_fresh_rating(build):
    board = hearing(build)
    board.heard(board.people.leads[0])
    board.decide(Verdict.RETURNED, by=board.people.leads[0])
    board.do(actions.withdraw, kind=Kind.FRESH, by=board.candidate)
    assert (board.recourse(Kind.FRESH).stand, state_of(build, board.fresh())) == ("withdrawn", "withdrawn")
    _whole(board)


def test_the_file_is_disclosed_a_day_before_the_meeting_unless_the_candidate_is_ready(build):
    board = hearing(build)
    lead = board.people.leads[0]
    board.ask()
    board.do(actions.take, kind=Kind.REVIEW, by=lead)
    board.do(actions.disclose, by=lead)
    held = {"met_on": build.now.date(), "attended": "Both", "notes": LONG}
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
    _whole(board)


def test_the_candidate_hears_the_same_words_whatever_was_decided(build):
    board = hearing(build)
    first, second = board.people.leads[:2]
    board.heard(first)
    board.decide(Verdict.VARIED, by=first, outcome=level(3))
    board.do(actions.countersign, version=board.recourse().version, by=second)
    told = build.read(lambda: [row.about for row in db.session.query(Notice).filter_by(account_id=board.candidate)
                               if row.kind == "recourse.news"])  # fmt: skip
    assert all(set(about) == {"reference", "case"} for about in told)
