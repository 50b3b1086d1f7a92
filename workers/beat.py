"""The beat's clock: it strikes only while somebody hears it. A queue that no worker empties grows no further."""

from typing import Any

from celery.beat import PersistentScheduler
from redis import RedisError

from workers.app import messages_waiting

QUEUE_LONGEST = 250  # messages; above the relay's, so that a long queue of work never keeps the clocks from striking


class PatientScheduler(PersistentScheduler):
    """Celery's scheduler that leaves out a sweep while the queue is full: the next one does the same work."""

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        """Send one sweep, unless as many messages wait as may. While the broker is away Celery waits for it as ever."""
        try:
            if messages_waiting() >= QUEUE_LONGEST:
                return
        except RedisError:
            pass
        super().apply_entry(entry, producer)
