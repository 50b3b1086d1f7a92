"""The relay never waits for work under way, sends nothing twice in vain, and leaves to a person what kills its worker."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.outbox import actions
from reviewboard.foundation.outbox.actions import (
    ATTEMPTS,
    CLAIM_LASTS,
    PAUSES,
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


def test_messages_that_come_while_somebody_is_at_it_do_nothing(build, app):
    _owe(build, "test.mail")
    first = Aside(app, lambda aside: deliver(1, lambda now: None, now=build.now, outside=lambda now: aside.wait()))
    doubled = [_deliver(app, build.now + after, outside=_never) for after in (POLL, CLAIM_LASTS - POLL)]
    assert (doubled, first.finish(), _row(build).attempts) == ([False, False], True, 1)


def test_work_is_held_for_as_long_as_somebody_is_at_it(build, app, monkeypatch):
    monkeypatch.setattr(actions, "CLAIM_SAID", timedelta(seconds=0.02))
    _owe(build, "test.mail")
    held = []

    def long(now):
        time.sleep(0.3)
        later = build.now + CLAIM_LASTS + timedelta(seconds=0.2)
        held.append((_sent(app, later), _deliver(app, later, outside=_never)))

    assert _deliver(app, build.now, outside=long) is True
    assert (held, _row(build).attempts) == ([([], False)], 1)


def test_what_a_killed_courier_was_at_is_taken_up_by_another(build, app):
    _owe(build, "test.mail")
    assert _sent(app, build.now) == ["test.mail"]
    with pytest.raises(SystemExit):
        _deliver(app, build.now, outside=_die)
    before, after = build.now + CLAIM_LASTS - POLL, build.now + CLAIM_LASTS
    with app.app_context():
        give_up_on_silent(now=after)
    assert (_sent(app, before), _deliver(app, before, outside=_never)) == ([], False)
    assert (_sent(app, after), _deliver(app, after, outside=lambda now: None)) == (["test.mail"], True)
    assert _row(build).attempts == 2


def test_whoever_lost_its_hold_notes_nothing_over_who_has_it_now(build, app):
    _owe(build, "test.mail")

    def stand_still_and_fail(now):
        assert _deliver(app, build.now + CLAIM_LASTS, outside=fail_too) is True
        raise OSError("much too late")

    def fail_too(now):
        held.append(_row(build).taken_until)

    held = []
    with app.app_context(), pytest.raises(OSError, match="much too late"):
        deliver(1, lambda now: None, now=build.now, outside=stand_still_and_fail)
    assert (held, _row(build).attention_reason) == ([build.now + 2 * CLAIM_LASTS], "")


def test_messages_that_lie_in_the_queue_end_no_pause(build, app):
    _owe(build, "test.mail")
    with app.app_context():
        tried = [_outcome(lambda now=build.now + n * POLL: deliver(1, _refuse, now=now)) for n in range(7)]
    assert tried == ["OSError", "OSError", *[False] * 5]
    row = _row(build)
    assert (row.attempts, row.attention_at, row.send_after) == (2, None, build.now + POLL + PAUSES[1])


def _outcome(done):
    try:
        return done()
    except OSError as problem:
        return type(problem).__name__


def _refuse(now):
    raise OSError("the server refuses")


def _never(now):
    raise AssertionError("somebody is at it")


def test_a_mail_server_that_refuses_is_asked_again_after_seconds(build, app):
    _owe(build, "test.mail")
    assert _sent(app, build.now) == ["test.mail"]

    with pytest.raises(OSError):
        _deliver(app, build.now, outside=_refuse)
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
        note = lambda now: seen.append(db.session.get(Heartbeat, "written") is not None)  # noqa: E731
        work = pool.submit(_deliver, app, build.now, note)
        writer.finish()
        assert (work.result(PATIENCE), seen) == (True, [True])


def _deliver(app, now, work=lambda now: None, outside=None):
    with app.app_context():
        return deliver(1, work, now=now, outside=outside)
