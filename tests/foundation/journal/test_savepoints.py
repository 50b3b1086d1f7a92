"""What a savepoint takes back goes from the journal too, and nothing before it does."""

import pytest
from sqlalchemy.exc import IntegrityError

from reviewboard.extensions import db
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.journal.queries import all_entries
from reviewboard.foundation.outbox.tables import Heartbeat
from reviewboard.foundation.people.roles import SYSTEM


def _actions(build):
    return [entry["action"] for entry in build.read(lambda: list(all_entries()))]


def _enter(build, *names):
    for name in names:
        enter(name, actor=SYSTEM, now=build.now)


def test_entries_before_and_after_a_lost_savepoint_stay(build):
    def work():
        _enter(build, "test.before")
        with pytest.raises(ValueError), db.session.begin_nested():
            _enter(build, "test.lost", "test.lost_too")
            raise ValueError
        _enter(build, "test.after")

    build.do(work)
    assert _actions(build) == ["test.before", "test.after"]


def test_a_flush_that_fails_in_a_savepoint_takes_only_its_own_entries(build):
    build.do(lambda: db.session.add(Heartbeat(name="taken", at=build.now)))

    def work():
        _enter(build, "test.before")
        with pytest.raises(IntegrityError), db.session.begin_nested():
            _enter(build, "test.lost")
            db.session.add(Heartbeat(name="taken", at=build.now))
        _enter(build, "test.after")

    build.do(work)
    assert _actions(build) == ["test.before", "test.after"]


def test_an_outer_savepoint_takes_back_what_an_inner_one_kept(build):
    def work():
        with db.session.begin_nested():
            _enter(build, "test.kept")
        with pytest.raises(ValueError), db.session.begin_nested():
            with db.session.begin_nested():
                _enter(build, "test.lost")
            raise ValueError

    build.do(work)
    assert _actions(build) == ["test.kept"]


def test_a_transaction_that_fails_after_a_savepoint_leaves_nothing(build):
    def work():
        with db.session.begin_nested():
            _enter(build, "test.lost")
        raise ValueError

    with pytest.raises(ValueError):
        build.do(work)
    build.do(lambda: _enter(build, "test.after"))
    assert _actions(build) == ["test.after"]
