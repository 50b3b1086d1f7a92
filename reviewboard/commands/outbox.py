"""`flask outbox`: what is owed, since when, what is tried again by itself and why, and what waits for a person."""

import json
from collections.abc import Iterator
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import ColumnElement, func, select

from reviewboard.extensions import db
from reviewboard.foundation.outbox.tables import OutboxRow


@click.command("outbox", help="Say what work is owed, what waits and why, and what waits for a person.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def command(as_json: bool) -> None:
    """Print how many rows are owed and since when, and with its reason each that is tried again or needs a person."""
    undone, stuck = OutboxRow.done_at.is_(None), OutboxRow.attention_at.is_not(None)
    owed, oldest = db.session.execute(
        select(func.count(), func.min(OutboxRow.created_at)).where(undone, ~stuck)
    ).one()
    said = {
        "owed": owed, "oldest": oldest.isoformat() if oldest else None,
        "waits": _rows(~stuck, OutboxRow.attention_reason != ""), "needs_attention": _rows(stuck),
    }  # fmt: skip
    click.echo(json.dumps(said, indent=1) if as_json else "\n".join(_told(said)))


def _rows(*which: ColumnElement[bool]) -> list[dict[str, Any]]:
    rows = db.session.execute(select(OutboxRow).where(OutboxRow.done_at.is_(None), *which).order_by(OutboxRow.id)).scalars()
    return [
        {"id": row.id, "topic": row.topic, "reason": row.attention_reason,
         "since": (row.attention_at or row.waits_since or row.created_at).isoformat()}
        for row in rows
    ]  # fmt: skip


def _told(said: dict[str, Any]) -> Iterator[str]:
    for name, value in said.items():
        if isinstance(value, list):
            yield f"{name}: {len(value)}"
            yield from (f"  {row['id']} {row['topic']} since {row['since']}: {row['reason']}" for row in value)
        else:
            yield f"{name}: {value}"
