"""Signing in: a new session every time, the same answer for every way of being wrong."""

import pytest
from argon2 import PasswordHasher, extract_parameters

from reviewboard.extensions import db
from reviewboard.foundation.people.tables import Account
from tests.building import PASSWORD


def sign_in(visitor, email, password, **more):
    return visitor.post("/sign-in", {"email": email, "password": password, **more})


def test_a_password_that_was_hashed_by_weaker_measures_is_hashed_anew_by_the_next_sign_in(build, visit):
    person = build.person(password=PASSWORD)
    weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1).hash(PASSWORD)
    build.do(lambda: setattr(db.session.get_one(Account, person), "password_hash", weak))
    elsewhere, held = visit(person), []
    for password, status in (("wrong", 422), (PASSWORD, 302), (PASSWORD, 302)):
        assert sign_in(visit(), "person1@example.org", password).status_code == status
        held.append(build.read(lambda: db.session.get_one(Account, person).password_hash))
    measures = [extract_parameters(each).memory_cost for each in held]
    assert (measures, held[1] == held[2], elsewhere.get("/account").status_code) == ([8192, 19456, 19456], True, 200)


def test_sign_in_leads_home_and_sign_out_ends_the_session(build, visit):
    build.person(password=PASSWORD)
    visitor = visit()
    assert sign_in(visitor, "person1@example.org", PASSWORD).status_code == 302
    assert visitor.get("/account").status_code == 200
    assert visitor.post("/sign-out").status_code == 302
    assert visitor.get("/account").headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("email", "password"),
    [("person1@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", ""), ("person2@example.org", PASSWORD)],
    ids=["wrong password", "unknown address", "nothing", "account without password"],
)
def test_every_way_of_being_wrong_gets_the_same_answer(build, visit, email, password):
    build.person(password=PASSWORD)
    build.person()
    answer = sign_in(visit(), email, password)
    reference = sign_in(visit(), "somebody@example.org", "something")
    same = [page.text.replace(email, "").replace("somebody@example.org", "") for page in (answer, reference)]
    assert answer.status_code == reference.status_code == 422
    assert [text.count("do not go together") + text.count("ne vont pas ensemble") for text in same] == [1, 1]


@pytest.mark.parametrize(
    ("onward", "goes_to"),
    [("/account?a=b", "/account?a=b"), ("//evil.example", "/account"), ("https://evil.example", "/account"),
     ("/\\evil.example", "/account"), ("", "/account")],
)  # fmt: skip
def test_sign_in_leads_only_to_places_on_this_board(build, visit, onward, goes_to):
    build.person(password=PASSWORD)
    browser = visit()
    assert sign_in(browser, "person1@example.org", PASSWORD, next=onward).headers["Location"] == goes_to
    assert browser.get("/account").status_code == 200


def test_a_form_without_its_token_changes_nothing(build, visit):
    account = build.person(password=PASSWORD)
    visitor = visit(account)
    answer = visitor.client.post("/account/password", data={"present": PASSWORD, "new": "x" * 20, "again": "x" * 20})
    assert answer.status_code == 422
    assert sign_in(visit(), "person1@example.org", PASSWORD).status_code == 302


def test_a_new_password_ends_every_other_session(build, visit):
    account = build.person(password=PASSWORD)
    here, elsewhere = visit(account), visit(account)
    new = "another sentence to keep"
    assert here.post("/account/password", {"present": PASSWORD, "new": new, "again": new}).status_code == 302
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302


def test_the_page_after_signing_out_speaks_the_same_language(build, visit):
    visitor = visit(build.person("Somebody", language="en"))
    for language in ("fr", "en"):
        visitor.post("/language", {"language": language, "next": "/account"})
        assert f'<html lang="{language}"' in visitor.get("/account").text
    visitor.post("/language", {"language": "fr", "next": "/account"})
    answer = visitor.post("/sign-out")
    assert '<html lang="fr"' in visitor.get(answer.headers["Location"], headers={"Accept-Language": "en"}).text
