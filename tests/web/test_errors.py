"""Error pages help also when the database is away, and never show a password or a character that no page may hold."""

import re

import pytest
from sqlalchemy import text

from reviewboard.config import ROOT
from reviewboard.extensions import db
from tests.building import PASSWORD

LONG = "a sentence that nobody else would think of"


@pytest.fixture
def in_production(app):
    """Faults are answered, not raised."""
    app.testing = False
    yield app
    app.testing = True


@pytest.fixture
def without_sessions(app):
    """A database that answers no question about who is signed in."""
    _rename(app, "sign_in_sessions", "away")
    yield
    _rename(app, "away", "sign_in_sessions")


def _rename(app, table, name):
    with app.app_context():
        db.session.execute(text(f"ALTER TABLE {table} RENAME TO {name}"))
        db.session.commit()


@pytest.fixture
def visitor(build, visit):
    return visit(build.person(password=PASSWORD))


def test_a_page_answers_although_the_database_does_not(visitor, in_production, without_sessions):
    page = visitor.get("/account")
    assert (page.status_code in (500, 503), page.text.count("</html>")) == (True, 1)


def test_what_was_typed_is_shown_although_the_database_does_not_answer(visitor, in_production, without_sessions):
    page = visitor.post("/account/password", {"note": LONG})
    assert page.text.count(LONG) == 1


@pytest.mark.parametrize("field", ["password", "present", "new", "again", "code"])
def test_a_page_about_a_lost_form_shows_nothing_that_opens_an_account(visitor, field):
    page = visitor.client.post("/account/password", data={field: LONG, "note": LONG + " at all"})
    assert (page.status_code, page.text.count(LONG), page.text.count(LONG + " at all")) == (422, 1, 1)


def test_a_character_that_no_text_may_hold_is_refused_everywhere(visitor, visit):
    answers = [
        visit().post("/sign-in", {"email": "a\x00b@example.org", "password": "x"}),
        visitor.post("/account/password", {"present": "x\x00", "note": LONG + "\x00"}),
        visitor.get("/account?after=%00"),
        visitor.get("/desk/a%00b"),
        visitor.get("/desk/nothing"),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 404, 404]
    assert answers[1].text.count(LONG) == 1


@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://localhost/my/cases/a?step=2", ["/my/cases/a?step=2"]),
        ("https://elsewhere.example/my/cases/a", []),
        ("http://localhost/account/password", []),
        (None, []),
    ],
)
def test_a_form_whose_session_ended_leads_back_to_its_own_page(visitor, referrer, back):
    headers = {"Referer": referrer} if referrer else {}
    page = visitor.client.post("/account/password", data={"note": LONG}, headers=headers)
    found = re.findall(r'href="([^"]*)"[^>]*>\s*Open the page again', page.text)
    assert (page.status_code, found) == (422, back)


@pytest.mark.parametrize(
    ("referrer", "next_page"),
    [
        ("http://localhost/account?a=1", "/account?a=1"),
        ("https://elsewhere.example/account", "/"),
        ("http://localhost//elsewhere.example/account", "/"),
        ("http://localhost/language", "/"),  # takes forms, and is no page
        (None, "/"),
    ],
)
def test_the_other_language_leads_back_to_the_page_that_sent_a_form(visitor, referrer, next_page):
    headers = {"Referer": referrer} if referrer else {}
    page = visitor.client.post("/account/password", data={"note": LONG}, headers=headers)
    assert re.findall(r'name="next" value="([^"]*)"', page.text) == [next_page]


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/panel/releases/1234/hold", "/panel/releases/1234"),
        ("/my/cases/1234/examples/5678/remove", "/my/cases/1234"),
        ("/panel/recourse/1234/decision_review/decline", "/panel/recourse/1234/decision_review"),
        ("/account/password", "/account"),
    ],
)
def test_the_address_of_a_form_leads_to_its_page_whether_or_not_there_is_such_a_page(visitor, asked, leads_to):
    answer = visitor.get(asked)
    assert (answer.status_code, answer.headers.get("Location")) == (302, leads_to)


@pytest.mark.parametrize("asked", ["/sign-out", "/language", "/no/such/page"])
def test_what_stands_under_no_page_is_not_found(visitor, asked):
    assert visitor.get(asked).status_code == 404


def test_more_people_than_connections_are_told_to_send_again(visitor, in_production, monkeypatch):
    with in_production.app_context():
        pool = db.engine.pool
        monkeypatch.setattr(pool, "_timeout", 0.1)
        taken = [db.engine.connect() for _ in range(pool.size() + pool._max_overflow - pool.checkedout())]
    try:
        assert visitor.get("/account").status_code == 503
    finally:
        for connection in taken:
            connection.close()
    assert visitor.get("/account").status_code == 200


def test_a_web_process_has_a_connection_for_each_of_its_threads(app):
    with app.app_context():
        pool = db.engine.pool
        most = pool.size() + pool._max_overflow
    (threads,) = re.findall(r"^threads = (\d+)$", (ROOT / "gunicorn.conf.py").read_text("utf-8"), re.M)
    assert most > int(threads)
