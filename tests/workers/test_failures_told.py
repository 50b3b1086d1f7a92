"""A task that fails is told in the log by its name and the kind of mistake, never by what the mistake quotes."""

import logging

import pytest
from structlog.testing import capture_logs

from workers.app import celery

pytestmark = pytest.mark.once


def test_a_failed_task_is_told_without_its_words(caplog):
    @celery.task(name="sweep.failing_in_a_test")
    def failing():
        raise ValueError("what somebody wrote")

    with capture_logs() as lines, caplog.at_level(logging.DEBUG):
        failing.apply()
    assert [(line["event"], line["task"], type(line["exc_info"])) for line in lines] == [
        ("task failed", "sweep.failing_in_a_test", ValueError)
    ]
    assert [record.getMessage() for record in caplog.records if "what somebody wrote" in record.getMessage()] == []
    celery.tasks.pop(failing.name)
