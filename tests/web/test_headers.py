"""Every answer carries the headers that keep a browser from harm; by https it stays so, and the cookie is this host's alone."""

import re
from dataclasses import replace

import pytest
from flask import url_for

from reviewboard import create_app
from reviewboard.web.headers import SANDBOX
from reviewboard.web.static_files import FOR_A_YEAR
from tests.limits import limits_of_its_own

ALWAYS = {
    "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()", "Access-Control-Allow-Origin": None,
}  # fmt: skip
BY_HTTPS = ALWAYS | {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
KINDS = [("GET", "/sign-in", 200), ("GET", "/", 302), ("GET", "/nothing", 404), ("GET", "/healthz", 200),
         ("POST", "/sign-in", 422), ("GET", "/metrics", 404), ("PUT", "/sign-in", 404), ("TRACE", "/sign-in", 404),
         ("GET", "sheet", 200), ("GET", "/static/mark/nothing.js", 404)]  # fmt: skip
NOTHING = ("default-src", "object-src", "base-uri", "frame-ancestors")


@pytest.fixture
def encrypted(settings, monkeypatch):
    """A visitor of a board that people use by https; nobody is signed in there."""
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with limits_of_its_own():
        yield create_app(replace(settings, base_url="https://board.example.org")).test_client()


def _answers(client, **options):
    with client.application.test_request_context():
        sheet = url_for("static", filename="css/base.css")
    for method, path, status in KINDS:
        answer = client.open(sheet if path == "sheet" else path, method=method, **options)
        assert (method, path, answer.status_code) == (method, path, status)
        yield answer


def _directives(policy):
    return dict(part.split(" ", 1) if " " in part else (part, "") for part in policy.split("; "))


def _carries(answer, wanted):
    assert {name: answer.headers.get(name) for name in wanted} == wanted
    assert answer.content_type in ("text/html; charset=utf-8", "text/css; charset=utf-8", "application/json")
    assert answer.headers["Cache-Control"] == (FOR_A_YEAR if answer.mimetype == "text/css" else "no-store")
    policy = _directives(answer.headers["Content-Security-Policy"])
    assert {name: policy.get(name) for name in NOTHING} == dict.fromkeys(NOTHING, "'none'")
    assert set(policy.values()) == {"'none'", "'self'"}


def test_every_kind_of_answer_carries_them(app, encrypted):
    for answer in _answers(app.test_client()):
        _carries(answer, ALWAYS | {"Strict-Transport-Security": None})
    for answer in _answers(encrypted, base_url="https://board.example.org"):
        _carries(answer, BY_HTTPS)


def test_where_people_work_the_page_of_components_is_not_there(app, encrypted):
    found = [client.get("/components", base_url=base).status_code for client, base in (
        (app.test_client(), "http://localhost"), (encrypted, "https://board.example.org"))]  # fmt: skip
    assert found == [200, 404]


def test_no_setting_of_flasks_own_turns_its_debug_mode_on(encrypted):
    assert encrypted.application.debug is False


def test_what_is_no_page_may_do_nothing():
    policy = _directives(SANDBOX)
    assert (policy.pop("sandbox"), set(policy.values())) == ("", {"'none'"})
    assert {*NOTHING, "form-action"} - set(policy) == set()


def test_by_https_the_cookie_is_of_this_host_alone_and_no_script_reads_it(app, encrypted):
    ((by_https, told), (plain, told_plainly)) = (
        (kept.split("=", 1)[0], set(kept.split("; ")[1:]))
        for client, options in ((encrypted, {"base_url": "https://board.example.org"}), (app.test_client(), {}))
        for kept in client.get("/sign-in", **options).headers.getlist("Set-Cookie")
    )
    assert (by_https, told) == ("__Host-board", {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"})
    assert (plain, told_plainly) == ("board", {"HttpOnly", "Path=/", "SameSite=Lax"})


def test_the_cookie_and_the_tokens_of_forms_are_signed_with_sha_256(app):
    client = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)[1]
    signatures = [signed.rpartition(".")[2] for signed in (client.get_cookie("board").value, token)]
    assert [len(signature) for signature in signatures] == [43, 43]  # 32 bytes in base64; SHA-1 makes 27 letters of 20
