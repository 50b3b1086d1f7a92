"""Structured logs, one JSON object a line. Ids and numbers only: never a text, a name, a password or an address.

Each request has a number of its own, and so has the work that it owes: its lines, in whichever process, carry it.
"""

import logging
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars, get_contextvars
from structlog.typing import EventDict, Processor

REQUEST_ID_LENGTH = 16


def configure() -> None:
    """Send the board's own log lines to standard error as JSON."""
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, *_shaped()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),  # a line and its end in one write: processes share a pipe
        cache_logger_on_first_use=False,
    )


def formatter() -> logging.Formatter:
    """Return what shapes the lines of the packages under the board as its own are: one object, a mistake without its words."""
    return structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_shaped()],
    )


def _shaped() -> list[Processor]:
    return [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
        without_words,
        structlog.processors.JSONRenderer(),
    ]


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "reviewboard.observation.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"},
                 "nowhere": {"class": "logging.NullHandler"}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        "celery.app.trace": {"handlers": ["nowhere"], "propagate": False},  # its lines quote what a mistake says
    },
}
"""What a process of the board tells `logging.config.dictConfig`, for the packages under it."""


def without_words(_logger: Any, _level: str, event: EventDict) -> EventDict:
    """Leave of a mistake its kind and where it happened: what it says may quote what somebody wrote."""
    for told in event.get("exception", ()):
        for words in ("exc_value", "exc_notes"):
            told.pop(words, None)
        for inner in told.get("exceptions", ()):  # of a group
            without_words(None, "", {"exception": inner})
    return event


def new_request_id() -> str:
    """Return a number for a request: random, so that it tells nothing of how many there were."""
    return secrets.token_hex(REQUEST_ID_LENGTH // 2)


def request_at_hand() -> str | None:
    """Return the number of the request that what happens now goes back to, or None."""
    found: str | None = get_contextvars().get("request")
    return found


@contextmanager
def on_behalf_of(request_id: str | None) -> Iterator[None]:
    """Let everything in the block be told of as what this request led to."""
    with bound_contextvars(request=request_id):
        yield
