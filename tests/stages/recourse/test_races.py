"""Two at the same moment, each in its own transaction: one wins, the other is told, and nothing happens twice."""

from reviewboard.extensions import db
from reviewboard.invariants import all_breaches
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.recourse.tables import Recourse, RecourseDecision
from tests.stages.recourse.hearing import LONG, hearing
from tests.together import together


def _act(board, action, *, by, **arguments):
    actor, now = board.build.principal(by), board.build.now
    return lambda: action(case_id=board.case_id, actor=actor, now=now, **arguments)


def test_two_leads_take_one_recourse(build):
    board = hearing(build)
    board.ask()
    done = together(build.app, *(_act(board, actions.take, kind=Kind.REVIEW, by=lead) for lead in board.people.leads[:2]))
    assert sorted(done) == ["RecourseMovedOn", "done"]


def test_one_answer_sent_twice_decides_once(build):
    board = hearing(build)
    lead = board.people.leads[0]
    board.heard(lead)
    answer = actions.Answer(Verdict.UPHELD, LONG + " In all.", {"anchor_misread": LONG})
    version = board.recourse().version
    twice = [_act(board, actions.decide, kind=Kind.REVIEW, answer=answer, version=version, by=lead) for _ in range(2)]
    done = together(build.app, *twice)
    decisions = build.read(lambda: db.session.query(RecourseDecision).count())
    assert (sorted(done)[-1], decisions) == ("done", 1)


def test_one_ask_sent_from_two_tabs_is_sent_once(build):
    board = hearing(build)
    board.write()
    version = board.recourse().version
    twice = [_act(board, actions.ask, kind=Kind.REVIEW, version=version, by=board.candidate) for _ in range(2)]
    assert sorted(together(build.app, *twice)) == ["CannotAsk", "done"]
    assert build.read(lambda: db.session.query(Recourse).count()) == 1
    assert {name: rows for name, rows in build.read(all_breaches).items() if rows} == {}
