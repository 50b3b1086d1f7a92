"""What an account says of a person is corrected by an administrator, with a reason, and everybody it concerns hears of it."""

from functools import partial

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.postman import _notice, compose, note_sent
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.actions import set_password
from reviewboard.foundation.people.correcting import (
    AddressTaken,
    CorrectedElsewhere,
    CorrectionIncomplete,
    NothingToCorrect,
    OwnAccount,
    Said,
    correct_account,
    lacks,
    said_of,
    tidied,
)
from reviewboard.foundation.people.invitations import LinkExpired, invite, invited_account, token_of
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.people.sessions import find_session
from reviewboard.foundation.people.tables import Account, SignInSession
from reviewboard.foundation.refusals import NotYours
from reviewboard.stages.assignment.standing import sweep_unfit
from reviewboard.stages.submission.tables import Case
from tests.stages.casework import casework
from tests.together import together

WHY = "She married, and the directory has her new name."
HERS = Said("ana.roy@example.org", "Ana Roy", "Audit", "East")


@pytest.fixture
def admin(build):
    """An administrator."""
    return build.person("Ada Admin", administrator=True)


@pytest.fixture
def ana(build):
    """Somebody whose account says what HERS says, but for the address."""
    return build.person("Ana Roy", unit="Audit", team="East")


@pytest.fixture
def correct(build, admin):
    """Correct an account as the administrator: these fields, and the others as they are."""

    def does(account_id, *, by=admin, seen=None, reason=WHY, **fields):
        now = build.read(lambda: said_of(db.session.get_one(Account, account_id)))
        typed = Said(**{**now.__dict__, **fields})
        return build.do(correct_account, account_id=account_id, typed=typed, seen=now.mark if seen is None else seen,
                        reason=reason, actor=build.principal(by), now=build.now)  # fmt: skip

    return does


def _said(build, account_id):
    return build.read(lambda: said_of(db.session.get_one(Account, account_id)))


def _told(build):
    return build.read(lambda: [(one.kind, one.address, one.about) for one in db.session.query(Notice).order_by(Notice.kind)])


@pytest.mark.parametrize(
    ("fields", "reason", "found"),
    [
        ({}, WHY, set()),
        ({"unit": "", "team": ""}, WHY, set()),
        ({"name": ""}, WHY, {"name"}),
        ({"name": "x" * 201, "unit": "=1+1", "team": "a\u202eb"}, WHY, {"name", "unit", "team"}),
        ({"email": ""}, WHY, {"email"}),
        ({"email": "ana at example.org"}, WHY, {"email"}),
        ({"email": "a" * 300 + "@example.org"}, WHY, {"email"}),
        ({}, "  She married.      ", {"reason"}),
        ({"email": "no"}, "", {"email", "reason"}),
    ],
)
def test_a_field_says_what_it_lacks(app, fields, reason, found):
    with app.test_request_context():
        assert set(lacks(Said(**{**HERS.__dict__, **fields}), reason)) == found


def test_what_is_typed_is_kept_as_accounts_keep_it():
    assert tidied(Said(" Ana.ROY@example.org ", " Ana  Roy", "Audit ", " East")) == HERS
    assert (HERS.mark == tidied(HERS).mark, HERS.mark == Said("", "", "", "").mark) == (True, False)


def test_a_name_is_corrected_and_the_journal_keeps_which_field_and_why_and_no_name(build, correct, ana, admin, visit):
    visit(ana)
    assert correct(ana, name="  Ana Tremblay ") == ("name",)
    assert (_said(build, ana).name, _told(build)) == ("Ana Tremblay", [("account.corrected", None, {"changed": ["name"]})])
    entry = build.read(lambda: db.session.query(JournalEntry).filter_by(action="account.correct").one())
    assert (entry.actor_id, entry.subject, entry.reason, entry.details) == (admin, f"account:{ana}", WHY, {"changed": ["name"]})
    assert build.read(lambda: db.session.query(SignInSession).filter_by(account_id=ana).count()) == 1


