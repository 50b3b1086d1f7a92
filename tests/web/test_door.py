"""The same request sent twice works once; the same key with something else in it is refused, and nothing typed is lost."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import g, request
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.idempotency.actions import KeyUsedElsewhere
from reviewboard.foundation.people.sessions import SignedIn
from reviewboard.stages.consensus.tables import Message
from reviewboard.web import door
from reviewboard.web.account.signing import SignedInPerson
from tests.together import PATIENCE, Aside, on_server
from tests.walking import level, panel, rated, seats_of

pytestmark = pytest.mark.each

KEY = "a-key-of-a-form"
LONG_KEY = "k" * door.KEY_LONGEST


@pytest.fixture
def talk(build, visit):
    """Both raters' browsers, and `post` to their discussion."""
    case_id = rated(build, panel(build), level(3), level(4))
    raters = [visit(seats_of(build, case_id)[place][1]) for place in (1, 2)]

    def post(rater, key, body, **more):
        return raters[rater].post(f"/desk/rooms/{case_id}/messages", {"_key": key, "body": body, **more})

    return post


def _said(build):
    return build.read(lambda: sorted(db.session.execute(select(Message.body)).scalars()))


def test_a_form_sent_twice_gets_one_answer_and_works_once(build, talk):
    first, second = talk(0, KEY, "One thought"), talk(0, KEY, "One thought")
    assert (first.status_code, first.headers["Location"]) == (second.status_code, second.headers["Location"])
    assert _said(build) == ["One thought"]


@pytest.mark.parametrize(
    "told",
    [
        {"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Origin": "http://[1"}, {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)  # fmt: skip
def test_what_another_site_sends_is_refused_though_its_token_is_right(build, visit, told):
    visitor = visit(build.person())
    answer = visitor.post("/account/password", {"note": "words that were typed on that page"}, headers=told)
    assert (answer.status_code, "words that were typed" in answer.text) == (422, True)
    assert visitor.post("/language", {"language": "fr"}, headers=told).status_code == 422


@pytest.mark.parametrize(
    "told",
    [
        {}, {"Origin": "http://localhost"}, {"Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://renamed.example"}, {"Sec-Fetch-Site": "none"},
    ],
)  # fmt: skip
def test_what_a_page_of_the_board_sends_is_taken_by_whatever_name_people_come(visit, told):
    assert visit().post("/language", {"language": "fr"}, headers=told).status_code == 302


def test_an_older_version_of_the_page_says_the_same(build, talk):
    answers = [talk(0, KEY, "One thought", version=version).status_code for version in (1, 2)]
    assert (answers, _said(build)) == ([302, 302], ["One thought"])


def test_other_words_under_the_same_key_are_shown_again_not_dropped(build, talk):
    talk(0, KEY, "One thought")
    refused = talk(0, KEY, "Another thought, typed after going back")
    assert (refused.status_code, refused.text.count("typed after going back")) == (422, 1)
    assert _said(build) == ["One thought"]


def test_a_refused_form_leaves_its_key_free(build, talk):
    assert [talk(0, KEY, words).status_code for words in ("  ", "One thought")] == [422, 302]
    assert _said(build) == ["One thought"]


def test_two_people_with_one_key_are_two_people(build, talk):
    assert [talk(rater, KEY, "One thought").status_code for rater in (0, 1)] == [302, 302]
    assert _said(build) == ["One thought", "One thought"]


def test_long_keys_that_begin_alike_are_two_keys(build, talk):
    assert [talk(0, LONG_KEY + end, f"Thought {end}").status_code for end in "ab"] == [302, 302]
    assert _said(build) == ["Thought a", "Thought b"]


@pytest.fixture
def through_door(build, app):
    """Sends a view through the door as one person with one key, and returns the answer's text."""
    person = build.principal(build.person())

    def send(view, path="/letters", **sent):
        with app.test_request_context(path, method="POST", data={"_key": KEY, **sent}):
            g._login_user = SignedInPerson(SignedIn("token", person, build.now, build.now))
            return door.writes(view)().get_data(as_text=True)

    return send


def test_a_page_that_is_no_redirect_is_answered_again_too(through_door):
    pages = iter(["the first", "the second"])
    assert [through_door(lambda: next(pages)) for _ in range(2)] == ["the first", "the first"]


def test_a_page_too_long_to_keep_says_that_the_work_is_done(through_door):
    pages = iter(["x" * (door.BODY_LONGEST + 1), "the second"])
    through_door(lambda: next(pages))
    with pytest.raises(door.AnswerNotKept):
        through_door(lambda: next(pages))
    assert next(pages) == "the second"


def test_a_key_belongs_to_one_address(through_door):
    through_door(lambda: "the first")
    with pytest.raises(KeyUsedElsewhere):
        through_door(lambda: "the second", path="/elsewhere")


def test_another_file_is_another_request(through_door):
    def file(content):
        return {"file": (io.BytesIO(content), "people.csv")}

    taken = [through_door(lambda: request.files["file"].read(), **file(b"one")) for _ in range(2)]
    assert taken == ["one", "one"]
    with pytest.raises(KeyUsedElsewhere):
        through_door(lambda: "the second", **file(b"two"))


@on_server
def test_a_second_request_that_comes_while_the_first_works_gets_the_first_answer(app, through_door):
    def slow(aside):
        aside.wait()
        return "the first"

    first = Aside(app, lambda aside: through_door(lambda: slow(aside)))
    with ThreadPoolExecutor() as pool:
        second = pool.submit(through_door, lambda: "the second")
        assert (first.finish(), second.result(PATIENCE)) == ("the first", "the first")
