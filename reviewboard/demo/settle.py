"""What a step owes is done at once and in this process: a demo or a test needs no broker and no worker.

The table is the couriers' own: every topic with the action that its courier calls. No mail leaves the board.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.notices.postman import note_sent
from reviewboard.foundation.outbox.actions import deliver
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.quality import actions as quality
from reviewboard.stages.assignment import actions as assignment
from reviewboard.stages.casefile import actions as casefile
from reviewboard.stages.consensus import actions as consensus
from reviewboard.stages.record import actions as record
from reviewboard.stages.recourse import actions as recourse
from reviewboard.stages.submission import actions as submission

WORK: dict[str, Callable[..., Any]] = {
    "assignment.round": assignment.run_round,
    "assignment.third": assignment.seat_third,
    "assignment.vacate": assignment.vacate,
    "casefile.make": casefile.note_made,
    "consensus.close": consensus.close_withdrawn,
    "consensus.compare": consensus.compare,
    "consensus.tell_leads": consensus.tell_leads,
    "consensus.tell_raters": consensus.tell_raters,
    "consensus.third_sealed": consensus.third_sealed,
    "notice.send": note_sent,
    "quality.checked": quality.compare_check,
    "quality.draw": quality.draw,
    "quality.seat": quality.seat_check,
    "record.tell": record.tell,
    "recourse.begin_fresh": recourse.begin_fresh,
    "recourse.tell_candidate": recourse.tell_candidate,
    "recourse.tell_handler": recourse.tell_handler,
    "recourse.tell_leads": recourse.tell_leads,
    "recourse.tell_rated": recourse.tell_rated,
    "record.write": record.write,
    "submission.check_evidence": submission.note_check,
    "submission.forget_file": submission.note_forgotten,
    "submission.receipt": submission.send_receipt,
}

OUTSIDE: dict[str, Callable[..., Any]] = {
    "casefile.make": casefile.make,
    "recourse.begin_fresh": recourse.copy_bytes,
    "submission.check_evidence": submission.look,
    "submission.forget_file": submission.forget_file,
}
"""What happens in the world before a work is noted, here too."""


def settle(*, now: datetime) -> int:
    """Do all owed work, and what it owes in turn, but for what waits for something that is away. Return how many were done.

    Raises what an action raises.
    """
    done = 0
    while owed := _owed():
        now_done = sum(deliver(row_id, WORK[topic], now=now, outside=OUTSIDE.get(topic)) for row_id, topic in owed)
        if not now_done:
            break
        done += now_done
    return done


def _owed() -> list[tuple[int, str]]:
    rows = db.session.execute(
        select(OutboxRow.id, OutboxRow.topic)
        .where(OutboxRow.done_at.is_(None), OutboxRow.attention_at.is_(None))
        .order_by(OutboxRow.id)
    ).all()
    db.session.rollback()
    return [(row.id, row.topic) for row in rows]
