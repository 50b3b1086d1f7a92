"""The clocks strike for everyone although one sweep fails, the failure shows, and every patience ends in its order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from structlog.testing import capture_logs

from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.outbox.actions import KEEP_DONE, beat_heart, owe
from reviewboard.foundation.outbox.tables import Heartbeat, OutboxRow
from tests.together import on_server
from workers import sweep
from workers.app import celery, topics


def _fails(now):
    raise ConnectionError("not today")


def _works(now):
    with transaction():
        owe("test.work", {}, now=now)


@pytest.fixture
def clocks(app, monkeypatch):
    """Strikes the clocks of the test board with the sweeps given."""
    monkeypatch.setattr(sweep, "board", lambda: app)

    def strike(*sweeps):
        monkeypatch.setattr(sweep, "SWEEPS", sweeps)
        sweep.clocks()

    return strike


def _parts(visit):
    return visit().get("/readyz").get_json()["parts"]


def test_a_failing_sweep_stops_no_other_and_shows(app, build, visit, clocks):
    with capture_logs() as logs, pytest.raises(ExceptionGroup):
        clocks(_fails, _works)
    assert [(line["event"], line["work"], line["ids"], line["kind"]) for line in logs] == [
        ("work failed", "_fails", [], "ConnectionError")
    ]
    assert build.read(lambda: db.session.execute(select(OutboxRow.topic)).scalars().all()) == ["test.work"]
    assert (_parts(visit)["worker"], _parts(visit)["clocks"][:7]) == ("ok", "no pass")
    clocks(_works)
    assert _parts(visit)["clocks"] == "ok"
    assert build.read(lambda: set(db.session.execute(select(Heartbeat.name)).scalars())) == {"worker", "clocks", "tidy"}


def test_a_failing_step_of_the_hourly_sweep_stops_no_other_and_shows_after_two_hours(app, build, visit, clocks, monkeypatch):
    clocks()
    assert _parts(visit)["tidy"] == "ok", "it is awaited from the first strike of the clocks on"
    long_ago = build.now - timedelta(hours=3)
    build.read(beat_heart, "tidy", now=long_ago)
    build.do(owe, topic="test.work", payload={}, now=long_ago)
    build.do(lambda: db.session.execute(update(OutboxRow).values(done_at=long_ago - KEEP_DONE)))
    settings, steps = app.extensions["settings"], sweep.TIDY
    monkeypatch.setattr(sweep, "TIDY", steps[::-1])
    with monkeypatch.context() as sick, capture_logs() as logs, pytest.raises(ExceptionGroup):
        sick.setitem(app.extensions, "settings", replace(settings, evidence_url=f"file://{settings.data_dir}/{'long' * 100}"))
        sweep.tidy()
    assert [(line["work"], line["kind"]) for line in logs if line["event"] == "work failed"] == [
        ("sweep_case_files", "StoreAway"), ("sweep_strays", "StoreAway"),
    ]  # fmt: skip
    assert build.read(lambda: db.session.query(OutboxRow).count()) == 0
    clocks()
    assert _parts(visit)["tidy"][:9] == "no hourly"
    sweep.tidy()
    assert _parts(visit)["tidy"] == "ok"


def test_a_task_ends_by_itself_before_it_is_killed_and_before_its_message_goes_to_another():
    patience = celery.conf.broker_transport_options["visibility_timeout"]
    limits = {topic: (celery.tasks[topic].soft_time_limit, celery.tasks[topic].time_limit) for topic in topics()}
    assert {topic for topic, (soft, _hard) in limits.items() if soft > 90} == {"submission.check_evidence"}
    assert all(60 < soft < hard < patience for soft, hard in limits.values())
    assert 60 < celery.conf.task_soft_time_limit < celery.conf.task_time_limit < patience


@on_server
def test_no_lock_and_no_statement_is_waited_for_for_ever(app):
    with app.app_context():
        shown = [db.session.execute(text(f"SHOW {name}")).scalar_one() for name in ("lock_timeout", "statement_timeout")]
    assert shown == ["15s", "1min"]
