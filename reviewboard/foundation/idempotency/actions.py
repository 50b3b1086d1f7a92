"""The first request with a key does the work; the same key again gets the same answer."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from reviewboard.extensions import db
from reviewboard.foundation.idempotency.tables import Answer
from reviewboard.foundation.refusals import Refusal

KEEP = timedelta(days=1)


class KeyUsedElsewhere(Refusal):
    """The key was sent before, with another request: to another address, or saying something else."""

    status = 422
    message = _("This form was already sent, with other content. What you sent now was not taken: check it and send it again.")


class AnswerNotKept(Refusal):
    """The work was done when the key was first sent; its answer was too long to keep."""

    message = _("This was already done when you first sent it. Reload the page to see it.")


def earlier_answer(account_id: str, key: str, path: str, said: str) -> Answer | None:
    """Return the answer given before to this person's key, or None.

    `said` is the digest of what the request says. Raises KeyUsedElsewhere where path or said is another.
    """
    answer = db.session.execute(
        select(Answer).where(Answer.account_id == account_id, Answer.key == key)
    ).scalar_one_or_none()
    if answer is not None and (answer.path, answer.said) != (path, said):
        raise KeyUsedElsewhere()
    return answer


def claim(account_id: str, key: str, path: str, said: str, *, now: datetime) -> Answer:
    """Take the key, in the transaction that does the work: a second taker waits, then fails on the primary key."""
    answer = Answer(
        account_id=account_id, key=key, path=path, said=said, status=0, location="", body="", created_at=now
    )
    db.session.add(answer)
    db.session.flush()
    return answer


def forget_old(*, now: datetime) -> None:
    """Remove answers older than a day. Part of a transaction."""
    db.session.execute(delete(Answer).where(Answer.created_at < now - KEEP))
