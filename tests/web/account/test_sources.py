"""Whom a request comes from: the proxy before the board is believed only when the settings say it is there."""

from dataclasses import replace

import pytest
from flask import request

from reviewboard import create_app
from tests.limits import limits_of_its_own


@pytest.fixture
def source(settings):
    """Returns the source the board sees in a request from 127.0.0.1, behind so many trusted proxies."""

    def seen(trusted, forwarded):
        app = create_app(replace(settings, trusted_proxies=trusted))
        found = []
        app.before_request(lambda: found.append(request.remote_addr))
        app.test_client().get("/healthz", headers={"X-Forwarded-For": forwarded})
        return found

    with limits_of_its_own():
        yield seen


@pytest.mark.parametrize(
    ("trusted", "forwarded", "sees"),
    [(0, "203.0.113.9", "127.0.0.1"), (1, "203.0.113.9", "203.0.113.9"), (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),
     (2, "203.0.113.9, 192.0.2.7", "203.0.113.9"), (2, "203.0.113.9", "127.0.0.1")],
    ids=["nobody is believed", "one proxy", "a source that was made up", "two proxies", "one proxy too few"],
)  # fmt: skip
def test_the_source_is_what_the_trusted_proxies_say(source, trusted, forwarded, sees):
    assert source(trusted, forwarded) == [sees]
