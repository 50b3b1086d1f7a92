"""The Celery application: it rings a doorbell, the outbox keeps the ledger."""

import importlib
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from logging.config import dictConfig
from typing import Any

import redis
import structlog
from celery import Celery
from celery.signals import celeryd_init, setup_logging, task_failure, worker_init
from flask import Flask

from reviewboard.config import read_settings
from reviewboard.embedded import QUEUE, broker_url, redis_url
from reviewboard.foundation.outbox.actions import Outside, deliver
from reviewboard.observation import LOGGING

COURIERS = ("workers.submission", "workers.assignment", "workers.consensus", "workers.record", "workers.recourse",
            "workers.casefile", "workers.quality", "workers.notices")  # fmt: skip

LASTS = 90  # seconds; hardly any work takes nearly as long: it fails then, and the failure is noted
GRACE = 20  # seconds after that, until one that hears nothing is killed
LASTS_LONGEST = 600  # seconds, for work that has whole files to read

settings = read_settings()
celery = Celery("workers", broker=broker_url(settings))
app = celery
celery.conf.update(
    task_ignore_result=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_concurrency=settings.workers,
    worker_hijack_root_logger=False,
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    task_soft_time_limit=LASTS,
    task_time_limit=LASTS + GRACE,
    task_default_queue=QUEUE,
    task_serializer="json",
    accept_content=["json"],
    timezone="UTC",
    enable_utc=True,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={
        "visibility_timeout": LASTS_LONGEST + 2 * GRACE,  # until a message is another worker's: above every limit
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "retry_on_timeout": True,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 5,
    },
    beat_max_loop_interval=2,
    include=["workers.sweep", *COURIERS],
)


_works: dict[str, Callable[..., None]] = {}


@cache
def board() -> Flask:
    """Return this process's board."""
    from reviewboard import create_app

    return create_app()


@celeryd_init.connect  # before the worker says what it thinks of its account
@setup_logging.connect
def _log_as_the_board_does(**_: Any) -> None:
    dictConfig(LOGGING)
    logging.captureWarnings(True)


@worker_init.connect
def _read_once(**_: Any) -> None:
    board()  # for all processes of this worker, which are made of this one; nothing here connects to anything


log = structlog.get_logger()


@task_failure.connect
def _tell_failure(sender: Any = None, exception: BaseException | None = None, **_: Any) -> None:
    """Log that a task failed, by its name, the kind of mistake and its place."""
    log.error("task failed", task=sender.name, exc_info=exception)


def courier(topic: str, *, outside: Outside | None = None, lasts: int = LASTS) -> Callable[[Callable[..., None]], Any]:
    """Make an action the courier of topic: the task takes an outbox row's id and delivers its work.

    `outside` happens before the action, in no transaction (see `outbox.actions.deliver`). `lasts`: seconds until it is
    stopped, at most LASTS_LONGEST.
    """

    def make(work: Callable[..., None]) -> Any:
        _works[topic] = work

        @celery.task(name=topic, soft_time_limit=lasts, time_limit=lasts + GRACE)
        def carry(row_id: int) -> None:
            with board().app_context():
                deliver(row_id, work, now=datetime.now(UTC), outside=outside)

        return carry

    return make


@cache
def _broker() -> redis.Redis:
    return redis.from_url(redis_url(settings), socket_connect_timeout=2, socket_timeout=5)


def messages_waiting() -> int:
    """Return how many messages lie in the broker's queue. Raises redis.RedisError while the broker is away."""
    return int(_broker().llen(celery.conf.task_default_queue))  # type: ignore[arg-type]


def work_of(topic: str) -> Callable[..., None]:
    """Return the work that the courier of topic does in its transaction. Raises KeyError for a topic without one."""
    topics()
    return _works[topic]


def topics() -> frozenset[str]:
    """Return every topic that has a courier."""
    for module in celery.conf.include:
        importlib.import_module(module)
    return frozenset(name for name in celery.tasks if not name.startswith(("celery.", "sweep")))
