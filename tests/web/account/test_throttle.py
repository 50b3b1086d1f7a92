"""Ten wrong passwords for one account, and the board listens no more for a while, however the address is written."""

from random import randrange
from uuid import uuid4

import pytest

from reviewboard.extensions import db, limiter
from reviewboard.foundation.people.actions import create_account
from reviewboard.foundation.people.invitations import invite, token_of
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.people.tables import Account
from tests.building import PASSWORD

pytestmark = pytest.mark.each

ALLOWED, OF_ONE_SOURCE = 10, 60


@pytest.fixture
def someone(build):
    """The address of an account that no other test counts."""
    address = f"{uuid4().hex}@example.org"
    build.do(create_account, email=address, name="Someone", password=PASSWORD, actor=SYSTEM, now=build.now)
    limiter.enabled = True
    yield address
    limiter.enabled = False


@pytest.mark.parametrize(
    "written",
    [lambda address, _n: address, lambda address, n: " " * n + address.upper() + " " * n],
    ids=["the same", "in capitals, with spaces"],
)
def test_the_eleventh_try_is_not_looked_at(someone, visit, written):
    tries = [
        visit().post("/sign-in", {"email": written(someone, number), "password": "wrong"}).status_code
        for number in range(ALLOWED)
    ]
    right = visit().post("/sign-in", {"email": someone, "password": PASSWORD}).status_code
    assert (tries, right) == ([422] * ALLOWED, 429)


def test_an_address_with_a_tail_is_another_address(someone, visit):
    tailed = someone + " " * 250 + "x"
    assert visit().post("/sign-in", {"email": tailed, "password": PASSWORD}).status_code == 422
    assert visit().post("/sign-in", {"email": someone, "password": PASSWORD}).status_code == 302


def test_right_passwords_are_not_counted(someone, visit):
    entered = [visit().post("/sign-in", {"email": someone, "password": PASSWORD}).status_code for _ in range(ALLOWED + 1)]
    assert entered == [302] * (ALLOWED + 1)


def test_an_office_behind_one_address_opens_its_links_and_only_dead_ones_are_counted(build, visit):
    account_id = build.person()
    token = build.do(lambda: token_of(invite(db.session.get_one(Account, account_id), actor=SYSTEM, now=build.now)))
    link, dead = f"/welcome/{token}", "/welcome/" + uuid4().hex
    office = {"REMOTE_ADDR": f"10.1.{randrange(256)}.{randrange(256)}"}
    limiter.enabled = True

    def opened(path):
        return visit().client.get(path, environ_base=office).status_code

    try:
        assert {opened(link) for _ in range(OF_ONE_SOURCE + 1)} == {200}
        assert {opened(dead) for _ in range(OF_ONE_SOURCE)} == {410}
        assert opened(dead) == opened(link) == 429
    finally:
        limiter.enabled = False


def test_who_asks_for_more_than_a_person_reads_waits_and_nobody_else(app, build, visit, monkeypatch):
    monkeypatch.setitem(app.config, "PACE", "20 per 5 minutes")
    copying, neighbour = build.person(), build.person()
    limiter.enabled = True
    try:
        answers = [visit(copying).get("/account").status_code for _ in range(21)]
        assert answers == [200] * 20 + [429]
        assert (visit(neighbour).get("/account").status_code, visit().get("/sign-in").status_code) == (200, 200)
        assert visit(copying).get("/healthz").status_code == 200
    finally:
        limiter.enabled = False


def test_the_eleventh_guess_of_the_present_password_is_not_looked_at(build, visit):
    here, neighbour = (visit(build.person(password=PASSWORD)) for _ in range(2))
    limiter.enabled = True
    new = "another sentence to keep"

    def change(visitor, present, again=new):
        return visitor.post("/account/password", {"present": present, "new": new, "again": again}).status_code

    try:
        differ = [change(here, PASSWORD, again="typed otherwise") for _ in range(ALLOWED + 1)]
        guesses = [change(here, "wrong") for _ in range(ALLOWED)]
        assert (differ, guesses, change(here, PASSWORD)) == ([422] * (ALLOWED + 1), [422] * ALLOWED, 429)
        assert change(neighbour, PASSWORD) == 302
    finally:
        limiter.enabled = False
