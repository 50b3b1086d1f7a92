"""Mails of recourse, in both languages: the case and the page to open, and no word of what was asked or answered."""

from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.notices.postman import compose
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.people.tables import Account
from reviewboard.stages.recourse import actions
from reviewboard.stages.recourse.rules import Terms, Verdict
from reviewboard.stages.recourse.steps import Kind
from reviewboard.stages.recourse.unanswerable import unanswerable
from reviewboard.stages.submission.tables import Case
from tests.stages.recourse.hearing import GROUND_TEXT, LONG, NOTES, hearing
from tests.walking import settle

pytestmark = pytest.mark.once

TERM = timedelta(days=Terms().review_answer)


def taken(build):
    board = hearing(build)
    board.ask()
    board.do(actions.take, kind=Kind.REVIEW, by=board.people.leads[0])
    return board


def waiting(build):
    board = hearing(build)
    board.ask()
    return board, board.people.leads


def stuck(build):
    board = hearing(build, leads=1)
    board.ask(Kind.FEEDBACK)
    board.do(actions.take, kind=Kind.FEEDBACK, by=board.people.leads[0])
    board.decide(None, by=board.people.leads[0], kind=Kind.FEEDBACK)
    board.ask()
    return board, [board.people.coordinator]


def moved(build):
    board = taken(build)
    board.do(actions.disclose, by=board.people.leads[0])
    board.do(actions.say_ready, by=board.candidate)
    settle(build)
    return board, [board.people.leads[0]]


def answered(build):
    board = hearing(build)
    board.ask()
    board.do(actions.take, kind=Kind.REVIEW, by=board.people.leads[0])
    board.do(actions.disclose, by=board.people.leads[0])
    board.do(actions.waive_meeting, by=board.candidate)
    board.decide(Verdict.UPHELD, by=board.people.leads[0])
    return board, [board.candidate]


def soon(build):
    board = taken(build)
    board.later(days=TERM.days - 1)
    sweep(build)
    return board, [board.people.leads[0]]


def late(build):
    board = taken(build)
    board.later(days=TERM.days, seconds=1)
    sweep(build)
    return board, [board.people.leads[0]]


def sweep(build):
    with build.app.app_context():
        return actions.sweep_due(build.now)


def mails(build, kind, language):
    """Return account id → whole mail of every notice of a kind, as it reads in a language."""

    def read():
        db.session.execute(db.update(Account).values(language=language))
        columns = [Notice.id, Notice.kind, Notice.about, Notice.sent_at, Account.id.label("who"), Account.email, Account.name,
                   Account.language, Account.timezone]  # fmt: skip
        rows = db.session.execute(
            db.select(*columns).join(Account, Account.id == Notice.account_id).where(Notice.kind == kind)
        ).all()
        sent = [(row.who, compose(row, build.app.extensions["settings"], build.now)) for row in rows]
        return [(who, f"{mail['Subject']}\n{mail.get_content()}") for who, mail in sent]

    with build.app.test_request_context():
        return read()


@pytest.mark.parametrize(
    ("make", "kind", "page"),
    [
        (waiting, "recourse.waits", "/panel/recourse/{case}/decision_review"),
        (stuck, "recourse.nobody", "/cycles/{cycle}/recourse"),
        (moved, "recourse.moved", "/panel/recourse/{case}/decision_review"),
        (answered, "recourse.news", "/my/cases/{case}/recourse"),
        (soon, "recourse.due_soon", "/panel/recourse/{case}/decision_review"),
        (late, "recourse.overdue", "/panel/recourse/{case}/decision_review"),
    ],
)
def test_a_mail_says_which_case_and_where_and_no_more(build, make, kind, page):
    board, readers = make(build)
    reference = build.read(lambda: db.session.get_one(Case, board.case_id).reference)
    names = {who: build.principal(who).name for who in (*board.people.leads, *board.people.assessors, board.candidate)}
    for language, subject in (("en", "recourse"), ("fr", "recours")):
        found = mails(build, kind, language)
        assert {who for who, _mail in found} == set(readers)
        for who, mail in found:
            address = page.format(case=board.case_id, cycle=board.people.cycle)
            assert [word in mail for word in (build.principal(who).name, reference, address)] == [True] * 3
            assert kind == "recourse.news" or subject in mail.splitlines()[0].casefold()
            secrets = [GROUND_TEXT, LONG, NOTES, "upheld", "maintenu", "evel 2", "iveau 2"]
            secrets += [f"{name}\n" for other, name in names.items() if other != who]
            assert [secret for secret in secrets if secret in mail] == []


def test_whoever_answers_is_reminded_once_before_and_once_after_the_day(build):
    board = taken(build)
    first, second = board.people.leads[:2]

    def reminded():
        query = db.select(Notice.kind, Notice.account_id).where(Notice.kind.like("recourse.%due%"))
        rows = build.read(lambda: db.session.execute(query).all())
        return sorted((kind.removeprefix("recourse."), "first" if who == first else "second") for kind, who in rows)

    told = []
    for days in (TERM.days - 3, 1, 0.5, 1, 1, 5):
        board.later(days=days)
        told.append(sweep(build))
        sweep(build)
    assert (told, reminded()) == ([0, 1, 0, 0, 1, 0], [("due_soon", "first"), ("overdue", "first")])
    board.do(actions.hand_over, kind=Kind.REVIEW, reason=LONG, by=first)
    assert sweep(build) == 0
    board.do(actions.take, kind=Kind.REVIEW, by=second)
    assert (sweep(build), sweep(build), reminded()) == (
        1, 0, [("due_soon", "first"), ("overdue", "first"), ("overdue", "second")],
    )  # fmt: skip
    board.do(actions.withdraw, kind=Kind.REVIEW, by=board.candidate)
    assert sweep(build) == 0


def test_what_no_lead_may_answer_is_listed_until_somebody_may(build):
    board, _readers = stuck(build)
    answerable, _leads = waiting(build)

    def listed(cycle):
        return build.read(lambda: [(row.case_id, row.kind) for row in unanswerable(cycle, limit=9)])

    assert (listed(board.people.cycle), listed(answerable.people.cycle)) == ([(board.case_id, Kind.REVIEW)], [])
    build.someone(board.people.cycle, Role.LEAD)
    assert listed(board.people.cycle) == []
