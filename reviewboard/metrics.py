"""What a monitor may know of the board: how it fares, and no act of anybody. Decision 0020 says why.

What the web processes count (requests, their time) is shared among them by files where gunicorn names a folder for them;
all else is counted from the database when asked.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.database import UTCDateTime
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.stages.assignment.tables import Seat
from reviewboard.stages.consensus.tables import Dispute

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # read by the library when it is first imported
IN_STEPS_OF = 5  # smaller numbers of acts would tell of single ones
READING, ACTING = ("GET", "HEAD", "OPTIONS"), ("POST", "PUT", "PATCH", "DELETE")
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

COUNTED = CollectorRegistry()
REQUESTS = Counter(
    "board_requests", "Requests answered, by page; acts by audience alone.", ("route", "method", "status"), registry=COUNTED
)
TOOK = Histogram("board_request_seconds", "Seconds until an answer.", ("audience", "method"), buckets=SECONDS, registry=COUNTED)


def count_request(endpoint: str | None, method: str, status: int, seconds: float) -> None:
    """Count one answered request. An act is counted for its audience only: which act it was is not told.

    What somebody made up in the place of a method is counted as "other": each word of a label is kept for ever.
    """
    audience, _, _page = (endpoint or "none").partition(".")
    read = method in READING
    method = method if read or method in ACTING else "other"
    REQUESTS.labels(endpoint or "none" if read else f"{audience}.*", method, str(status)).inc()
    TOOK.labels(audience, method).observe(seconds)


def exposition(parts: dict[str, str], waiting: int | None) -> bytes:
    """Return all of it in the text format of Prometheus.

    `parts`: what each part of the board says, empty where it is well; `waiting`: messages in the broker, None while it is away.
    """
    registry = CollectorRegistry()
    if FOLDER_VARIABLE in os.environ:
        MultiProcessCollector(registry)
    registry.register(_Board(parts, waiting))
    own = b"" if FOLDER_VARIABLE in os.environ else generate_latest(COUNTED)
    return own + generate_latest(registry)


class _Board(Collector):
    """What is true of the board at this moment, or was at the last midnight."""

    def __init__(self, parts: dict[str, str], waiting: int | None) -> None:
        self._parts, self._waiting = parts, waiting

    def collect(self) -> Iterable[Metric]:
        """Yield each number: gauges all, since a case that is disposed of takes its acts along."""
        up = GaugeMetricFamily("board_part_up", "Whether a part of the board is well (see /readyz).", labels=("part",))
        for name, why in self._parts.items():
            up.add_metric((name,), 0 if why else 1)
        yield up
        if self._waiting is not None:
            yield GaugeMetricFamily("board_queue_messages", "Messages that wait in the broker.", self._waiting)
        if not self._parts["database"] and not self._parts["migrations"]:
            yield from _of_the_outbox(datetime.now(UTC))
            yield from _of_days_past(datetime.now(UTC).date())


def _of_the_outbox(now: datetime) -> Iterator[Metric]:
    undone, stuck = OutboxRow.done_at.is_(None), OutboxRow.attention_at.is_not(None)
    due = func.coalesce(OutboxRow.waits_since, OutboxRow.send_after)  # what waits for a part that is away moves send_after on
    owed, oldest = db.session.execute(
        select(func.count(), func.min(due, type_=UTCDateTime)).where(undone, ~stuck, due <= now)
    ).one()
    waits = db.session.execute(select(func.count()).select_from(OutboxRow).where(undone, stuck)).scalar_one()
    yield GaugeMetricFamily("board_outbox_owed", "Work that is due and not done.", owed)
    yield GaugeMetricFamily("board_outbox_oldest_seconds", "How long the oldest of it is due.",
                            max((now - oldest).total_seconds(), 0) if oldest else 0)  # fmt: skip
    yield GaugeMetricFamily("board_outbox_attention", "Work that failed five times and waits for a person.", waits)


def _of_days_past(today: date) -> Iterator[Metric]:
    seals, disputes = _acts_before(today)
    yield GaugeMetricFamily("board_seals", "Ratings sealed before this day (UTC), in steps of five.", seals)
    yield GaugeMetricFamily("board_disputes", "Disputes opened before this day (UTC), in steps of five.", disputes)


@lru_cache(maxsize=1)
def _acts_before(day: date) -> tuple[int, int]:
    midnight = datetime.combine(day, time.min, UTC)
    seals = select(func.count()).select_from(Seat).where(Seat.sealed_at < midnight).scalar_subquery()
    disputes = select(func.count()).select_from(Dispute).where(Dispute.opened_at < midnight).scalar_subquery()
    found = db.session.execute(select(seals, disputes)).one()
    return found[0] // IN_STEPS_OF * IN_STEPS_OF, found[1] // IN_STEPS_OF * IN_STEPS_OF
