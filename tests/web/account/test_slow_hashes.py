"""A password is looked at slowly, on purpose: meanwhile everybody else may write."""

import pytest
from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.people import passwords
from reviewboard.foundation.people.invitations import invite, token_of
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.people.tables import Account, SignInSession
from tests.building import PASSWORD

NEW = "another sentence to keep"


@pytest.fixture
def looked_at(app, monkeypatch):
    """Lets another connection write whenever a password is looked at or hashed; counts how often that was."""
    hasher, times = passwords._hasher, []

    class Slow:
        def verify(self, *given):
            return self._meanwhile(hasher.verify, *given)

        def hash(self, *given):
            return self._meanwhile(hasher.hash, *given)

        def _meanwhile(self, work, *given):
            with db.engine.connect().execution_options(writes=True) as other:
                other.exec_driver_sql("UPDATE accounts SET unit = 'elsewhere'")
                other.commit()
            times.append(work.__name__)
            return work(*given)

    def watch():
        monkeypatch.setattr(passwords, "_hasher", Slow())
        return times

    return watch


@pytest.mark.parametrize(("password", "status"), [(PASSWORD, 302), ("wrong", 422)])
def test_others_write_while_a_sign_in_is_looked_at(build, visit, looked_at, password, status):
    build.person(password=PASSWORD)
    times = looked_at()
    answer = visit().post("/sign-in", {"email": "person1@example.org", "password": password})
    assert (answer.status_code, times) == (status, ["verify"])


def test_others_write_while_a_password_is_changed(build, visit, looked_at):
    browser, times = visit(build.person(password=PASSWORD)), looked_at()
    answer = browser.post("/account/password", {"present": PASSWORD, "new": NEW, "again": NEW})
    assert (answer.status_code, times) == (302, ["verify", "hash"])


def test_others_write_while_a_first_password_is_hashed(build, visit, looked_at):
    person = build.person()
    token = build.do(lambda: token_of(invite(db.session.get_one(Account, person), actor=SYSTEM, now=build.now)))
    times = looked_at()
    assert (visit().post(f"/welcome/{token}", {"new": NEW, "again": NEW}).status_code, times) == (302, ["hash"])


def test_a_password_changed_while_the_old_one_was_looked_at_opens_nothing(app, build, visit, monkeypatch):
    person = build.person(password=PASSWORD)
    newer, looks = passwords.hash_password(NEW), passwords._hasher

    class Changed:
        def verify(self, *given):
            with db.engine.begin() as other:
                other.execute(Account.__table__.update().where(Account.id == person).values(password_hash=newer))
            return looks.verify(*given)

    monkeypatch.setattr(passwords, "_hasher", Changed())
    assert visit().post("/sign-in", {"email": "person1@example.org", "password": PASSWORD}).status_code == 422
    assert build.read(lambda: db.session.execute(select(func.count(SignInSession.id))).scalar_one()) == 0
