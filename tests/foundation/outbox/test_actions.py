"""Owed work is sent until it is done, done once in effect, and after five attempts left to a person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.outbox.actions import ATTEMPTS, RESEND_AFTER, claim_for_sending, deliver, owe, redrive
from reviewboard.foundation.outbox.tables import OutboxRow


@pytest.fixture
def outbox(app, build):
    """Runs an outbox action in the application, outside any transaction."""

    def run(action, *positional, **named):
        with app.app_context():
            return action(*positional, **named)

    return run


def _rows(build):
    return build.read(
        lambda: [
            (row.topic, row.attempts, row.done_at is not None, row.attention_at is not None)
            for row in db.session.execute(select(OutboxRow).order_by(OutboxRow.id)).scalars()
        ]
    )


def _owe(build, **more):
    build.do(owe, topic="test.work", payload={"thing_id": "a"}, now=build.now, **more)


def test_equal_waiting_work_is_owed_once(build):
    _owe(build, single="a")
    _owe(build, single="a")
    _owe(build, single="b")
    assert [row[0] for row in _rows(build)] == ["test.work", "test.work"]


def test_work_already_taken_up_does_not_swallow_what_is_owed_later(build, outbox):
    _owe(build, single="a")
    ((row_id, _topic),) = outbox(claim_for_sending, now=build.now)
    outbox(deliver, row_id, lambda thing_id, now: owe("test.more", {}, now=now, single="a"), now=build.now)
    assert [row[0] for row in _rows(build)] == ["test.work", "test.more"]


def test_work_is_sent_once_and_again_when_nothing_comes_of_it(build, outbox):
    _owe(build)
    first = outbox(claim_for_sending, now=build.now)
    at_once = outbox(claim_for_sending, now=build.now + timedelta(seconds=1))
    later = outbox(claim_for_sending, now=build.now + RESEND_AFTER)
    assert (len(first), at_once, later) == (1, [], first)


def test_work_done_is_not_done_again(build, outbox):
    _owe(build)
    seen = []
    ((row_id, _topic),) = outbox(claim_for_sending, now=build.now)
    answers = [outbox(deliver, row_id, lambda thing_id, now: seen.append(thing_id), now=build.now) for _ in range(3)]
    assert (answers, seen, _rows(build)) == ([True, False, False], ["a"], [("test.work", 1, True, False)])


def test_work_that_fails_leaves_nothing_behind_and_after_five_attempts_waits_for_a_person(build, outbox):
    _owe(build)
    ((row_id, _topic),) = outbox(claim_for_sending, now=build.now)

    def fail(thing_id, now):
        owe("test.half", {}, now=now)
        raise ValueError("it cannot be done")

    for hours in range(ATTEMPTS):
        with pytest.raises(ValueError, match="it cannot be done"):
            outbox(deliver, row_id, fail, now=build.now + timedelta(hours=hours))
    assert _rows(build) == [("test.work", ATTEMPTS, False, True)]
    assert outbox(deliver, row_id, fail, now=build.now + timedelta(days=1)) is False
    assert outbox(claim_for_sending, now=build.now + timedelta(days=1)) == []


def test_redrive_sends_again_what_waits_for_a_person(build, outbox):
    _owe(build)
    build.do(lambda: setattr(db.session.get(OutboxRow, 1), "attention_at", build.now))
    assert build.do(redrive, now=build.now) == 1
    assert outbox(claim_for_sending, now=build.now) == [(1, "test.work")]


def test_what_happens_outside_comes_before_the_work_and_not_after_it_is_done(build, outbox):
    _owe(build)
    seen = []
    for _ in range(2):
        outbox(
            deliver, 1, lambda thing_id, now: seen.append("noted"), now=build.now,
            outside=lambda thing_id, now: seen.append("sent"),
        )  # fmt: skip
    assert seen == ["sent", "noted"]
