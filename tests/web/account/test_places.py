"""Where a person is signed in: listed, ended, ended by itself when nobody is there, and told in time."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.browsers import browser_name
from reviewboard.foundation.people.sessions import IDLE, LONGEST, NOTE_EVERY
from reviewboard.foundation.people.tables import SignInSession
from tests.building import PASSWORD

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "another sentence to keep"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36",
         "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile Safari/604.1",
         "Safari, iPhone"),
        ("curl/8.0", ""),
    ],
)  # fmt: skip
def test_a_browser_is_named_in_two_words(agent, name):
    assert browser_name(agent) == name


def sessions(build):
    return build.read(lambda: db.session.execute(select(SignInSession).order_by(SignInSession.created_at)).scalars().all())


def aged(build, **moments):
    build.do(lambda: db.session.execute(update(SignInSession).values(**moments)))


def enter(visitor, **more):
    return visitor.post("/sign-in", {"email": "person1@example.org", "password": PASSWORD}, **more)


def test_each_sign_in_is_a_new_session_and_ends_the_one_before_it_in_that_browser(build, visit):
    build.person(password=PASSWORD)
    visitor = visit()
    enter(visitor, headers={"User-Agent": FIREFOX})
    before = sessions(build)
    assert [row.browser for row in before] == ["Firefox, Windows"]
    assert visitor.get("/sign-in").status_code == 302
    assert visitor.get("/sign-in?again=yes&next=/account").status_code == 200
    enter(visitor)
    after = sessions(build)
    assert (len(after), after[0].id != before[0].id, visitor.get("/account").status_code) == (1, True, 200)


def test_one_other_browser_or_all_of_them_are_signed_out(build, visit):
    account, other = build.person(password=PASSWORD), build.person()
    here, *elsewhere, stranger = (visit(one) for one in (account, account, account, account, other))
    ids = {row.id for row in sessions(build) if row.account_id == account}
    page = here.get("/account").text
    listed = {one for one in ids if f'value="{one}"' in page}
    assert (len(listed), page.count("this browser")) == (3, 1)
    assert here.post("/account/sessions", {"place": min(listed)}).status_code == 302
    assert sorted(one.get("/account").status_code for one in elsewhere) == [200, 200, 302]
    foreign = next(row.id for row in sessions(build) if row.account_id == other)
    for place in (foreign, (ids - listed).pop(), "", "nothing"):  # not one's own, this one, none
        here.post("/account/sessions", {"place": place})
    assert stranger.get("/account").status_code == here.get("/account").status_code == 200
    assert sorted(one.get("/account").status_code for one in elsewhere) == [200, 200, 302]
    here.post("/account/sessions", {"place": "others"})
    assert [one.get("/account").status_code for one in (here, stranger, *elsewhere)] == [200, 200, 302, 302, 302]
    entered = build.read(lambda: db.session.query(JournalEntry).filter_by(action="account.end_sessions").all())
    assert [entry.details["count"] for entry in entered] == [1, 2]


@pytest.mark.parametrize("moments", [{"seen_at": IDLE}, {"expires_at": timedelta(0)}], ids=["idle", "after twelve hours"])
def test_a_session_ends_by_itself(build, visit, moments):
    visitor = visit(build.person())
    aged(build, **{name: build.now - past for name, past in moments.items()})
    assert visitor.get("/account").status_code == 302
    assert visitor.get("/account/session").status_code == 302


def test_the_time_that_is_left_is_told_and_only_a_person_makes_it_longer(build, visit):
    visitor = visit(build.person())
    aged(build, seen_at=build.now - IDLE + timedelta(minutes=9))
    left = visitor.get("/account/session").json
    assert 530 <= left["idle"] <= 540
    assert LONGEST.total_seconds() - 60 <= left["ends"] <= LONGEST.total_seconds()
    for looked_at in ("live", "filed", "made"):
        assert visitor.get("/account", headers={"HX-Request": "true", "HX-Target": looked_at}).status_code == 200
    assert visitor.get("/account/session").json["idle"] <= left["idle"]
    stayed = visitor.post("/account/session").json
    assert stayed["idle"] >= IDLE.total_seconds() - 60
    aged(build, seen_at=build.now - NOTE_EVERY - timedelta(seconds=1))
    visitor.get("/account")
    assert visitor.get("/account/session").json["idle"] >= IDLE.total_seconds() - 60


def test_a_changed_password_is_told_to_its_owner(build, visit):
    visitor = visit(build.person(password=PASSWORD))
    visitor.post("/account/password", {"present": PASSWORD, "new": NEW, "again": NEW})
    with build.app.app_context():
        assert [(row.kind, row.about) for row in db.session.query(Notice)] == [("account.secured", {"change": "password"})]
