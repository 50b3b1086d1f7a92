"""Work that fails is tried again after longer and longer pauses, so that a mail server may be away for a while."""

from datetime import timedelta
from functools import partial

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from sqlalchemy import text
from structlog.testing import capture_logs

from reviewboard.extensions import db
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.outbox.actions import (
    ATTEMPTS,
    PAUSES,
    RESEND_AFTER,
    WAIT,
    WAIT_LONGEST,
    claim_for_sending,
    deliver,
    owe,
    redrive,
)
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.refusals import NotYet

TICK, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def _fail(**_: object) -> None:
    raise ConnectionError("no answer")


def test_each_failure_is_followed_by_a_longer_pause_and_the_last_by_a_person(build, app):
    build.do(owe, topic="test.work", payload={}, now=build.now)
    moment, waited = build.now, []
    with app.app_context():
        while True:
            ((row_id, _topic),) = claim_for_sending(now=moment)
            with pytest.raises(ConnectionError):
                deliver(row_id, _fail, now=moment)
            failed = moment
            if db.session.get_one(OutboxRow, row_id).attention_at is not None:
                break
            db.session.rollback()
            while not (pending := claim_for_sending(now=moment)):
                moment += TICK
            assert pending == [(row_id, "test.work")]
            db.session.execute(text("UPDATE outbox SET sent_at = NULL"))
            db.session.commit()
            waited.append(moment - failed)
        db.session.rollback()
    assert waited == [max(RESEND_AFTER, pause) for pause in PAUSES]


def test_work_whose_need_is_away_waits_without_an_attempt_lost(build, app):
    def wait(**_: object) -> None:
        raise NotYet()

    build.do(owe, topic="test.work", payload={}, now=build.now)
    moment = build.now
    with app.app_context():
        for _ in range(2 * ATTEMPTS):
            ((row_id, _topic),) = claim_for_sending(now=moment)
            assert deliver(row_id, wait, now=moment) is False
            assert claim_for_sending(now=moment + WAIT - TICK) == []
            moment += WAIT
        row = db.session.get_one(OutboxRow, row_id)
        assert (row.attempts, row.attention_at, row.attention_reason) == (0, None, "NotYet: NotYet")
        db.session.rollback()
        assert (claim_for_sending(now=moment), deliver(row_id, lambda now: None, now=moment)) == ([(row_id, "test.work")], True)


def test_work_that_waits_too_long_is_left_to_a_person_and_waits_anew_once_it_is_sent_again(build, app):
    class Goes(NotYet):
        goes_on = True

    def wait(kind: type[NotYet]) -> object:
        def work(**_: object) -> None:
            raise kind()

        return work

    def state_after(minutes: int, kind: type[NotYet]) -> tuple[bool, str]:
        assert deliver(1, wait(kind), now=build.now + minutes * MINUTE) is False
        row = db.session.get_one(OutboxRow, 1)
        found = row.attention_at is not None, row.attention_reason.split(":")[0]
        db.session.rollback()
        return found

    build.do(owe, topic="test.work", payload={}, now=build.now)
    hours = WAIT_LONGEST // MINUTE
    with app.app_context():
        assert [state_after(at, Goes) for at in (0, hours, 2 * hours)] == [(False, "Goes")] * 3
        assert [state_after(at, NotYet) for at in (3 * hours - 1, 3 * hours)] == [(False, "NotYet"), (True, "NotYet")]
        with transaction():
            assert redrive(now=build.now + 3 * hours * MINUTE) == 1
        assert [state_after(at, NotYet) for at in (4 * hours, 5 * hours)] == [(False, "NotYet"), (True, "NotYet")]


def test_one_failure_stops_no_other_work(build, app):
    def write() -> str:
        with transaction():
            owe("test.work", {}, now=build.now)
        return "written"

    def break_the_session() -> str:
        with transaction():
            db.session.execute(text("SELECT nothing FROM nowhere"))
        return "never"

    with app.app_context():
        with pytest.raises(ExceptionGroup) as caught:
            each_by_itself([write, break_the_session, write])
        assert (len(caught.value.exceptions), db.session.query(OutboxRow).count()) == (1, 2)
        assert each_by_itself([write]) == ["written"]


def test_when_the_time_is_over_nothing_more_is_begun_and_what_was_done_stays(build, app):
    begun = []

    def write(name: str) -> None:
        begun.append(name)
        with transaction():
            owe("test.work", {}, now=build.now)
            if name == "slow":
                db.session.flush()
                raise SoftTimeLimitExceeded()

    with app.app_context():
        with pytest.raises(SoftTimeLimitExceeded):
            each_by_itself([partial(each_by_itself, [partial(write, name)]) for name in ("first", "slow", "last")])
        assert (begun, db.session.query(OutboxRow).count()) == (["first", "slow"], 1)


def test_what_failed_is_logged_with_its_ids_and_its_kind_alone(app):
    def sweep_one(seat_id: str, *, now: object) -> None:
        raise ValueError("a text that nobody logs")

    with app.app_context(), capture_logs() as logs, pytest.raises(ExceptionGroup):
        each_by_itself([partial(sweep_one, "seat1", now=None)])
    assert logs == [
        {"event": "work failed", "log_level": "error", "work": "sweep_one", "ids": ["seat1"], "kind": "ValueError"}
    ]
