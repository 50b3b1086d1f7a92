"""Links with which people set their own password: once, for a while, told apart from no other wrong link."""

import re
from datetime import timedelta
from functools import partial

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.notices.postman import _notice, compose
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.actions import prove_password, sign_in
from reviewboard.foundation.people.invitations import (
    INVITE_FOR,
    RESET_FOR,
    LinkExpired,
    accept_invitation,
    invite,
    invited_account,
    token_of,
)
from reviewboard.foundation.people.passwords import hash_password
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.people.sessions import find_session
from reviewboard.foundation.people.tables import Account, Invitation
from tests.together import on_server, together

PASSWORD = "a sentence to remember"
HASH = hash_password(PASSWORD)


@pytest.fixture
def invited(build):
    """A person and the token of their link."""
    person = build.person("Ana")

    def make(reset=False):
        account = db.session.get_one(Account, person)
        return token_of(invite(account, actor=SYSTEM, now=build.now, reset=reset))

    return person, make


def test_a_link_sets_a_password_once_and_signs_in(build, invited):
    person, make = invited
    token = build.do(make)
    session = build.do(accept_invitation, token=token, password_hash=HASH, now=build.now).token
    with build.app.app_context():
        assert find_session(session, now=build.now).principal.account_id == person
        email = db.session.get(Account, person).email
        proof = prove_password(email=email, password=PASSWORD)
    assert build.do(sign_in, proof=proof, now=build.now)
    with pytest.raises(LinkExpired):
        build.do(accept_invitation, token=token, password_hash=HASH, now=build.now)


def test_the_database_holds_no_token(build, invited):
    token = build.do(invited[1])
    with build.app.app_context():
        held = db.session.query(Invitation).one()
        notice = db.session.query(Notice).one()
    assert token not in (held.id, held.token_hash, *map(str, notice.about.values()))


@pytest.mark.parametrize(("reset", "lasts"), [(False, INVITE_FOR), (True, RESET_FOR)])
def test_a_link_ends_with_its_time(build, invited, reset, lasts):
    token = build.do(invited[1], reset=reset)
    just_before, after = build.now + lasts - timedelta(seconds=1), build.now + lasts
    assert build.read(lambda: invited_account(token, now=just_before).id) == invited[0]
    with pytest.raises(LinkExpired):
        build.read(invited_account, token, now=after)


def test_a_newer_link_ends_the_earlier_one(build, invited):
    first, second = build.do(invited[1]), build.do(invited[1])
    with pytest.raises(LinkExpired):
        build.read(invited_account, first, now=build.now)
    assert build.read(lambda: invited_account(second, now=build.now).id) == invited[0]


def test_a_short_password_leaves_the_link_usable(build, invited, visit):
    token = build.do(invited[1])
    assert visit().post(f"/welcome/{token}", {"new": "short", "again": "short"}).status_code == 422
    assert build.read(lambda: invited_account(token, now=build.now).id) == invited[0]


def test_a_disabled_account_has_no_working_link(build, invited):
    token = build.do(invited[1])

    def disable():
        db.session.get_one(Account, invited[0]).disabled_at = build.now

    build.do(disable)
    with pytest.raises(LinkExpired):
        build.read(invited_account, token, now=build.now)


@pytest.mark.parametrize("reset", [False, True])
def test_the_mail_carries_the_link_and_nothing_else_secret(build, invited, settings, reset):
    token = build.do(invited[1], reset=reset)
    with build.app.app_context():
        notice = _notice(db.session.query(Notice.id).scalar())
        text = compose(notice, settings, build.now).get_content()
    assert f"{settings.base_url}/welcome/{token}" in text.split()


def test_the_page_behind_the_link_sets_the_password(build, invited, visit):
    token = build.do(invited[1])
    browser = visit()
    assert browser.get(f"/welcome/{token}").status_code == 200
    assert browser.post(f"/welcome/{token}", {"new": PASSWORD, "again": "another one entirely"}).status_code == 422
    assert browser.post(f"/welcome/{token}", {"new": "short", "again": "short"}).status_code == 422
    answer = browser.post(f"/welcome/{token}", {"new": PASSWORD, "again": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert browser.get("/account").status_code == 200


def test_every_wrong_link_gets_the_same_answer(build, invited, visit):
    used = build.do(invited[1])
    build.do(accept_invitation, token=used, password_hash=HASH, now=build.now)
    pages = {token: visit().get(f"/welcome/{token}") for token in (used, "never-made", "x" * 500)}
    assert [page.status_code for page in pages.values()] == [410] * 3
    plain = {
        re.sub(r'value="[^"]*"|X-CSRFToken[^}]*', "", page.text.replace(token, "")) for token, page in pages.items()
    }
    assert len(plain) == 1
    assert visit().post(f"/welcome/{used}", {"new": PASSWORD, "again": PASSWORD}).status_code == 410


@on_server
def test_of_two_who_use_a_link_at_once_one_is_signed_in(build, app):
    person = build.person()
    token = build.do(lambda: token_of(invite(db.session.get_one(Account, person), actor=SYSTEM, now=build.now)))
    passwords = ("the first hash", "the second hash")
    outcomes = together(
        app, *(partial(accept_invitation, token=token, password_hash=chosen, now=build.now) for chosen in passwords)
    )
    assert sorted(outcomes) == ["LinkExpired", "done"]
