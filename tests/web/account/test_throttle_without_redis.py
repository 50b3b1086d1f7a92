"""Redis dies before, between or in the midst of requests: every throttled page answers, and tries are counted still."""

import subprocess
import time

import pytest
from redis import Redis

from reviewboard import create_app, embedded
from reviewboard.config import read_settings
from reviewboard.extensions import db, limiter
from reviewboard.foundation.people import actions
from tests.building import PASSWORD
from tests.limits import limits_of_its_own
from tests.visiting import Visitor

ALLOWED = 10


@pytest.fixture
def server(settings, tmp_path_factory):
    """A real Valkey on a folder of its own."""
    own = read_settings({"DATA_DIR": str(tmp_path_factory.mktemp("q")), "DATABASE_URL": settings.database_url.replace(
        "+psycopg", ""), "SECRET_KEY": settings.secret_key}, env_file=None)  # fmt: skip
    process = subprocess.Popen(embedded.start_command(own), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    ends = time.monotonic() + 20
    while not embedded.answers(own):
        assert time.monotonic() < ends
        time.sleep(0.02)
    process.settings = own
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def browser(app, server):
    """A browser of the same board, whose tries are counted in that Valkey."""
    with limits_of_its_own():
        limiter.enabled = True
        counting = create_app(server.settings)
        counting.config.update(TESTING=True)
        yield Visitor(counting, counting.test_client(), None)
        with counting.app_context():
            db.engine.dispose()


def _counters(server):
    with Redis.from_url(embedded.redis_url(server.settings)) as redis:
        return [redis.get(key) for key in redis.scan_iter()]


def _die(server):
    server.kill()
    server.wait()


def _try(browser, password="wrong"):
    return browser.post("/sign-in", {"email": "person1@example.org", "password": password}).status_code


def test_tries_are_counted_in_redis_and_go_on_here_when_it_dies(build, browser, server):
    build.person(password=PASSWORD)
    before = [_try(browser) for _ in range(3)]
    assert _counters(server) == [b"3", b"3"]  # the account's and the source's
    _die(server)
    after = [_try(browser) for _ in range(ALLOWED)]
    assert (before, after, _try(browser, PASSWORD)) == ([422] * 3, [422] * ALLOWED, 429)


@pytest.mark.parametrize(("password", "status"), [("wrong", 422), (PASSWORD, 302)])
def test_redis_dies_while_a_password_is_looked_at(build, browser, server, monkeypatch, password, status):
    build.person(password=PASSWORD)

    def fits(password_hash, given):
        _die(server)
        return looked_at(password_hash, given)

    looked_at = actions.password_fits
    monkeypatch.setattr(actions, "password_fits", fits)
    assert _try(browser, password) == status


def test_a_link_for_a_password_answers_without_redis(browser, server):
    _die(server)
    assert [browser.get("/welcome/unknown").status_code, browser.post("/welcome/unknown").status_code] == [410, 410]
