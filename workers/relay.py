"""The relay: reads the outbox and rings for each row. It alone speaks to the broker on behalf of requests.

The broker holds few messages at a time, however long no worker comes: the outbox is the queue, the broker its doorbell.
"""

import signal
import time
from datetime import UTC, datetime
from logging.config import dictConfig
from types import FrameType

import structlog
from kombu.exceptions import OperationalError
from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from reviewboard.extensions import db
from reviewboard.foundation.outbox.actions import beat_heart, claim_for_sending, deliver, give_up_on_silent, unsend
from reviewboard.observation import LOGGING
from workers.app import board, celery, messages_waiting, topics

POLL = 0.2  # seconds
HEARTBEAT = 5.0  # seconds
AT_A_TIME = 100  # rows
QUEUE_LONGEST = 200  # messages; a worker that is alive takes them much faster than the relay looks again
MESSAGE_LASTS = 60  # seconds; a worker passes over older ones, whose rows were or will be sent again
log = structlog.get_logger()


class NoCourier(LookupError):
    """No courier of this version carries the topic of a row."""


def run() -> None:
    """Send what is owed until told to stop. A database or broker that is away is waited for."""
    stop = _Stop()
    beaten = 0.0
    with board().app_context():
        while not stop.asked:
            try:
                if time.monotonic() - beaten > HEARTBEAT:
                    moment = datetime.now(UTC)
                    beat_heart("relay", now=moment)
                    give_up_on_silent(now=moment)
                    beaten = time.monotonic()
                sent = send_owed()
            except SQLAlchemyError as problem:
                db.session.rollback()
                log.warning("relay waits for the database", kind=type(problem).__name__)
                sent = 0
            if not sent:
                time.sleep(POLL)


def send_owed() -> int:
    """Send one batch of owed rows, as many as the broker has room for. Return how many were sent.

    What the broker does not take is owed again.
    """
    try:
        room = QUEUE_LONGEST - messages_waiting()
    except RedisError as problem:
        return _wait_for_broker(problem)
    rows = claim_for_sending(now=datetime.now(UTC), limit=min(room, AT_A_TIME)) if room > 0 else []
    carried = topics()
    for done, (row_id, topic) in enumerate(rows):
        if topic not in carried:
            _note_without_courier(row_id, topic)
            continue
        try:
            celery.send_task(topic, args=[row_id], retry=False, expires=MESSAGE_LASTS)
        except (OperationalError, OSError) as problem:
            unsend([unsent for unsent, _topic in rows[done:]])
            return _wait_for_broker(problem)
    return len(rows)


def _wait_for_broker(problem: Exception) -> int:
    log.warning("relay waits for the broker", kind=type(problem).__name__)
    time.sleep(1)
    return 0


def _note_without_courier(row_id: int, topic: str) -> None:
    """Count an attempt at work that no courier of this version carries: it ends with a person, with its reason."""

    def nobody(**_: object) -> None:
        raise NoCourier(f"no courier carries {topic}")

    try:
        deliver(row_id, nobody, now=datetime.now(UTC))
    except NoCourier:
        log.error("no courier", topic=topic)


class _Stop:
    """Whether a signal asked to stop."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


if __name__ == "__main__":
    dictConfig(LOGGING)
    run()
