"""A real virus scanner is asked before anybody can open a file: what it finds is refused, while it is away files wait."""

import io
import os
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reviewboard.demo.settle import settle
from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.outbox.actions import WAIT, deliver
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.people.roles import Role
from reviewboard.foundation.vault.scanning import NotScanned, ScannerAway, virus_in
from reviewboard.sample.files import pdf
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.tables import Evidence, EvidenceCheck
from tests.clamav import BAD_FILE, BAD_WORDS, PROGRAM, STREAM_MOST, Clamav
from tests.stages.submission.authoring import Writer
from tests.web.candidate.test_evidence import send

# `make test` need not install a scanner; `make test-postgres` does, with the other services.
pytestmark = pytest.mark.skipif(PROGRAM is None and "TEST_DATABASE_URL" not in os.environ, reason="no clamd is installed")
MEGABYTE = 1024 * 1024


@pytest.fixture(scope="module")
def scanner(tmp_path_factory):
    clamav = Clamav(tmp_path_factory.mktemp("scanner") / "clamav")
    clamav.start()
    yield clamav
    clamav.stop()


@pytest.fixture
def board(app, settings, scanner, monkeypatch):
    """The board that asks the scanner."""
    monkeypatch.setitem(app.extensions, "settings", replace(settings, clamd_url=scanner.address))
    return app


def away(board, address="unix:///nobody/listens"):
    board.extensions["settings"] = replace(board.extensions["settings"], clamd_url=address)


@pytest.mark.parametrize(
    ("content", "found"),
    [(b"honest words", None), (b"before " + BAD_WORDS + b" after", "Board.Test.Words.UNOFFICIAL"),
     (BAD_FILE, "Board.Test.File.UNOFFICIAL"), (bytes(MEGABYTE + 9), "Heuristics.Limits.Exceeded.MaxFileSize")],
)  # fmt: skip
def test_the_scanner_says_what_it_finds_and_what_it_did_not_look_at(board, content, found):
    with board.app_context():
        assert virus_in(io.BytesIO(content)) == found


def test_a_file_longer_than_the_scanner_takes_is_not_said_to_be_clean(board):
    with board.app_context(), pytest.raises(NotScanned):
        virus_in(io.BytesIO(bytes(STREAM_MOST * MEGABYTE + MEGABYTE)))


@pytest.mark.parametrize("address", ["unix:///nobody/listens", "tcp://127.0.0.1:1"])
def test_a_scanner_that_does_not_answer_is_away(board, address):
    away(board, address)
    with board.app_context(), pytest.raises(ScannerAway):
        virus_in(io.BytesIO(b"words"))


def test_a_virus_is_refused_journalled_and_told_and_nobody_opens_it(board, build, visit):
    writer = Writer(build)
    case_id, example_id = writer.written()
    browser, form = visit(writer.id), f"/my/cases/{case_id}/examples/{example_id}/evidence"
    page = send(browser, form, ("honest.pdf", pdf("Minutes")), ("bad.txt", b"some words " + BAD_WORDS)).headers["Location"]
    files = build.read(lambda: {row.file_name: row.id for row in db.session.query(Evidence)})
    fetch = {name: f"/my/cases/{case_id}/evidence/{file_id}" for name, file_id in files.items()}
    assert [browser.get(path).status_code for path in fetch.values()] == [404, 404]  # not even one's own, before
    build.read(settle, now=datetime.now(UTC))
    fetched = browser.get(fetch["honest.pdf"])
    assert (fetched.status_code, browser.get(fetch["bad.txt"]).status_code) == (200, 404)
    fetched.close()
    desk = browser.get(page).text
    assert ("The virus check found something in the file." in desk, fetch["bad.txt"] + '"' in desk) == (True, False)

    def refusal():
        row = db.session.query(JournalEntry).filter_by(action="evidence.refuse").one()
        return row.subject, row.details

    told = {"reason": "infected", "signature": "Board.Test.Words.UNOFFICIAL"}
    assert build.read(refusal) == (f"evidence:{files['bad.txt']}", told)
    coordinator = build.member(build.person(), writer.cycle_id, Role.COORDINATOR)
    stuck = visit(coordinator).get(f"/cycles/{writer.cycle_id}/attention").text
    assert ("Board.Test.Words.UNOFFICIAL" in stuck, "bad.txt" in stuck) == (True, False)


def test_files_wait_while_the_scanner_is_away_and_go_on_by_themselves(board, build, visit, scanner):
    writer = Writer(build)
    case_id, example_id = writer.written()
    browser, form = visit(writer.id), f"/my/cases/{case_id}/examples/{example_id}/evidence"
    away(board)
    page = send(browser, form, ("honest.pdf", pdf("Minutes"))).headers["Location"]
    with board.app_context():
        row_id = db.session.query(OutboxRow.id).filter_by(topic="submission.check_evidence").scalar()
        assert _check(row_id) is False
        row, check = db.session.get(OutboxRow, row_id), db.session.query(EvidenceCheck).one()
        assert (row.attempts, row.attention_at, row.attention_reason.split(":")[0]) == (0, None, "ScannerAway")
        assert (check.state, check.tries, check.waits_for) == ("received", 0, "scanner")
    assert build.read(settle, now=datetime.now(UTC)) == 0
    ready = browser.get("/readyz").json
    assert (ready["status"], ready["parts"]["scanner"]) == ("degraded", "does not answer")
    assert "It waits for the virus check, which does not answer at the moment." in browser.get(page).text
    away(board, scanner.address)
    with board.app_context():
        assert _check(row_id, waits=1) is True
        check = db.session.query(EvidenceCheck).one()
        assert (check.state, check.tries, check.waits_for) == ("accepted", 1, None)
    assert browser.get("/readyz").json["parts"]["scanner"] == "ok"


def _check(row_id, *, waits=0):
    return deliver(row_id, actions.note_check, now=datetime.now(UTC) + 2 * waits * WAIT, outside=actions.look)
