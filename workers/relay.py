"""The relay: reads the outbox and rings for each row. It alone speaks to the broker on behalf of requests."""

import signal
import time
from datetime import UTC, datetime
from types import FrameType

import structlog
from kombu.exceptions import OperationalError
from sqlalchemy.exc import SQLAlchemyError

from reviewboard.extensions import db
from reviewboard.foundation.outbox.actions import beat_heart, claim_for_sending, give_up_on_silent, unsend
from workers.app import board, celery

POLL = 0.2  # seconds
HEARTBEAT = 5.0  # seconds
log = structlog.get_logger()


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
    """Send one batch of owed rows; what the broker does not take is owed again. Return how many were sent."""
    rows = claim_for_sending(now=datetime.now(UTC))
    for done, (row_id, topic) in enumerate(rows):
        try:
            celery.send_task(topic, args=[row_id], retry=False)
        except (OperationalError, OSError) as problem:
            unsend([unsent for unsent, _topic in rows[done:]])
            log.warning("relay waits for the broker", kind=type(problem).__name__)
            time.sleep(1)
            return 0
    return len(rows)


class _Stop:
    """Whether a signal asked to stop."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._ask)
        signal.signal(signal.SIGINT, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True


if __name__ == "__main__":
    run()
