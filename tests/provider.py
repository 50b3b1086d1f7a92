"""An organisation's sign-in for tests: oidc-provider-mock as a process of its own, which insists on PKCE besides.

Run as `python -m tests.provider PORT`. People are put there with their claims; a claim of theirs may belie the ID token.
"""

import base64
import hashlib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from reviewboard.config import ROOT
from tests.ports import free_port

CLIENT, SECRET = "board", "known to the board and the provider"
READY_WITHIN = 30  # seconds


class ProviderProcess:
    """A running provider at `address`."""

    def __init__(self, address: str, process: "subprocess.Popen[bytes]") -> None:
        self.address, self.process = address, process

    def knows(self, subject: str, **claims: Any) -> str:
        """Let it know somebody, and return the subject."""
        answer = requests.put(f"{self.address}/users/{subject}", json=claims, timeout=10)
        answer.raise_for_status()
        return subject

    def says(self, address: str, subject: str | None) -> str:
        """Answer a question as the person would, or refuse it with no subject; return where the browser is sent back to."""
        form = {"sub": subject} if subject else {"action": "deny"}
        answer = requests.post(address, data=form, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


@contextmanager
def running_provider() -> Iterator[ProviderProcess]:
    """Start a provider, wait until it answers, and stop it."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.provider", str(port)], cwd=ROOT, stderr=subprocess.DEVNULL)
    found = ProviderProcess(f"http://127.0.0.1:{port}", process)
    try:
        _await(found.address)
        yield found
    finally:
        process.kill()
        process.wait()


def _await(address: str) -> None:
    until = time.monotonic() + READY_WITHIN
    while True:
        try:
            return requests.get(f"{address}/jwks", timeout=2).raise_for_status()
        except requests.ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _serve(port: int) -> None:
    import flask
    from oidc_provider_mock import app as provider

    app = provider(require_nonce=True)
    app.debug = False
    challenges: dict[str, str] = {}

    @app.get("/moved/.well-known/openid-configuration")
    def _moved() -> Any:
        return flask.redirect("/elsewhere")

    @app.get("/elsewhere")
    def _elsewhere() -> Any:
        here = flask.request.host_url.rstrip("/")
        places = {"authorization_endpoint": f"{here}/oauth2/authorize", "token_endpoint": f"{here}/oauth2/token"}
        return {"issuer": f"{here}/moved", "jwks_uri": f"{here}/jwks", **places}

    @app.before_request
    def _insist() -> Any:
        asked, given = flask.request.args, flask.request.form
        if flask.request.path == "/oauth2/authorize" and asked.get("code_challenge_method") != "S256":
            return "no PKCE", 400
        if flask.request.path == "/oauth2/token":
            digest = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
            said = base64.urlsafe_b64encode(digest).decode().rstrip("=")
            who = flask.request.authorization
            if challenges.pop(given.get("code", ""), None) != said or who is None or who.password != SECRET:
                return {"error": "invalid_grant"}, 400
        return None

    @app.after_request
    def _remember(answer: flask.Response) -> flask.Response:
        code = parse_qs(urlsplit(answer.headers.get("Location", "")).query).get("code")
        if flask.request.path == "/oauth2/authorize" and code:
            challenges[code[0]] = flask.request.args["code_challenge"]
        elif "error=" in answer.headers.get("Location", ""):  # RFC 6749, 4.1.2.1: the state comes back with a no, too
            answer.headers["Location"] += "&" + urlencode({"state": flask.request.args["state"]})
        return answer

    app.run("127.0.0.1", port, threaded=True)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
