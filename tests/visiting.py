"""A visitor of the pages: signed in by a real session, sends forms with their tokens, parses every shape of page as HTML5."""

import re
from datetime import UTC, datetime
from typing import Any

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.sessions import begin_session
from reviewboard.foundation.people.tables import Account


class Visitor:
    """One browser. `get` and `post` return Flask's test response; every HTML answer must be whole HTML5."""

    def __init__(self, app: Flask, client: FlaskClient, account_id: str | None) -> None:
        self.app, self.client = app, client
        if account_id is not None:
            with app.app_context(), transaction():
                token = begin_session(db.session.get_one(Account, account_id), now=datetime.now(UTC))
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = token, True

    def get(self, path: str, **options: Any) -> TestResponse:
        """Fetch a page."""
        return _parsed(self.client.get(path, **options))

    def post(
        self, path: str, fields: dict[str, Any] | None = None, *, method: str = "POST", **options: Any
    ) -> TestResponse:
        """Send a form as a page of this browser would, with its token."""
        data = {"csrf_token": self._token(), **(fields or {})}
        return _parsed(self.client.open(path, method=method, data=data, **options))

    def send(self, path: str, body: bytes, *, method: str = "POST", headers: dict[str, str] | None = None) -> TestResponse:
        """Send bytes as a script of this browser would, with its token."""
        headers = {"X-CSRFToken": self._token(), "Content-Type": "application/octet-stream", **(headers or {})}
        return _parsed(self.client.open(path, method=method, data=body, headers=headers))

    def _token(self) -> str:
        from flask import session
        from flask_wtf.csrf import generate_csrf

        with self.client.session_transaction() as kept, self.app.test_request_context():
            session.update(kept)
            token = generate_csrf()
            kept["csrf_token"] = session["csrf_token"]
        return token


_WORDS = re.compile(r'"[^"<>]*"|(?<=>)[^<>]+(?=<)')
_OF_PYTHON = re.compile(r"&lt;[\w. -]+ (object )?at 0x[0-9a-f]+&gt;|&lt;built-in ")  # a value no page was meant to show
_whole: set[int] = set()  # shapes of pages that were parsed: a page is its shape and words, and words are escaped


def _parsed(response: TestResponse) -> TestResponse:
    whole_page = response.mimetype == "text/html" and response.text.lstrip().lower().startswith("<!doctype")
    if whole_page and (shape := hash(_WORDS.sub("", response.text))) not in _whole:
        html5lib.HTMLParser(strict=True).parse(response.text)
        _whole.add(shape)
    assert not (whole_page and _OF_PYTHON.search(response.text))
    return response
