"""Whoever tries addresses or links learns nothing from how much the board does: the same statements, the same hashes.

What that takes on a clock is measured by `python -m bench.sign_in`.
"""

from datetime import timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.people import passwords
from reviewboard.foundation.people.invitations import invite, token_of
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.people.tables import Account, Invitation
from reviewboard.foundation.sign_in.tables import AppKey
from tests.building import PASSWORD
from tests.web.assessor.desks import counted

pytestmark = pytest.mark.once
NEW = "nine herons over the weir"


@pytest.fixture
def work(app, visit, monkeypatch):
    """Returns what a request takes: its status, the statements that were sent, and the passwords that were looked at."""
    hasher, looks = passwords._hasher, []

    class Counting:
        def verify(self, *given):
            looks.append("look")
            return hasher.verify(*given)

        def hash(self, *given):
            looks.append("hash")
            return hasher.hash(*given)

    monkeypatch.setattr(passwords, "_hasher", Counting())

    def of(path, fields, method="post"):
        visitor = visit()
        looks.clear()
        with counted(app) as sent:
            answer = getattr(visitor, method)(path, *([fields] if method == "post" else []))
        return answer.status_code, list(sent), list(looks)

    return of


def test_every_address_takes_the_same_work(build, work):
    people = [build.person(password=PASSWORD), build.person(), build.person(password=PASSWORD), build.person(password=PASSWORD)]

    def different():
        db.session.get_one(Account, people[2]).disabled_at = build.now
        db.session.add(AppKey(account_id=people[3], sealed="x", last_step=0, begun_at=build.now, confirmed_at=build.now))

    build.do(different)
    addresses = [f"person{number}@example.org" for number in (1, 2, 3, 4, 5)] + [""]
    found = [work("/sign-in", {"email": address, "password": "wrong"}) for address in addresses]
    assert found == [found[0]] * len(addresses)
    assert (found[0][0], found[0][2]) == (422, ["look"])
    long = work("/sign-in", {"email": addresses[0], "password": "x" * 10_000})  # no longer than any other
    assert long == found[0]


def test_every_link_that_is_dead_takes_the_same_work(build, work):
    people = [build.person() for _ in range(4)]
    used, old, off, live = (
        build.do(lambda one=one: invite(db.session.get_one(Account, one), actor=SYSTEM, now=build.now)) for one in people
    )

    def dead():
        db.session.get_one(Invitation, used).used_at = build.now
        db.session.get_one(Invitation, old).made_at = build.now - timedelta(days=30)
        db.session.get_one(Invitation, old).expires_at = build.now - timedelta(days=1)
        db.session.get_one(Account, people[2]).disabled_at = build.now

    build.do(dead)
    tokens = [build.read(token_of, one) for one in (used, old, off)] + ["unknown"]
    for method in ("get", "post"):
        found = [work(f"/welcome/{token}", {"new": NEW, "again": NEW}, method) for token in tokens]
        assert found == [found[0]] * len(tokens)
        assert (found[0][0], found[0][2]) == (410, [])
    assert work(f"/welcome/{build.read(token_of, live)}", {"new": NEW, "again": NEW})[0] == 302


def test_a_password_is_never_cut(build, visit):
    longest = "é" * passwords.LONGEST
    build.person(password=longest)
    sent = [visit().post("/sign-in", {"email": "person1@example.org", "password": said}).status_code
            for said in (longest + "é", longest[:-1], longest)]  # fmt: skip
    assert sent == [422, 422, 302]
