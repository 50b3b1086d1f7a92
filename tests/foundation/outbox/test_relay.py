"""The relay never waits for work under way, sends nothing twice in vain, and leaves to a person what kills its worker."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.outbox.actions import (
    ATTEMPTS,
    RESEND_AFTER,
    claim_for_sending,
    deliver,
    give_up_on_silent,
    owe,
)
from reviewboard.foundation.outbox.tables import Heartbeat, OutboxRow
from tests.together import PATIENCE, Aside, on_server

POLL = timedelta(seconds=0.2)
BEATS = 25  # polls from one look at silent work to the next


def _owe(build, *topics):
    for topic in topics:
        build.do(owe, topic=topic, payload={}, now=build.now)


def _row(build):
    return build.read(lambda: db.session.execute(select(OutboxRow)).scalar_one())


def _sent(app, now):
    with app.app_context():
        return [topic for _id, topic in claim_for_sending(now=now)]


@on_server
def test_work_under_way_is_passed_over_and_everything_else_is_sent(build, app):
    _owe(build, "test.slow", "test.next")
    slow = Aside(app, lambda aside: deliver(1, lambda now: aside.wait(), now=build.now))
    sent = _sent(app, build.now)
    with app.app_context():
        give_up_on_silent(now=build.now + timedelta(days=1))
    assert (sent, slow.finish()) == (["test.next"], True)


def test_work_that_kills_its_worker_is_left_to_a_person_after_five_attempts(build, app):
    _owe(build, "test.deadly")
    attempts = 0
    for poll in range(1000):
        now = build.now + poll * POLL
        if poll % BEATS == 0:
            with app.app_context():
                give_up_on_silent(now=now)
        for _topic in _sent(app, now):
            attempts += 1
            with app.app_context(), pytest.raises(SystemExit):
                deliver(1, _die, now=now)
    row = _row(build)
    assert (attempts, row.attempts, row.attention_at is not None) == (ATTEMPTS, ATTEMPTS, True)


def _die(now):
    raise SystemExit


def test_a_slow_mail_server_gets_the_mail_once(build, app):
    _owe(build, "test.mail")
    mails = []

    def slow(now):
        mails.append(now)
        assert _sent(app, build.now + RESEND_AFTER + timedelta(seconds=4)) == []

    with app.app_context():
        assert deliver(1, lambda now: None, now=build.now, outside=slow) is True
    assert (mails, _row(build).done_at) == ([build.now], build.now)


def test_work_that_says_it_is_alive_is_sent_again_once_it_falls_silent(build, app):
    _owe(build, "test.work")
    silent, heard = timedelta(seconds=0.2), []

    def long(now, alive):
        time.sleep(0.1)
        alive()
        for more in (timedelta(0), timedelta(seconds=1)):
            heard.append(_sent(app, build.now + silent + RESEND_AFTER + more))

    with app.app_context():
        assert deliver(1, lambda now: None, now=build.now, outside=long, silent=silent) is True
    assert heard == [[], ["test.work"]]


def test_a_mail_server_that_refuses_is_asked_again_after_seconds(build, app):
    _owe(build, "test.mail")
    assert _sent(app, build.now) == ["test.mail"]

    def refuse(now):
        raise OSError("the server refuses")

    with app.app_context(), pytest.raises(OSError):
        deliver(1, lambda now: None, now=build.now, outside=refuse)
    assert [_sent(app, build.now + after) for after in (RESEND_AFTER - POLL, RESEND_AFTER)] == [[], ["test.mail"]]


def test_the_reason_of_a_failure_never_quotes_what_was_being_written(build, app):
    _owe(build, "test.work")

    def fail(now):
        db.session.execute(
            text("INSERT INTO messages (id, discussion_id, author_id, body, said_at) VALUES ('a', 'b', 'c', :body, NULL)"),
            {"body": "what one rater told the other"},
        )

    with app.app_context(), pytest.raises(Exception, match="messages"):
        deliver(1, fail, now=build.now)
    reason = _row(build).attention_reason
    assert (reason.startswith("IntegrityError: "), "told the other" in reason, "\n" in reason) == (True, False, False)


@on_server
def test_a_courier_sees_all_that_was_written_by_whoever_owed_the_same_work_again(build, app):
    build.do(owe, topic="test.work", payload={}, now=build.now, single="one")

    def owe_again(aside):
        with transaction():
            owe("test.work", {}, now=build.now, single="one")
            db.session.add(Heartbeat(name="written", at=build.now))
            aside.wait()

    writer = Aside(app, owe_again)
    with ThreadPoolExecutor() as pool:
        seen = []
        work = pool.submit(_deliver, app, lambda now: seen.append(db.session.get(Heartbeat, "written") is not None))
        writer.finish()
        assert (work.result(PATIENCE), seen) == (True, [True])


def _deliver(app, work):
    with app.app_context():
        return deliver(1, work, now=db.session.get_one(OutboxRow, 1).created_at)
