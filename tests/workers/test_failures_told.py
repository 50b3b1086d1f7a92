"""A task that fails is told in the log by its name and the kind of mistake, never by what the mistake quotes."""

import json
import os
import subprocess
import sys
import textwrap

import pytest

from reviewboard.config import ROOT

pytestmark = pytest.mark.once

# a worker's process as far as its log goes, which it sets up when Celery asks it to
WORKER = textwrap.dedent("""
    import logging
    from celery.signals import setup_logging
    from reviewboard.observation import configure
    from workers.app import celery

    configure()
    setup_logging.send(sender=None)

    @celery.task(name="sweep.failing_in_a_test")
    def failing():
        raise ValueError("what somebody wrote")

    failing.apply()
    logging.getLogger("celery.worker").error("and this is told")
""")


def test_a_failed_task_is_told_without_its_words(tmp_path):
    environ = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    ran = subprocess.run([sys.executable, "-c", WORKER], cwd=ROOT, env=environ, text=True, capture_output=True, timeout=120)
    told = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [(line["event"], line.get("task")) for line in told] == [
        ("task failed", "sweep.failing_in_a_test"), ("and this is told", None),
    ]  # fmt: skip
    assert told[0]["exception"][0]["exc_type"] == "ValueError"
    assert "what somebody wrote" not in ran.stdout + ran.stderr
