"""How a view writes: one transaction, one remembered answer, and a refusal that keeps what was typed."""

import functools
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from flask import flash, g, make_response, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from reviewboard.extensions import htmx
from reviewboard.foundation.database import new_id, transaction
from reviewboard.foundation.digest import digest
from reviewboard.foundation.idempotency.actions import AnswerNotKept, KeyUsedElsewhere, claim, earlier_answer
from reviewboard.foundation.idempotency.tables import Answer
from reviewboard.foundation.people.roles import Principal
from reviewboard.foundation.refusals import Refusal

View = Callable[..., Any]
KEY_LONGEST = 80
BODY_LONGEST = 64 * 1024
TAKEN = "taken"  # a message of this kind is no sentence: it is the key of a form that was taken
NOT_SAID = frozenset({"csrf_token", "_key", "version"})


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
    """Return the key this request came with (header or form field), or None; for a long one its digest."""
    key = request.headers.get("Idempotency-Key") or request.form.get("_key")
    return digest(key) if key and len(key) > KEY_LONGEST else key or None


def _said() -> str:
    """Return the digest of what this request says: a form that goes out twice says the same, with an older version too."""
    form = sorted(pair for pair in request.form.items(multi=True) if pair[0] not in NOT_SAID)
    files = [[name, file.filename, _file_digest(file)] for name, file in request.files.items(multi=True)]
    return digest([form, files, hashlib.sha256(request.get_data()).hexdigest()])


def _file_digest(file: FileStorage) -> str:
    found = hashlib.sha256()
    while chunk := file.stream.read(BODY_LONGEST):
        found.update(chunk)
    file.stream.seek(0)
    return found.hexdigest()


@contextmanager
def writing() -> Iterator[None]:
    """One transaction, for views that must do slow things (take in a file) before it."""
    with transaction():
        yield


def writes(view: View) -> View:
    """Make a view one transaction. The same person's same key gets the first answer again and repeats nothing.

    Where the answer leads to another page, that page says which form was taken (`data-taken`), so that the device forgets
    the words it kept of it.
    """

    @functools.wraps(view)
    def door(**arguments: Any) -> Response:
        key, account_id = request_key(), me().account_id
        if key is None or account_id is None:
            with transaction():
                return make_response(view(**arguments))
        response = _once(view, arguments, account_id, key)
        if response.location and not htmx and key == request.form.get("_key"):
            flash(key, TAKEN)
        return response

    return door


def _once(view: View, arguments: dict[str, Any], account_id: str, key: str) -> Response:
    said = _said()
    if answer := earlier_answer(account_id, key, request.path, said):
        return _again(answer)
    try:
        return _first(view, arguments, account_id, key, said)
    except IntegrityError:
        if answer := earlier_answer(account_id, key, request.path, said):
            return _again(answer)
        raise


def answered_before() -> Response | None:
    """Return the first answer to this very request of this person, where it led elsewhere, or None.

    For who may not ask any more, because the act itself ended the right to (stepping back from a seat). A page that was
    answered is not shown again: access is gone. Another request under the same key is nothing here.
    """
    key, account_id = request_key(), me().account_id
    if key is None or account_id is None:
        return None
    try:
        answer = earlier_answer(account_id, key, request.path, _said())
    except KeyUsedElsewhere:
        return None
    return _again(answer) if answer is not None and answer.location else None


def _first(view: View, arguments: dict[str, Any], account_id: str, key: str, said: str) -> Response:
    with transaction():
        answer = claim(account_id, key, request.path, said, now=now())
        response = make_response(view(**arguments))
        answer.status = response.status_code
        answer.location = response.headers.get("Location", "")
        if response.content_length is not None and response.content_length <= BODY_LONGEST:
            answer.body = response.get_data(as_text=True)
    return response


def _again(answer: Answer) -> Response:
    if answer.status == HTTPStatus.OK and not answer.body:
        raise AnswerNotKept()
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
