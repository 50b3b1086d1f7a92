"""A person who asks the board for things, quickly and many times, and what an answer says once tokens are masked."""

import html
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.people.sessions import begin_session
from reviewboard.foundation.people.tables import Account
from reviewboard.web import door

MASKS = (
    re.compile(r'(?<=name="csrf_token" value=")[^"]*'),
    re.compile(r'(?<="X-CSRFToken": ")[^"]*'),
    re.compile(r'(?<=name="_key" value=")[^"]*'),
)
"""All that differs between two answers that say the same: a form's token, the same token for scripts, a form's key."""

TOLD_BY_HEADERS = (
    "Location", "Content-Type", "Content-Disposition", "Content-Language", "HX-Redirect", "HX-Location", "HX-Trigger",
)  # fmt: skip
CANARY = re.compile(r"CNRY-[a-z_]+-[a-z0-9]+-[0-9a-f]{12}")


@dataclass(frozen=True)
class Answer:
    """What came back: status, what the headers say, and the body with its tokens masked."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def canaries(self) -> set[str]:
        """The canaries in it, in the body or in a header."""
        if "CNRY" not in self.body and not any("CNRY" in value for _name, value in self.headers):
            return set()
        return set(CANARY.findall(html.unescape(self.body) + " ".join(value for _name, value in self.headers)))


class Person:
    """One browser, signed in as an account or (None) as nobody."""

    def __init__(self, app: Flask, account_id: str | None, now: datetime) -> None:
        self.client = app.test_client()
        self.account_id, self.token = account_id, ""
        if account_id is not None:
            with app.app_context(), transaction():
                begun = begin_session(db.session.get_one(Account, account_id), now=now)
            with self.client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = begun, True
        with self.client.session_transaction() as session, app.test_request_context():
            from flask import session as here
            from flask_wtf.csrf import generate_csrf

            self.token = generate_csrf()
            session["csrf_token"] = here["csrf_token"]

    def ask(self, path: str, method: str = "GET", *, fragment: bool = False, fields: dict[str, Any] | None = None) -> Answer:
        """Ask for something, as a page or as a fragment of one, and return the answer."""
        headers = {"HX-Request": "true"} if fragment else {}
        data = {"csrf_token": self.token, **(fields or {})} if method != "GET" else None
        answer = answer_of(self.client.open(path, method=method, data=data, headers=headers))
        if answer.status // 100 == 3:  # what it wanted to say on the next page is about this one
            with self.client.session_transaction() as session:
                session.pop("_flashes", None)
        return answer


def answer_of(response: TestResponse) -> Answer:
    """Return an answer with its tokens masked."""
    body = response.get_data().decode("utf-8", "replace")
    response.close()  # a file of the vault stays open until its answer is closed
    for mask in MASKS:
        body = mask.sub("·", body)
    said = tuple((name, response.headers[name]) for name in TOLD_BY_HEADERS if name in response.headers)
    return Answer(response.status_code, said, body)


def stop_the_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """Let every request come in at this moment."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return now.astimezone(tz or UTC)

    monkeypatch.setattr(door, "datetime", Stopped)
