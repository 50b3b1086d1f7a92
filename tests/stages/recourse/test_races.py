"""Fifty people or windows do the same deciding thing to one recourse at the same moment: it happens once."""

from collections import Counter
from functools import partial
from itertools import cycle, islice

import pytest
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation import refusals
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.invariants import all_breaches
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse import refusals as of_recourse
from reviewboard.stages.recourse.rules import Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.recourse.tables import Recourse, RecourseDecision, RecourseHandler
from reviewboard.stages.submission.tables import Case
from tests.stages.recourse.hearing import LONG, Hearing, hearing
from tests.together import together
from tests.walking import level, settle

TIMES = 50
REFUSED = {
    name
    for module in (refusals, of_recourse)
    for name, one in vars(module).items()
    if isinstance(one, type) and issubclass(one, refusals.Refusal)
}


def _by(board: Hearing, action, *people, share=1, **arguments):
    """Return the same act as fifty works, or a share of them, by these people in turn."""
    turns = islice(cycle([board.build.principal(who) for who in people]), TIMES // share)
    return [partial(action, case_id=board.case_id, actor=who, now=board.build.now, **arguments) for who in turns]


def _answer(verdict, outcome=None):
    texts = {"effort": LONG, "benefit": LONG} if outcome else {}
    return actions.Answer(verdict, LONG + " In all.", {"anchor_misread": LONG}, outcome, texts, LONG if outcome else "")


def asking_in_many_windows(board):
    board.write()
    return _by(board, actions.ask, board.candidate, kind=Kind.REVIEW, version=board.recourse().version)


def taking_it(board):
    board.ask()
    return _by(board, actions.take, *board.people.leads, kind=Kind.REVIEW)


def taking_and_withdrawing(board):
    board.ask()
    return [*_by(board, actions.take, *board.people.leads, share=2, kind=Kind.REVIEW),
            *_by(board, actions.withdraw, board.candidate, share=2, kind=Kind.REVIEW)]  # fmt: skip


def upholding(board):
    board.heard(board.people.leads[0])
    return _by(board, actions.decide, board.people.leads[0], kind=Kind.REVIEW, answer=_answer(Verdict.UPHELD),
               version=board.recourse().version)  # fmt: skip


def returning_and_withdrawing(board):
    board.heard(board.people.leads[0])
    decide = _by(board, actions.decide, board.people.leads[0], share=2, kind=Kind.REVIEW, answer=_answer(Verdict.RETURNED),
                 version=board.recourse().version)  # fmt: skip
    return [*decide, *_by(board, actions.withdraw, board.candidate, share=2, kind=Kind.REVIEW)]


def deciding_two_ways(board):
    board.heard(board.people.leads[0])
    version = board.recourse().version
    return [
        work for answer in (_answer(Verdict.VARIED, level(3)), _answer(Verdict.UPHELD))
        for work in _by(board, actions.decide, board.people.leads[0], share=2, kind=Kind.REVIEW, answer=answer, version=version)
    ]  # fmt: skip


def varied(board):
    board.heard(board.people.leads[0])
    board.decide(Verdict.VARIED, by=board.people.leads[0], outcome=level(3))
    return board.recourse().version


def countersigning(board):
    version = varied(board)
    return _by(board, actions.countersign, *board.people.leads[1:], version=version)


def countersigning_and_declining(board):
    version = varied(board)
    others = board.people.leads[1:]
    return [*_by(board, actions.countersign, *others, share=2, version=version),
            *_by(board, actions.decline, *others, share=2, reason=LONG, version=version)]  # fmt: skip


def rated_afresh(board):
    board.heard(board.people.leads[0])
    board.decide(Verdict.RETURNED, by=board.people.leads[0])
    board.do(actions.take, kind=Kind.FRESH, by=board.people.leads[1])
    board.rate_afresh(3, 3)
    return {"kind": Kind.FRESH, "answer": _answer(None), "version": board.recourse(Kind.FRESH).version}


def concluding(board):
    how = rated_afresh(board)
    return _by(board, actions.decide, board.people.leads[1], **how)


def concluding_and_withdrawing(board):
    how = rated_afresh(board)
    return [*_by(board, actions.decide, board.people.leads[1], share=2, **how),
            *_by(board, actions.withdraw, board.candidate, share=2, kind=Kind.FRESH)]  # fmt: skip


def concluding_and_handing_over(board):
    how = rated_afresh(board)
    return [*_by(board, actions.decide, board.people.leads[1], share=2, **how),
            *_by(board, actions.hand_over, board.people.leads[1], share=2, kind=Kind.FRESH, reason=LONG)]  # fmt: skip


RACES = {
    work.__name__.replace("_", " "): (work, effect)
    for work, effect in (
        (asking_in_many_windows, {"ask"}),
        (taking_it, {"take"}),
        (taking_and_withdrawing, {"take", "withdraw"}),
        (upholding, {"uphold"}),
        (returning_and_withdrawing, {"return", "withdraw"}),
        (deciding_two_ways, {"vary", "uphold"}),
        (countersigning, {"countersign"}),
        (countersigning_and_declining, {"countersign", "decline"}),
        (concluding, {"conclude"}),
        (concluding_and_withdrawing, {"conclude", "withdraw"}),
        (concluding_and_handing_over, {"conclude", "hand_over"}),
    )
}
"""Race: who runs it, and the acts of which exactly one happens."""
MAY_FOLLOW = {"taking and withdrawing": "withdraw"}  # what was taken a moment ago may still be taken back


def _acts(board):
    query = select(JournalEntry.action).where(JournalEntry.case_id == board.case_id)
    return Counter(one.removeprefix("recourse.") for one in board.build.read(lambda: db.session.execute(query).scalars().all()))


@pytest.mark.parametrize("name", RACES)
def test_a_deciding_act_happens_once(build, name):
    prepare, effects = RACES[name]
    board = hearing(build)
    works = prepare(board)
    before = _acts(board)
    told = Counter(together(build.app, *works))
    happened = {act: count for act, count in (_acts(board) - before).items() if act in effects}
    assert set(happened.values()) == {1}
    assert len(set(happened) - {MAY_FOLLOW.get(name)}) <= 1
    assert (told.pop("done"), told.total(), set(told) - REFUSED) == (len(happened), TIMES - len(happened), set())
    settle(build)
    assert len([in_force for _level, in_force in board.levels() if in_force]) == 1
    assert {broken: rows for broken, rows in build.read(all_breaches).items() if rows} == {}


def test_a_courier_that_comes_fifty_times_begins_one_fresh_case(build):
    board = hearing(build)
    board.heard(board.people.leads[0])
    answer, version = _answer(Verdict.RETURNED), board.recourse().version
    board.do(actions.decide, kind=Kind.REVIEW, answer=answer, version=version, by=board.people.leads[0])
    begin = partial(actions.begin_fresh, recourse_id=board.recourse(Kind.FRESH).id, now=build.now)
    assert Counter(together(build.app, *[begin] * TIMES)) == {"done": TIMES}
    assert build.read(lambda: db.session.query(Case).filter(Case.fresh_of.is_not(None)).count()) == 1


def test_what_happened_once_left_one_row_of_each(build):
    board = hearing(build)
    works = taking_it(board)
    together(build.app, *works)
    rows = build.read(lambda: [db.session.query(table).count() for table in (Recourse, RecourseHandler, RecourseDecision)])
    assert rows == [1, 1, 0]
