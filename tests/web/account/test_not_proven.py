"""Whoever tries to be somebody and is not leaves a line in the log: by what, for which account, and never what was typed."""

import pytest
from structlog.testing import capture_logs

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account
from tests.building import PASSWORD

TYPED = "what only an intruder would type"


@pytest.fixture
def told(visit):
    """Returns what one request leaves in the log of proofs that were not taken."""

    def by(path, fields, account=None, **session):
        visitor = visit(account)
        with visitor.client.session_transaction() as kept:
            kept.update(session)
        with capture_logs() as lines:
            visitor.post(path, fields)
        assert [word for word in (TYPED, PASSWORD, "example.org", "Person") if word in str(lines)] == []
        return [(line["by"], line["account"], line["kinds"]) for line in lines if line["event"] == "not proven"]

    return by


def test_a_password_that_is_wrong_is_told_for_its_account_and_for_nobody(build, told):
    person, off = build.person(password=PASSWORD), build.person(password=PASSWORD)
    build.do(lambda: setattr(db.session.get_one(Account, off), "disabled_at", build.now))
    signs_in = {
        ("person1@example.org", TYPED): [("password", person, [])],
        ("nobody@example.org", TYPED): [("password", None, [])],
        ("person2@example.org", PASSWORD): [("password of a disabled account", off, [])],
        ("person1@example.org", PASSWORD): [],
    }
    found = {typed: told("/sign-in", dict(zip(("email", "password"), typed, strict=True))) for typed in signs_in}
    assert found == signs_in
    assert told("/account/second", {"present": TYPED}, account=person) == [("password", person, [])]


def test_a_code_a_passkey_a_link_and_an_answer_nobody_asked_for_are_told(told, app):
    link = told(f"/welcome/{TYPED.replace(' ', '-')}", {"new": TYPED, "again": TYPED})
    code = told("/sign-in/second", {"code": TYPED}, second_step="made up")
    passkey = told("/sign-in/passkey", {"answer": TYPED})
    assert (link, code, passkey) == (
        [("link", None, ["LinkExpired"])], [("code", None, ["SecondStepOver"])], [("passkey", None, ["PasskeyRefused"])],
    )  # fmt: skip
