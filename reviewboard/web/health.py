"""Is the process alive, and is the board ready: for supervisors and load balancers, never with anybody's data."""

from datetime import UTC, datetime, timedelta
from typing import Any

import redis
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, current_app
from sqlalchemy import select, text

from reviewboard.embedded import QUEUE, redis_url
from reviewboard.extensions import db
from reviewboard.foundation.outbox.tables import Heartbeat, OutboxRow
from reviewboard.foundation.vault.kept import NoRoom, StoreAway
from reviewboard.foundation.vault.mark import has_lost_its_mark
from reviewboard.foundation.vault.scanning import scanner_answers
from reviewboard.foundation.vault.where import the_vault
from reviewboard.web.access_list import PUBLIC

blueprint = Blueprint("health", __name__)
ROUTES = {"health.healthz": PUBLIC, "health.readyz": PUBLIC}
NEEDED = ("database", "migrations")
_OTHER_PLACE = "this board's mark is not there: is the folder mounted, and EVIDENCE_URL right?"
_MAIL_WAITS = timedelta(minutes=10)  # longer than a server asks to wait that takes mail from strangers at the second try
_OFTEN, _SILENT = timedelta(seconds=30), "no heartbeat in the last 30 seconds"
ALIVE = {
    "worker": (_OFTEN, _SILENT),
    "relay": (_OFTEN, _SILENT),
    "clocks": (_OFTEN, "no pass without a failure in the last 30 seconds: the worker's log names what failed"),
    "tidy": (timedelta(hours=2), "no hourly sweep without a failure in the last 2 hours: the worker's log names what failed"),
}
"""Heartbeats: how old each may be, and what is said of an older one."""


@blueprint.get("/healthz")
def healthz() -> dict[str, str]:
    """The process is alive."""
    return {"status": "alive"}


@blueprint.get("/readyz")
def readyz() -> tuple[dict[str, Any], int]:
    """Ready, degraded (the broker, the evidence, the scanner, the mail server or a process is away: work waits) or down."""
    parts = parts_of_the_board()
    down = [name for name in NEEDED if parts[name]]
    status = "down" if down else ("degraded" if any(parts.values()) else "ready")
    return {"status": status, "parts": {name: why or "ok" for name, why in parts.items()}}, 503 if down else 200


def parts_of_the_board() -> dict[str, str]:
    """Return what is wrong with each part by name, empty where it is well. While the database is away others are not asked."""
    parts = {"database": _database(), "migrations": "", "broker": "" if messages() is not None else "does not answer",
             "evidence": "", "scanner": "" if scanner_answers() else "does not answer"}  # fmt: skip
    if not parts["database"]:
        parts["migrations"] = _migrations()
    parts["evidence"] = _evidence(tables=not parts["database"] and not parts["migrations"])
    return parts | (_told_by_tables() if not parts["database"] and not parts["migrations"] else {})


def messages() -> int | None:
    """Return how many messages wait in the broker, or None while it does not answer."""
    address = redis_url(current_app.extensions["settings"])
    client = redis.from_url(address, socket_connect_timeout=1, socket_timeout=1)
    try:
        return int(client.llen(QUEUE))  # type: ignore[arg-type]
    except redis.RedisError:
        return None
    finally:
        client.close()


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
        return ""
    except Exception:
        db.session.rollback()
        return "does not answer"


def _migrations() -> str:
    folder = current_app.extensions["migrate"].directory
    wanted = set(ScriptDirectory(folder).get_heads())
    present = set(MigrationContext.configure(db.session.connection()).get_current_heads())
    return "" if present == wanted else "not at the newest version: run flask db upgrade"


def _evidence(*, tables: bool) -> str:
    try:
        vault = the_vault()
        vault.answer()
        return _OTHER_PLACE if tables and has_lost_its_mark(vault) else ""
    except NoRoom:
        return "less than 256 MB of room left"
    except StoreAway:
        return "does not answer, or cannot be written to"


def _told_by_tables() -> dict[str, str]:
    waiting = (OutboxRow.done_at.is_(None), OutboxRow.attention_at.is_(None), OutboxRow.topic == "notice.send")
    too_long = OutboxRow.waits_since <= datetime.now(UTC) - _MAIL_WAITS
    unsent = db.session.execute(select(OutboxRow.id).where(*waiting, too_long).limit(1)).first()
    return {"mail": "a mail has waited for its server for 10 minutes" if unsent else "", **_heartbeats()}


def _heartbeats() -> dict[str, str]:
    last = dict(db.session.execute(select(Heartbeat.name, Heartbeat.at)).all())
    now = datetime.now(UTC)
    return {
        name: "" if name in last and last[name] >= now - within else silence for name, (within, silence) in ALIVE.items()
    }
