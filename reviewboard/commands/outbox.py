"""`flask outbox`: what is owed, since when, and what waits for a person."""

import json

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.outbox.tables import OutboxRow


@click.command("outbox", help="Say what work is owed and what waits for a person.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def command(as_json: bool) -> None:
    """Print how many rows are owed, since when, and each row that needs attention with its reason."""
    undone, stuck = OutboxRow.done_at.is_(None), OutboxRow.attention_at.is_not(None)
    owed, oldest = db.session.execute(
        select(func.count(), func.min(OutboxRow.created_at)).where(undone, ~stuck)
    ).one()
    attention = [
        {"id": row.id, "topic": row.topic, "reason": row.attention_reason}
        for row in db.session.execute(select(OutboxRow).where(undone, stuck).order_by(OutboxRow.id)).scalars()
    ]
    said = {"owed": owed, "oldest": oldest.isoformat() if oldest else None, "needs_attention": attention}
    click.echo(json.dumps(said, indent=1) if as_json else "\n".join(f"{name}: {value}" for name, value in said.items()))
