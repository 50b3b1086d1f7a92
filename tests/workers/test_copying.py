"""A worker that is killed while it copies files for a fresh pair: the next one does it whole, and nothing is left over."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.invariants import all_breaches
from reviewboard.stages.submission.copies import copies_of
from reviewboard.stages.submission.strays import strays, sweep_strays
from reviewboard.stages.submission.tables import Case
from tests.stages.recourse.filed import fresh_of, held, returned

pytestmark = pytest.mark.once

FILES, MEGABYTES = 8, 4
PATIENCE = 120  # seconds, on a machine that does much else


def test_a_killed_copy_is_made_again_and_leaves_no_stray_and_no_lost_row(build, engine, settings):
    body = os.urandom(1024 * 1024 // 2).hex().encode() * MEGABYTES
    files = [(f"part {number}.txt", "text/plain", body + str(number).encode()) for number in range(FILES)]
    build.now -= timedelta(days=3)  # a meeting takes a day, and the relay goes by the real time
    board = returned(build, files, looked_at=False, limits={"files_max": FILES, "megabytes_max": MEGABYTES * FILES})
    _only_begin_fresh(build)
    there = _files(settings)
    engine.run("relay")
    engine.run("worker")
    engine.until(lambda: len(_files(settings)) > len(there), PATIENCE)
    _kill_with_children(engine)
    copied = len(_files(settings)) - len(there)
    assert (0 < copied <= FILES, fresh_of(build, board.case_id)) == (True, None)
    noted = {one.key for one in build.read(copies_of, board.case_id).values()}
    engine.run("worker")
    engine.until(lambda: fresh_of(build, board.case_id), PATIENCE)
    _kill_with_children(engine)
    before, after = (_of_files(held(build, case_id)) for case_id in (board.case_id, fresh_of(build, board.case_id)))
    assert (len(after), after) == (FILES, before)
    assert noted <= {key for key, _what in held(build, fresh_of(build, board.case_id))}, "what was copied is not copied again"
    later = build.now + timedelta(days=9)
    with build.app.app_context():
        sweep_strays(now=later)
        assert strays(now=later) == []
        assert db.session.query(Case).filter(Case.fresh_of.is_not(None)).count() == 1
        assert {name: rows for name, rows in all_breaches().items() if rows} == {}
    assert (_of_files(held(build, board.case_id)), _of_files(held(build, fresh_of(build, board.case_id)))) == (before, after)


def _of_files(found):
    """Leave previews aside, which the worker may have begun to make of the copies."""
    return [what for _key, what in found if len(what) == 5]


def _only_begin_fresh(build):
    """Note everything else that is owed as done: this is about one piece of work."""
    build.do(lambda: db.session.query(OutboxRow).filter(OutboxRow.topic != "recourse.begin_fresh").update(
        {"done_at": build.now}))  # fmt: skip


def _files(settings):
    return {path for path in (settings.data_dir / "evidence").rglob("*") if path.is_file()}


def _kill_with_children(engine):
    """Kill a worker and those it had begun, so that none of them finishes its work."""
    number = engine._processes["worker"].pid
    children = [int(one) for one in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    for one in (*children, number):
        os.kill(one, signal.SIGKILL)
    engine.kill("worker")
    time.sleep(0.1)
