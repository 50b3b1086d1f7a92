"""Three hundred hostile files and fifty honest ones, made from code, go through the real door. Nothing acts, nothing escapes.

Each time some of them, in this process; with `make test-long` all of them, over HTTP, to a running board and its worker.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from previewer.limits import WALL
from reviewboard.config import ROOT
from reviewboard.demo.people import DOMAIN, PASSWORD
from reviewboard.demo.settle import settle
from reviewboard.extensions import db
from reviewboard.foundation.vault.looking import NoAnswer
from reviewboard.stages.submission.checking import TRIES, UNDECIDED
from reviewboard.stages.submission.queries import examples_of
from reviewboard.stages.submission.tables import Evidence, EvidenceCheck
from tests.browser.stage import Stage
from tests.corpus.benign import benign
from tests.corpus.hostile import hostile
from tests.corpus.sending import AT_A_TIME, Answer, Filed, outside, through
from tests.faults.carrying import Carrier
from tests.faults.test_large_upload import memory, web_processes
from tests.lengths import LONG
from tests.live import running_board
from tests.stages.submission.authoring import Writer

GROWTH_MOST = 200  # MB, of all processes of the board together
EVERY = 23  # of the hostile files one in so many is sent each time, and of the honest ones one in half as many
LIMITS = {"files_max": 20, "megabytes_max": 20}


def _filed(case_id):
    rows = db.session.execute(
        select(Evidence.id, Evidence.sha256, EvidenceCheck.state)
        .join(EvidenceCheck, EvidenceCheck.evidence_id == Evidence.id)
        .where(Evidence.case_id == case_id, Evidence.removed_at.is_(None))
        .order_by(Evidence.id)
    )
    return [Filed(*row) for row in rows]


class Here:
    """The door of the application in this process."""

    def __init__(self, build, visit):
        self.writer = Writer(build, limits=LIMITS)
        self.case_id, self.example_id = self.writer.written()
        self.base, self.browser = f"/my/cases/{self.case_id}", visit(self.writer.id)

    def upload_path(self):
        return f"{self.base}/examples/{self.example_id}/evidence"

    def token(self):
        return self.browser._token()

    def post(self, path, body, content_type):
        return self._answer(self.browser.client.post(path, data=body, content_type=content_type))

    def get(self, path):
        return self._answer(self.browser.client.get(path))

    def _answer(self, answer):
        body = answer.data
        answer.close()
        return Answer(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, body)

    def look(self):
        for hours in range(TRIES * AT_A_TIME):  # a look that comes to no answer has a pause before the next
            try:
                return self.writer.build.read(settle, now=datetime.now(UTC) + timedelta(hours=hours))
            except NoAnswer:
                continue

    def filed(self):
        return self.writer.build.read(_filed, self.case_id)

    def remove(self, file):
        self.browser.post(f"{self.base}/evidence/{file.id}/remove")


class There:
    """The door of a running board, over HTTP; its own worker does what is owed."""

    def __init__(self, board):
        self.stage = Stage(board)
        self.case_id = self.stage.draft(self.stage.people(limits=LIMITS))
        self.base = f"/my/cases/{self.case_id}"
        self.example_id = self.stage.read(lambda: examples_of(self.case_id)[0].id)
        self.carrier = Carrier(board.address, f"{self.stage.candidate_of(self.case_id)}@{DOMAIN}", PASSWORD).sign_in()

    upload_path = Here.upload_path

    def token(self):
        return self.carrier.token

    def post(self, path, body, content_type):
        return self._answer("POST", path, data=body, headers={"Content-Type": content_type})

    def get(self, path):
        return self._answer("GET", path)

    def _answer(self, method, path, **more):
        answer = self.carrier.session.request(
            method, self.carrier.address + path, allow_redirects=False, timeout=120, **more
        )
        return Answer(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content)

    def look(self):
        for _ in range(TRIES * AT_A_TIME):  # a look that comes to no answer is tried again later
            self.stage.read(settle_pauses)
            try:
                return self.stage.until("every file is checked", lambda: not self._undecided())
            except AssertionError:
                continue

    def _undecided(self):
        return [file for file in self.filed() if file.state in UNDECIDED]

    def filed(self):
        return self.stage.read(_filed, self.case_id)

    def remove(self, file):
        self.post(f"{self.base}/evidence/{file.id}/remove", f"csrf_token={self.token()}".encode(),
                  "application/x-www-form-urlencoded")  # fmt: skip


def settle_pauses():
    """Let work that waits for its next try be tried now."""
    db.session.execute(db.text("UPDATE outbox SET send_after = created_at, sent_at = NULL WHERE done_at IS NULL"))
    db.session.commit()


def _compared(door, hostile_files, honest_files, processes, evidence, around):
    """Send both kinds and return the figures as one line, and what is wrong."""
    before = {number: memory(number, "VmRSS") for number in processes()}
    bad = through(door, hostile_files)
    good = through(door, ((name, name, make) for name, make in honest_files), honest=True)
    now = processes()
    grown = sum(max(0.0, memory(number, "VmRSS") - before.get(number, 0)) for number in now if number in before)
    escaped = outside(evidence, *around)
    line = (
        f"upload corpus: {bad.sent} hostile ({bad.taken} came in, {bad.accepted} were shown as text or pictures), "
        f"{good.sent} honest; served active {len(bad.active + good.active)}, outside the vault {len(escaped)}, "
        f"server errors {len(bad.errors + good.errors)}, memory growth {grown:.0f} MB, "
        f"honest with equal digest {good.accepted} of {good.sent}"
    )
    wrong = [*bad.active, *good.active, *bad.errors, *good.errors, *bad.unlike, *good.unlike, *escaped]
    return line, wrong, grown, good


@pytest.mark.once
@pytest.mark.skipif(LONG, reason="all of them go to a running board")
def test_some_files_of_the_corpus_do_no_harm(build, visit, settings, tmp_path, record_property):
    some, honest = list(hostile())[::EVERY], list(benign())[:: EVERY // 2]
    door = Here(build, visit)
    line, wrong, grown, good = _compared(
        door, some, honest, lambda: [os.getpid()], settings.data_dir / "evidence", [settings.data_dir, ROOT / "reviewboard"]
    )
    record_property("figures", line)
    assert (wrong, good.accepted == good.sent == len(honest), grown < GROWTH_MOST) == ([], True, True), line


@pytest.mark.long
@pytest.mark.faults
@pytest.mark.skipif(not LONG, reason="takes many minutes: `make test-long`")
def test_the_whole_corpus_does_no_harm_to_a_running_board(tmp_path, record_property):
    with running_board(tmp_path, "corpus") as board:
        line, wrong, grown, good = _compared(
            There(board), hostile(), benign(), lambda: [*web_processes(board), *_workers(board)],
            Path(board.environ["DATA_DIR"]) / "evidence", [tmp_path, ROOT / "reviewboard"],
        )  # fmt: skip
        record_property("figures", line)
        faults = [said for said in board.log().splitlines() if '"event": "fault"' in said or "event='fault'" in said]
        assert board.flask("check", check=False).returncode == 0
    assert (wrong, faults, good.accepted == good.sent, grown < GROWTH_MOST) == ([], [], True, True), line
    assert WALL < 60


def _workers(board):
    """Return the numbers of the worker and of the processes that it does its work in."""
    parent = board.pid("worker")
    return [parent] + [
        int(folder.name)
        for folder in Path("/proc").glob("[0-9]*")
        if (folder / "stat").exists() and (folder / "stat").read_text().rpartition(")")[2].split()[1] == str(parent)
    ]
