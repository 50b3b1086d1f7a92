"""The beat's sweeps: due times are columns, looked at every few seconds; each sweep is safe to run twice."""

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial

from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.idempotency.actions import forget_old
from reviewboard.foundation.outbox.actions import beat_heart, forget_done
from reviewboard.foundation.outbox.tables import Heartbeat
from reviewboard.stages.assignment.late import sweep_late, sweep_waiting
from reviewboard.stages.assignment.leave import sweep_leave
from reviewboard.stages.assignment.standing import sweep_unfit
from reviewboard.stages.casefile.actions import sweep_case_files, sweep_given_up
from reviewboard.stages.consensus.actions import sweep_discussions, sweep_parted, sweep_questions
from reviewboard.stages.record.actions import sweep_releases
from reviewboard.stages.recourse.actions import sweep_due, sweep_lost, sweep_unsigned, sweep_windows
from reviewboard.stages.submission.actions import sweep_copies, sweep_strays, sweep_uploads
from workers.app import board, celery

SWEEPS = (
    sweep_late, sweep_leave, sweep_unfit, sweep_waiting, sweep_discussions, sweep_parted, sweep_questions, sweep_releases,
    sweep_windows, sweep_lost, sweep_due, sweep_given_up,
)  # fmt: skip
celery.conf.beat_schedule = {
    "clocks": {"task": "sweep.clocks", "schedule": 5.0, "options": {"expires": 10}},
    "tidy": {"task": "sweep.tidy", "schedule": 3600.0, "options": {"expires": 600}},
}


@celery.task(name="sweep.clocks")
def clocks() -> None:
    """Note that a worker lives, remind, free seats that are long overdue or in conflict, end discussions and
    questions out of time, release what is due, and tell that a case file could not be made.

    The clocks have a heartbeat of their own, which only a pass without failure gives: a failing sweep shows in /readyz.
    """
    now = datetime.now(UTC)
    with board().app_context():
        beat_heart("worker", now=now)
        _wait_for_tidy(now)
        each_by_itself([partial(sweep, now) for sweep in SWEEPS])
        beat_heart("clocks", now=now)


def _wait_for_tidy(now: datetime) -> None:
    """Let the time begin in which the hourly sweep is awaited, on a board that never had one."""
    waited = db.session.get(Heartbeat, "tidy") is not None
    db.session.rollback()
    if not waited:
        with suppress(IntegrityError):  # another worker did so at this moment
            beat_heart("tidy", now=now)


def _forget(now: datetime) -> None:
    with transaction():
        forget_old(now=now)
        forget_done(now=now)
        sweep_uploads(now=now)
        sweep_copies(now=now)


TIDY = (_forget, sweep_strays, sweep_case_files, sweep_unsigned)


@celery.task(name="sweep.tidy")
def tidy() -> None:
    """Forget answers, finished work and uploads that nobody asks for any more, stray files, and case files past their day.

    Tell of decisions that nobody is left to sign, too: who is left changes seldom. Like the clocks it has a heartbeat of its
    own, which only a pass without failure gives.
    """
    now = datetime.now(UTC)
    with board().app_context():
        each_by_itself([partial(work, now=now) for work in TIDY])
        beat_heart("tidy", now=now)