def test_a_new_address_ends_sessions_and_links_and_is_told_to_both(build, correct, ana, visit):
    visitor = visit(ana)
    link = build.do(lambda: token_of(invite(db.session.get_one(Account, ana), actor=SYSTEM, now=build.now)))
    with visitor.client.session_transaction() as session:
        token = session["_user_id"]
    assert (build.read(find_session, token, now=build.now) is None, build.read(invited_account, link, now=build.now).id) == (
        False, ana,
    )  # fmt: skip
    before = _said(build, ana).email
    assert correct(ana, email="Ana.Roy@example.org") == ("email",)
    assert build.read(find_session, token, now=build.now) is None
    with pytest.raises(LinkExpired):
        build.read(invited_account, link, now=build.now)
    assert visitor.get("/account").headers["Location"].startswith("/sign-in")
    told = [one for one in _told(build) if one[0] != "account.invite"]
    assert told == [("account.address_left", before, {}), ("account.corrected", None, {"changed": ["email"]})]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_address_gets_a_mail_of_its_own_and_the_old_one_is_forgotten_then(build, correct, admin, language):
    who = build.person("Ana Roy", language=language)
    before = _said(build, who).email
    correct(who, email="ana.roy@example.org", unit="Appeals")

    def mails():
        settings = build.app.extensions["settings"]
        found = [compose(_notice(one.id), settings, build.now) for one in db.session.query(Notice).order_by(Notice.kind)]
        return {mail["To"]: mail.get_content() for mail in found}

    told = build.read(mails)
    assert set(told) == {before, "ana.roy@example.org"}
    assert ["ana.roy@example.org" in told[before], before in told["ana.roy@example.org"]] == [False, False]
    listed = [line for line in told["ana.roy@example.org"].splitlines() if line.startswith("-")]
    assert (len(listed), "Appeals" in told["ana.roy@example.org"]) == (2, False)
    for notice_id in build.read(lambda: [one.id for one in db.session.query(Notice)]):
        build.do(note_sent, notice_id=notice_id, now=build.now)
    assert [address for _kind, address, _about in _told(build)] == [None, None]


def test_a_team_is_corrected_and_whoever_rates_a_candidate_of_it_loses_the_case(build, correct):
    work = casework(build, assessors=3)
    case_id, seat, _other = work.cleared()
    candidate = build.read(lambda: db.session.get_one(Case, case_id).candidate_id)
    theirs = _said(build, candidate)
    correct(seat.assessor_id, unit=theirs.unit.upper(), team=theirs.team)
    work.sweep(sweep_unfit, build.now)
    assert seat.assessor_id not in {one.assessor_id for one in work.seats(case_id)}


@pytest.mark.parametrize("email", ["person1@example.org", " PERSON1@Example.org"])
def test_an_address_of_somebody_else_is_refused(build, admin, correct, ana, email):
    before = _said(build, ana)
    with pytest.raises(AddressTaken):
        correct(ana, email=email, name="Ana Tremblay")
    assert (_said(build, ana), _told(build)) == (before, [])


def test_two_who_are_given_one_address_at_once_are_two(build, app, admin):
    people = [build.person(name) for name in ("Ana", "Ava")]

    def give(account_id):
        now = _said(build, account_id)
        typed = Said("one@example.org", now.name, now.unit, now.team)
        return partial(correct_account, account_id=account_id, typed=typed, seen=now.mark, reason=WHY,
                       actor=build.principal(admin), now=build.now)  # fmt: skip

    assert sorted(together(app, *(give(who) for who in people))) == ["AddressTaken", "done"]


@pytest.mark.parametrize(
    ("how", "refusal"),
    [
        ({"reason": "Married."}, CorrectionIncomplete),
        ({"email": "nobody"}, CorrectionIncomplete),
        ({"seen": "what stood there before"}, CorrectedElsewhere),
        ({"name": "Ana Roy"}, NothingToCorrect),
    ],
)
def test_what_cannot_be_corrected_so_is_refused_and_nothing_is_changed(build, correct, ana, how, refusal):
    before = _said(build, ana)
    with pytest.raises(refusal):
        correct(ana, **({"name": "Ana Tremblay"} | how))
    assert (_said(build, ana), _told(build)) == (before, [])


def test_nobody_corrects_themselves_and_nobody_but_an_administrator_others(build, correct, ana, admin):
    with pytest.raises(OwnAccount):
        correct(admin, name="Ada Else")
    for account_id, by in ((admin, ana), (ana, ana)):
        with pytest.raises(NotYours):
            correct(account_id, by=by, name="Somebody")
    assert (_said(build, admin).name, _said(build, ana).name) == ("Ada Admin", "Ana Roy")


def test_a_password_stays_and_opens_the_account_by_its_new_address(build, correct, ana, visit):
    from tests.building import PASSWORD
    from tests.foundation.people.test_invitations import HASH

    build.do(lambda: set_password(db.session.get_one(Account, ana), HASH, now=build.now))
    before = _said(build, ana).email
    correct(ana, email="ana.roy@example.org")
    answers = [visit().post("/sign-in", {"email": email, "password": PASSWORD}) for email in (before, "ana.roy@example.org")]
    assert [answer.status_code for answer in answers] == [422, 302]
