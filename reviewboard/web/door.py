"""How a view writes: one transaction, one remembered answer, and a refusal that keeps what was typed."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import g, make_response, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from reviewboard.extensions import htmx
from reviewboard.foundation.database import new_id, transaction
from reviewboard.foundation.idempotency.actions import claim, earlier_answer
from reviewboard.foundation.idempotency.tables import Answer
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import Refusal

View = Callable[..., Any]
KEY_LONGEST = 80
BODY_LONGEST = 64 * 1024


def me() -> Principal:
    """Return who asks. Raises RuntimeError when nobody is signed in: the gate lets no such request this far."""
    if not current_user.is_authenticated:
        raise RuntimeError("nobody is signed in here")
    person: Principal = current_user.principal
    return person


def now() -> datetime:
    """Return the moment this request came in, in UTC: one moment for all it does."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    moment: datetime = g.now
    return moment


def fresh_key() -> str:
    """Return a new key for a form, so that sending it twice does its work once."""
    return new_id()


def request_key() -> str | None:
    """Return the key this request came with (header or form field), shortened to what is kept, or None."""
    key = request.headers.get("Idempotency-Key") or request.form.get("_key")
    return key[:KEY_LONGEST] if key else None


@contextmanager
def writing() -> Iterator[None]:
    """One transaction, for views that must do slow things (take in a file) before it."""
    with transaction():
        yield


def writes(view: View) -> View:
    """Make a view one transaction. The same person's same key gets the first answer again and repeats nothing."""

    @functools.wraps(view)
    def door(**arguments: Any) -> Response:
        key, account_id = request_key(), me().account_id
        if key is None or account_id is None:
            with transaction():
                return make_response(view(**arguments))
        if answer := earlier_answer(account_id, key, request.path):
            return _again(answer)
        try:
            return _first(view, arguments, account_id, key)
        except IntegrityError:
            if answer := earlier_answer(account_id, key, request.path):
                return _again(answer)
            raise

    return door


def _first(view: View, arguments: dict[str, Any], account_id: str, key: str) -> Response:
    with transaction():
        answer = claim(account_id, key, request.path, now=now())
        response = make_response(view(**arguments))
        answer.status = response.status_code
        answer.location = response.headers.get("Location", "")
        if htmx and response.content_length is not None and response.content_length <= BODY_LONGEST:
            answer.body = response.get_data(as_text=True)
    return response


def _again(answer: Answer) -> Response:
    response = make_response(answer.body, answer.status)
    if answer.location:
        response.headers["Location"] = answer.location
    return response


def refused_by(render: Callable[..., Any]) -> Callable[[View], View]:
    """On a Refusal in the view below, answer with render(refusal, **view arguments) and the refusal's status.

    The transaction is rolled back by then, so the page shows what is true, beside what was typed.
    """

    def around(view: View) -> View:
        @functools.wraps(view)
        def guarded(**arguments: Any) -> Any:
            try:
                return view(**arguments)
            except Refusal as refusal:
                if refusal.status == 404:
                    raise
                response = make_response(render(refusal, **arguments))
                response.status_code = refusal.status
                return response

        return guarded

    return around
