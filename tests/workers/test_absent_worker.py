"""While no worker comes the broker stays small; when one comes, everything owed is done within seconds, once."""

import json
import time
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.notices.actions import notify
from reviewboard.foundation.outbox.actions import ATTEMPTS, RESEND_AFTER, owe
from reviewboard.foundation.outbox.tables import OutboxRow
from workers import beat, relay

pytestmark = pytest.mark.once

OWED = 30


def _let_time_pass(app):
    """Make every row look as if it was sent long enough ago to be sent again."""
    with app.app_context(), transaction():
        for row in db.session.execute(select(OutboxRow).where(OutboxRow.sent_at.is_not(None))).scalars():
            row.sent_at, row.send_after = row.sent_at - RESEND_AFTER, row.created_at


def _undone(build):
    return build.read(lambda: db.session.execute(select(func.count()).where(OutboxRow.done_at.is_(None))).scalar_one())


def test_an_hour_without_a_worker_leaves_a_short_queue_and_loses_nothing(app, build, engine, settings):
    person = build.person()
    for number in range(OWED):
        build.do(notify, account_id=person, kind="account.reset", once=str(number), now=build.now,
                 invitation=f"invitation{number}", days=1)  # fmt: skip
    engine.run("relay")
    engine.until(lambda: engine.waiting() >= OWED)
    longest = 0
    for _ in range(20):
        _let_time_pass(app)
        time.sleep(0.3)
        longest = max(longest, engine.waiting())
    assert longest == relay.QUEUE_LONGEST
    engine.run("worker")
    engine.until(lambda: _undone(build) == 0)
    assert len(list((settings.data_dir / "mail").iterdir())) == OWED


def test_more_owed_than_the_queue_takes_is_sent_as_room_comes(build, engine):
    def much():
        for number in range(relay.QUEUE_LONGEST + 20):
            owe("notice.send", {"notice_id": f"nothing{number}"}, now=build.now)

    build.do(much)
    engine.run("relay")
    engine.until(lambda: engine.waiting() >= relay.QUEUE_LONGEST)
    time.sleep(1)
    assert engine.waiting() == relay.QUEUE_LONGEST
    assert build.read(_never_sent) == 20
    engine.run("worker")
    engine.until(lambda: build.read(_never_sent) == 0)


def _never_sent():
    return db.session.execute(select(func.count()).where(OutboxRow.sent_at.is_(None))).scalar_one()


def test_a_message_that_nobody_took_for_a_minute_is_passed_over(build, engine):
    build.do(owe, topic="notice.send", payload={"notice_id": "nothing"}, now=build.now)
    engine.run("relay")
    engine.until(engine.waiting)
    headers = json.loads(engine.redis.lindex("board", 0))["headers"]
    lasts = build.read(lambda: db.session.get_one(OutboxRow, 1).sent_at) + timedelta(seconds=relay.MESSAGE_LASTS)
    assert abs((type(lasts).fromisoformat(headers["expires"]) - lasts).total_seconds()) < 5


def test_the_beat_stops_striking_on_a_full_queue(engine):
    engine.redis.rpush("board", *["{}"] * (beat.QUEUE_LONGEST - 1))
    engine.run("beat")
    engine.until(lambda: engine.waiting() == beat.QUEUE_LONGEST)
    time.sleep(6)  # one more strike would be due
    assert engine.waiting() == beat.QUEUE_LONGEST


def test_work_that_no_courier_carries_waits_for_a_person_with_its_reason(app, build, engine):
    build.do(owe, topic="letter.engrave", payload={"letter_id": "a"}, now=build.now)
    engine.run("relay")

    def given_up():
        _let_time_pass(app)
        row = build.read(lambda: db.session.get_one(OutboxRow, 1))
        return row if row.attention_at else None

    row = engine.until(given_up)
    assert (row.attempts, row.attention_reason, engine.waiting()) == (
        ATTEMPTS, "NoCourier: no courier carries letter.engrave", 0,
    )  # fmt: skip
