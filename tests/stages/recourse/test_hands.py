"""Who hears a review, who signs it, and what happens where it changes hands, or nobody is left."""


import pytest
from sqlalchemy import delete, or_, update

from reviewboard.extensions import db
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account, Membership
from reviewboard.foundation.refusals import NotYours, StaleWrite
from reviewboard.stages.assignment.declare import ConflictKind
from reviewboard.stages.casefile.document import as_html, prepare
from reviewboard.stages.casefile.rules import Reader, Variant
from reviewboard.stages.consensus.refusals import DeciderTied, ReasonTooShort
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.queries import meeting_of, meetings_of
from reviewboard.stages.recourse.refusals import (
    AnswerIncomplete,
    SomebodySigns,
)
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.recourse.tables import RecourseHandler
from reviewboard.stages.submission.tables import Case
from tests.stages.recourse.hearing import LONG, NOTES, hearing, whole
from tests.walking import level, settle

pytestmark = pytest.mark.once


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
    board.later(minutes=1)
    board.do(actions.waive_meeting, by=board.candidate)

    def told():
        held = [(one.met_on is None, one.notes) for one in meetings_of(board.recourse().id)]
        file = as_html(prepare(board.case_id, Reader.AUDITOR, Variant.WHOLE, at=build.now))
        return held, NOTES in file, "none was wanted" in file

    assert build.read(told) == ([(False, NOTES), (True, "")], True, True)
    whole(board)


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
    whole(board)


def test_the_decision_of_a_lead_with_a_conflict_by_now_is_not_signed(build, visit):
    board = hearing(build)
    first, second = board.people.leads[:2]
    board.heard(first)
    board.decide(Verdict.VARIED, by=first, outcome=level(3))
    is_in_conflict(board, first, visit)
    with pytest.raises(DeciderTied):
        board.do(actions.countersign, version=board.recourse().version, by=second)
    board.do(actions.decline, reason=LONG, version=board.recourse().version, by=second)
    assert (board.recourse().stand, board.recourse().handler_id, board.levels()) == ("asked", None, [(2, True)])
    whole(board)


def test_naming_nobody_is_said_on_the_form_and_a_waiting_recourse_stands_on_the_overview(build, visit):
    board = hearing(build)
    board.ask()
    desk, cycle = visit(board.people.coordinator), f"/cycles/{board.people.cycle}"
    sent = {"version": str(board.recourse().version), "reason": LONG}
    answer = desk.post(f"/coordination/cases/{board.case_id}/recourse/decision_review", sent)
    assert (answer.status_code, "Choose who answers it" in answer.text) == (422, True)
    assert "1 recourse waits for a panel lead" in desk.get(cycle).text
    build.do(lambda: db.session.execute(delete(Membership).where(Membership.role == Role.LEAD.value)))
    told = desk.get(cycle).text
    assert ("1 recourse has no panel lead who may answer it" in told, 'class="count">1<' in told) == (True, True)
    assert "waits for a panel lead; you may" not in told
    assert ["nobody may" in desk.get(f"{cycle}/recourse{tail}").text for tail in ("", "?asked=yes")] == [True, False]


def leaves(board, lead, visit):
    cycle, role = board.people.cycle, board.build.read(
        lambda: db.session.query(Membership.id).filter_by(account_id=lead, role=Role.LEAD.value).scalar()
    )  # fmt: skip
    page = f"/cycles/{cycle}/people/{role}/leave"
    reference = board.build.read(lambda: db.session.get_one(Case, board.case_id).reference)
    assert reference in visit(board.people.coordinator).get(page).text
    assert visit(board.people.coordinator).post(page, {}).status_code == 302


def is_disabled(board, lead, _visit):
    administrator = board.build.principal(board.build.person(administrator=True))
    board.build.do(actions.disable, account_id=lead, actor=administrator, now=board.build.now)


def is_in_conflict(board, lead, _visit):
    board.build.do(actions.note_conflict, cycle_id=board.people.cycle, person_id=board.candidate, other_id=lead,
                   kind=ConflictKind.KIN, note="", actor=board.build.principal(board.people.coordinator),
                   now=board.build.now)  # fmt: skip


def joins_the_team(board, lead, _visit):
    both = Account.id.in_((lead, board.candidate))
    board.build.do(lambda: db.session.execute(update(Account).where(both).values(team="Blue", unit="West", team_key="blue")))
    with board.build.app.app_context():
        assert [actions.sweep_lost(board.build.now), actions.sweep_lost(board.build.now)] == [1, 0]


@pytest.mark.parametrize("loses", [leaves, is_disabled, is_in_conflict, joins_the_team])
def test_what_a_lead_answers_waits_for_another_once_they_may_not_and_its_clock_runs_on(build, visit, loses):
    board = hearing(build)
    first, second = board.people.leads[:2]
    board.heard(first)
    due = board.recourse().due_at
    board.later(minutes=1)
    loses(board, first, visit)
    settle(build)
    found = board.recourse()
    assert (found.stand, found.handler_id, found.due_at) == ("asked", None, due)
    told = build.read(lambda: {(row.account_id, row.kind) for row in db.session.query(Notice).filter(
        or_(Notice.created_at == build.now, Notice.kind == "recourse.returned"))})  # fmt: skip
    may = [(lead, "recourse.waits") for lead in board.people.leads[1:]]
    assert told == {*may, (board.people.coordinator, "recourse.returned")}
    heard = build.read(lambda: [(one.account_id, one.until is None) for one in db.session.query(RecourseHandler)])
    assert (heard, [one.notes for one in build.read(meetings_of, found.id)]) == ([(first, False)], [NOTES])
    whole(board)
    board.hears(second)
    board.decide(Verdict.UPHELD, by=second)
    assert board.recourse().stand == "concluded"


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
    whole(board)


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
    whole(board)


def test_a_lead_who_joins_signs_what_nobody_was_left_to_sign(build):
    board = hearing(build)
    first, *others = board.people.leads
    board.heard(first)
    board.decide(Verdict.VARIED, by=first, outcome=level(3))
    build.do(lambda: db.session.execute(delete(Membership).where(Membership.account_id.in_(others))))
    joined = build.someone(board.people.cycle, Role.LEAD)
    board.do(actions.countersign, version=board.recourse().version, by=joined)
    assert board.levels() == [(2, False), (3, True)]
