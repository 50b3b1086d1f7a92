"""A second step by an app: set up with the password, asked for at every sign-in, each code once, and lost without harm."""

import re
import time

import pyotp
import pytest
from structlog.testing import capture_logs

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.invitations import invite, token_of
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.people.tables import Account, SignInSession
from reviewboard.foundation.sign_in.app_codes import take_app_code
from reviewboard.foundation.sign_in.sealing import seal, unseal
from reviewboard.foundation.sign_in.second_step import MOST_TRIES, has_second_step
from reviewboard.foundation.sign_in.tables import AppKey, RecoveryCode, SignInStep
from tests.building import PASSWORD

NEW = "another sentence to keep"
ME = "person1@example.org"
HALF_MINUTE = 30  # seconds


def enter(visitor, password=PASSWORD, **more):
    return visitor.post("/sign-in", {"email": ME, "password": password, **more})


def opened(visitor):
    assert visitor.post("/account/second", {"present": PASSWORD}).status_code == 302
    return visitor


class Phone:
    """The app of a person: makes codes of half minutes that were not used yet."""

    def __init__(self, secret):
        self.codes, self.used = pyotp.TOTP(secret), 0

    def code(self):
        if (left := HALF_MINUTE - time.time() % HALF_MINUTE) < 2:  # the oldest one accepted is not to grow too old on its way
            time.sleep(left)
        self.used = max(self.used, int(time.time() // HALF_MINUTE) - 2) + 1
        return self.codes.generate_otp(self.used)


@pytest.fixture
def person(build):
    return build.person(password=PASSWORD)


@pytest.fixture
def phone(build, visit, person):
    """An app that was set up on the pages; `recovery` are the codes that were shown."""
    owner = opened(visit(person))
    assert owner.post("/account/second/app").headers["Location"] == "/account/second/app"
    page = owner.get("/account/second/app").text
    secret = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page).group(1).replace(" ", "")
    picture = owner.get("/account/second/app.svg")
    assert (picture.mimetype, picture.text.count("<svg"), "style" in picture.text) == ("image/svg+xml", 1, False)
    phone = Phone(secret)
    assert owner.post("/account/second/app/code", {"code": "000000"}).status_code == 422
    shown = owner.post("/account/second/app/code", {"code": phone.code()})
    phone.recovery = re.findall(r'<code class="secret">([a-z2-7-]+)</code>', shown.text)
    assert (shown.status_code, len(phone.recovery)) == (200, 8)
    return phone


def kinds(build):
    with build.app.app_context():
        return [row.about["change"] for row in db.session.query(Notice).order_by(Notice.created_at, Notice.id)]


def entered(build, prefix="account.s"):
    with build.app.app_context():
        return [(row.action, row.details) for row in db.session.query(JournalEntry).order_by(JournalEntry.number)
                if row.action.startswith(prefix)]  # fmt: skip


def test_a_password_opens_nothing_but_the_question_for_the_code(build, visit, person, phone):
    visitor = visit()
    answer = enter(visitor, next="/account?here=1")
    assert answer.headers["Location"] == "/sign-in/second"
    assert visitor.get("/account").status_code == 302
    assert visitor.get("/sign-in/second").status_code == 200
    with capture_logs() as lines:
        assert visitor.post("/sign-in/second", {"code": "123456"}).status_code == 422
    assert [(line["by"], line["account"]) for line in lines if line["event"] == "not proven"] == [("code", person)]
    code = phone.code()
    answer = visitor.post("/sign-in/second", {"code": f" {code[:3]} {code[3:]} "})
    assert (answer.headers["Location"], visitor.get("/account").status_code) == ("/account?here=1", 200)
    again = visit()
    enter(again)
    assert again.post("/sign-in/second", {"code": code}).status_code == 422  # once
    assert visit().get("/sign-in/second").status_code == 302  # nobody asked this browser
    assert kinds(build) == ["app_added"]
    assert entered(build)[-1] == ("account.sign_in", {"by": "app"})


def test_a_few_wrong_codes_end_the_question(build, visit, person, phone):
    visitor = visit()
    enter(visitor)
    tries = [visitor.post("/sign-in/second", {"code": "000000"}).status_code for _ in range(MOST_TRIES)]
    assert (tries, visitor.post("/sign-in/second", {"code": phone.code()}).status_code) == ([422] * MOST_TRIES, 410)
    late = visit()
    enter(late)
    build.do(lambda: db.session.query(SignInStep).update({"expires_at": build.now}))
    assert late.post("/sign-in/second", {"code": phone.code()}).status_code == 410


def test_a_recovery_code_opens_once_and_is_told(build, visit, person, phone):
    written = phone.recovery[0].replace("-", " ").upper()
    for code, status in ((written, 302), (written, 422), (phone.recovery[1], 302)):
        visitor = visit()
        enter(visitor)
        assert visitor.post("/sign-in/second", {"code": code}).status_code == status
    assert sorted(kinds(build)) == ["app_added", "code_used", "code_used"]
    held = build.read(lambda: [row.code_hash for row in db.session.query(RecoveryCode)])
    assert [code for code in phone.recovery if code in held] == []
    owner = opened(visitor)
    shown = re.findall(r'<code class="secret">([a-z2-7-]+)</code>', owner.post("/account/second/codes").text)
    assert (len(shown), set(shown) & set(phone.recovery)) == (8, set())


def test_a_link_for_a_new_password_does_not_go_around_the_second_step(build, visit, person, phone):
    token = build.do(lambda: token_of(invite(db.session.get_one(Account, person), actor=SYSTEM, now=build.now, reset=True)))
    visitor = visit()
    answer = visitor.post(f"/welcome/{token}", {"new": NEW, "again": NEW})
    assert (answer.headers["Location"], visitor.get("/account").status_code) == ("/sign-in/second", 302)
    assert visitor.post("/sign-in/second", {"code": phone.code()}).status_code == 302


ACTS = ("app", "app/code", "app/remove", "codes", "passkeys", "passkeys/options", "passkeys/x/name", "passkeys/x/remove")


def test_nothing_changes_without_the_password(build, visit, person, phone):
    stranger = build.person(password=PASSWORD)
    owner, other = visit(person), opened(visit(stranger))
    with other.client.session_transaction() as theirs, owner.client.session_transaction() as own:
        own["changes"] = theirs["changes"]
    before = entered(build)
    sent = [owner.post(f"/account/second/{act}", {"code": phone.codes.now()}).status_code for act in ACTS]
    assert sent == [422] * len(ACTS)
    assert owner.post("/account/second", {"present": "wrong"}).status_code == 422
    build.do(lambda: db.session.query(SignInStep).update({"expires_at": build.now}))
    assert other.post("/account/second/app").status_code == 422
    assert entered(build) == before


def test_the_last_second_step_takes_its_codes_with_it(build, visit, person, phone):
    owner = opened(visit(person))
    for _ in range(2):
        assert owner.post("/account/second/app/remove").status_code == 302
    assert (kinds(build), entered(build)[-1]) == (["app_added", "app_removed"], ("account.second_remove", {"kind": "app"}))
    assert build.read(lambda: db.session.query(RecoveryCode).count()) == 0
    assert enter(visit()).headers["Location"] == "/account"


def test_an_administrator_takes_second_steps_off_and_signs_out_but_not_for_themselves(build, visit, person, phone):
    admin = build.person(administrator=True, password=PASSWORD)
    desk, owner, another = visit(admin), visit(person), visit(build.person())
    for path in (f"/admin/accounts/{person}/second", f"/admin/accounts/{admin}/second"):
        assert another.post(path).status_code == 404
    assert desk.post(f"/admin/accounts/{admin}/second").status_code == 404
    assert "second" in desk.get(f"/admin/accounts/{person}").text
    assert desk.post(f"/admin/accounts/{person}/sessions").status_code == 302
    assert owner.get("/account").status_code == 302
    assert desk.post(f"/admin/accounts/{person}/second").status_code == 302
    assert (kinds(build), build.read(has_second_step, person)) == (["app_added", "taken_off"], False)
    assert [action for action, _details in entered(build)][-1] == "account.second_off"
    assert enter(visit()).headers["Location"] == "/account"


def test_the_database_alone_makes_no_code(build, person, phone):
    sealed = build.read(lambda: db.session.query(AppKey).one().sealed)
    assert phone.codes.secret not in sealed
    with build.app.app_context():
        assert unseal(sealed) == phone.codes.secret
        build.app.config["SECRET_KEY"], kept = "another key, as if it were changed", build.app.config["SECRET_KEY"]
        try:
            assert (unseal(sealed), take_app_code(person, phone.code(), now=build.now)) == (None, False)
            assert unseal(seal("a secret")) == "a secret"
        finally:
            build.app.config["SECRET_KEY"] = kept


def test_a_disabled_account_gets_no_further_than_its_password(build, visit, person, phone):
    visitor = visit()
    enter(visitor)
    build.do(lambda: setattr(db.session.get_one(Account, person), "disabled_at", build.now))
    assert visitor.post("/sign-in/second", {"code": phone.code()}).status_code == 410
    assert build.read(lambda: db.session.query(SignInSession).count()) == 1  # the one it was set up in
