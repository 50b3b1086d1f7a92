"""A bot's browser repeats what got no answer with the same key, and tells a refusal from a silence. On a real server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

import pytest

from reviewboard.simulation.browser import Browser, Refused, Unanswered, place_of

FORM = '<!doctype html><title>t</title><form method="post" action="/act"><input name="csrf_token" value="x"></form>'
SIGN_IN = '<!doctype html><title>s</title><form method="post" action="/sign-in"><input name="email" value=""></form>'


class Server(ThreadingHTTPServer):
    """Answers from `script`: a status for each POST to /act, 0 to hang up without a word."""

    def __init__(self, script: list[int]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.script, self.keys, self.signed_in = script, [], False


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        if self.path == "/private" and not self.server.signed_in:
            self._answer(302, "", "/sign-in")
        else:
            self._answer(200, SIGN_IN if self.path == "/sign-in" else FORM)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/sign-in":
            self.server.signed_in = True
            self._answer(302, "", "/private")
            return
        self.server.keys.append(self.headers["Idempotency-Key"])
        status = self.server.script.pop(0)
        if status:
            self._answer(status, '<div role="alert">No.</div>' if status >= 400 else FORM)
        else:
            self.close_connection = True

    def _answer(self, status: int, text: str, location: str = "") -> None:
        body = text.encode()
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving(*script: int, patience: float = 20.0) -> Iterator[tuple[Server, Browser]]:
    with Server(list(script)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        browser = Browser(f"http://127.0.0.1:{server.server_address[1]}", "ann@example.org", "p", rng=Random(1),
                          patience=patience)  # fmt: skip
        try:
            yield server, browser
        finally:
            browser.close()
            server.shutdown()
            thread.join()


def test_what_got_no_answer_is_sent_again_with_the_same_key_and_each_act_has_its_own():
    with serving(0, 503, 200, 200) as (server, browser):
        form = browser.get("/form").form_to("/act")
        assert browser.send(form, {}).status == 200
        assert browser.send(form, {}).status == 200
        first, second = server.keys[0], server.keys[3]
        assert (server.keys, first != second) == ([first, first, first, second], True)
        assert dict(browser.tally.repeats) == {"ConnectionError /act": 1, "503 /act": 1}


@pytest.mark.parametrize(("script", "repeated"), [((409,), False), ((0, 404), True)])
def test_a_refusal_says_whether_the_act_may_have_been_done_before(script, repeated):
    with serving(*script) as (_server, browser), pytest.raises(Refused) as refused:
        browser.send(browser.get("/form").form_to("/act"), {})
    assert (refused.value.repeated, refused.value.page.alert) == (repeated, "No.")


def test_a_silence_ends_with_the_patience():
    with serving(*[503] * 9, patience=0.7) as (_server, browser), pytest.raises(Unanswered, match="503 /act"):
        browser.send(browser.get("/form").form_to("/act"), {})


def test_whoever_is_asked_who_they_are_signs_in_and_goes_on():
    with serving() as (server, browser):
        assert (browser.get("/private").form_to("/act") is not None, server.signed_in) == (True, True)


def test_a_place_is_an_address_without_its_ids():
    assert place_of("http://board/my/cases/abcdefghjk0123456789/submit?x=1") == "/my/cases/submit"
