"""A request has a number that its work carries on; the counts are for who brings the token and tell of no act."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import select, update
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from reviewboard import metrics
from reviewboard.extensions import db
from reviewboard.foundation.outbox.actions import deliver, owe
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.refusals import NotYet
from reviewboard.foundation.vault.kept import StoreAway
from reviewboard.observation import on_behalf_of
from tests.walking import level, panel, rated

TOKEN = "only-for-this-test"


@pytest.fixture
def monitored(app, settings):
    """The board with a token for its counts."""
    app.extensions["settings"] = replace(settings, metrics_token=TOKEN)
    yield app
    app.extensions["settings"] = settings


def _counts(visit, token=TOKEN):
    answer = visit().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text) for sample in family.samples
    }  # fmt: skip


def test_an_answer_names_its_request_and_the_log_has_one_line_for_it(visit):
    with capture_logs(processors=(merge_contextvars,)) as lines:
        answers = [visit().get(path, headers={"X-Request-Id": "mine"}) for path in ("/sign-in", "/cases/secret-id", "/healthz")]
    numbers = [answer.headers["X-Request-Id"] for answer in answers]
    assert (len(set(numbers)), {len(number) for number in numbers}) == (3, {16})
    assert [(line["request"], line["route"], line["status"]) for line in lines if line["event"] == "request"] == [
        (numbers[0], "account.sign_in", 200), (numbers[1], None, 404),
    ]  # fmt: skip
    assert "secret-id" not in str(lines)


def test_methods_that_somebody_makes_up_are_one_and_leave_no_more_behind(monitored, visit):
    def made_up(words):
        return {visit().client.open(path, method=word).status_code for word in words for path in ("/sign-in", "/nothing")}

    assert made_up(["XQZ0"]) <= {404, 405}
    _counts(visit)  # it is counted itself
    before = set(_counts(visit))
    made_up([f"XQZ{number}" for number in range(30)])
    assert set(_counts(visit)) - before == set()
    assert any("other" in key for key in before)


def test_what_is_not_theirs_and_a_form_without_its_token_are_told_with_whose_they_were_and_nothing_else(build, visit):
    person = build.person()
    visitor = visit(person)
    with capture_logs() as lines:
        answers = [visitor.get("/desk/secret-id"), visitor.get("/no/secret-id"), visitor.client.post("/account/password"),
                   visit().client.post("/sign-in"), visitor.get("/account")]  # fmt: skip
    assert [answer.status_code for answer in answers] == [404, 404, 422, 422, 200]
    assert [line for line in lines if line["event"] != "request"] == [
        {"event": "not theirs", "log_level": "warning", "route": "assessor.rate", "account": person},
        {"event": "no token of a form", "log_level": "warning", "route": "account.password", "account": person},
        {"event": "no token of a form", "log_level": "warning", "route": "account.enter", "account": None},
    ]
    assert "secret-id" not in str(lines)


def _waits(now):
    raise NotYet()


def test_work_carries_the_request_that_owes_it_and_so_does_what_it_owes(app, build):
    def more(now):
        owe("test.more", {}, now=now)

    with on_behalf_of("0123456789abcdef"):
        build.do(owe, topic="test.work", payload={}, now=build.now)
    build.do(owe, topic="test.other", payload={}, now=build.now)
    build.do(owe, topic="test.third", payload={}, now=build.now)
    with app.app_context(), capture_logs(processors=(merge_contextvars,)) as lines:
        deliver(1, more, now=build.now)
        with pytest.raises(ZeroDivisionError):
            deliver(2, lambda now: 1 / 0, now=build.now)
        assert deliver(3, _waits, now=build.now) is False
    rows = build.read(lambda: dict(db.session.execute(select(OutboxRow.topic, OutboxRow.request_id)).all()))
    assert rows == {"test.work": "0123456789abcdef", "test.more": "0123456789abcdef", "test.other": None, "test.third": None}
    told = [{name: line[name] for name in ("event", "request", "topic", "work", "attempt")} for line in lines]
    assert told == [
        {"event": "work done", "request": "0123456789abcdef", "topic": "test.work", "work": 1, "attempt": 1},
        {"event": "work failed", "request": None, "topic": "test.other", "work": 2, "attempt": 1},
        {"event": "work waits", "request": None, "topic": "test.third", "work": 3, "attempt": 1},
    ]
    assert lines[1]["kind"] == "ZeroDivisionError"


@pytest.mark.parametrize("given", [None, "Bearer wrong", TOKEN, f"Bearer {TOKEN[:-1]}", "Bearer é"])
def test_without_the_token_there_is_no_such_page(monitored, visit, given):
    unknown, answer = visit().get("/nothing"), visit().get("/metrics", headers={"Authorization": given} if given else {})
    pages = [page.text.partition("<main")[2] for page in (unknown, answer)]
    assert (answer.status_code, pages[0] == pages[1] != "") == (404, True)


def test_without_the_setting_there_is_no_such_page(visit):
    assert visit().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_a_page_is_counted_by_its_route_and_an_act_by_its_audience(monitored, visit):
    _counts(visit)
    before = _counts(visit)
    visit().get("/sign-in")
    status = visit().post("/sign-in", {"email": "nobody@example.org", "password": "x"}).status_code
    after = _counts(visit)
    moved = {key for key in after if after[key] != before.get(key, 0) and key[0] == "board_requests_total"}
    assert {key[1:] for key in moved if "metrics.metrics" not in key} == {
        ("200", "GET", "account.sign_in"), (str(status), "POST", "account.*"),
    }  # fmt: skip
    assert after[("board_part_up", "database")] == 1
    assert after[("board_part_up", "broker")] == (1 if ("board_queue_messages",) in after else 0)


def test_what_is_owed_and_stuck_is_counted_and_single_acts_of_today_are_not(monitored, visit, build):
    metrics._acts_before.cache_clear()
    people = panel(build)
    rated(build, people, level(1), level(4))
    build.do(owe, topic="test.work", payload={}, now=build.now.replace(year=build.now.year - 1))
    stuck = {"created_at": build.now, "send_after": build.now, "attempts": 5, "attention_at": build.now}
    build.do(lambda: db.session.add(OutboxRow(topic="test.stuck", payload={}, **stuck)))
    counts = _counts(visit)
    assert (counts[("board_outbox_owed",)], counts[("board_outbox_attention",)]) == (1, 1)
    assert counts[("board_outbox_oldest_seconds",)] > 300 * 24 * 3600
    assert (counts[("board_seals",)], counts[("board_disputes",)]) == (0, 0)


def test_work_that_waits_for_a_part_that_is_away_counts_since_it_began_to_wait(monitored, visit, build):
    def away(now):
        raise StoreAway()

    before = build.now - timedelta(minutes=30)
    build.do(owe, topic="test.work", payload={}, now=before)
    with monitored.app_context():
        assert [deliver(1, away, now=before + timedelta(minutes=after)) for after in (0, 29)] == [False, False]
    counts = _counts(visit)
    assert (counts[("board_outbox_owed",)], counts[("board_outbox_oldest_seconds",)] >= 30 * 60) == (1, True)


@pytest.mark.parametrize(("cases", "told"), [(2, 0), (3, 5)])
def test_acts_of_days_past_are_told_in_steps_of_five(build, cases, told):
    people = panel(build)
    for _ in range(cases):
        rated(build, people, level(3), level(3))
    metrics._acts_before.cache_clear()
    assert build.read(metrics._acts_before, build.now.date() + timedelta(days=1)) == (told, 0)
    metrics._acts_before.cache_clear()


def test_a_mistake_is_told_by_its_kind_and_place_without_its_words(app):
    try:
        raise ExceptionGroup("a secret", [ValueError("another secret"), KeyError("one more secret")])
    except ExceptionGroup as problem:
        event = {"event": "fault", "exc_info": problem}
    for processor in structlog.get_config()["processors"]:
        event = processor(None, "error", event)
    assert "secret" not in event
    assert [kind for kind in ("ExceptionGroup", "ValueError", "KeyError", "test_observing.py") if kind not in event] == []


def test_a_mail_that_waits_long_for_its_server_is_a_part_that_is_not_well(build, app, visit):
    def mail():
        return visit().get("/readyz").json["parts"]["mail"]

    build.do(owe, topic="notice.send", payload={}, now=build.now)
    with app.app_context():
        assert deliver(1, _waits, now=datetime.now(UTC) - timedelta(minutes=9)) is False
        assert mail() == "ok"
        db.session.execute(update(OutboxRow).values(waits_since=datetime.now(UTC) - timedelta(minutes=10)))
        db.session.commit()
        assert mail() == "a mail has waited for its server for 10 minutes"
        assert deliver(1, lambda now: None, now=datetime.now(UTC)) is True
        assert mail() == "ok"
