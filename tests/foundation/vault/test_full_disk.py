"""A disk that is full, at each step of a file's way: a clear answer, nothing half left, and the same works afterwards.

The limit is the kernel's: this process may write files of so many bytes and no more, as if the disk ended there.
"""

import errno
import io
import os
import resource
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.outbox.actions import WAIT, deliver
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.vault.folder import FolderVault
from reviewboard.foundation.vault.kept import CHUNK, NoRoom
from reviewboard.foundation.vault.kinds import kind_of
from reviewboard.foundation.vault.parts import begin_part, held_part
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.tables import Evidence, EvidenceCheck
from tests.foundation.vault.hostile import office
from tests.stages.submission.authoring import Writer
from tests.web.candidate.sending import LONG, MEGABYTE, Sender
from tests.web.candidate.test_evidence import send

DISK = 8 * MEGABYTE


@contextmanager
def full_after(most):
    """The disk ends at `most` bytes of each file: the kernel refuses to write further, as it does on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def files_under(folder):
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def test_a_file_that_does_not_fit_leaves_nothing(tmp_path):
    vault = FolderVault(tmp_path / "evidence")
    with full_after(CHUNK), pytest.raises(NoRoom):
        vault.put(io.BytesIO(bytes(3 * CHUNK)), most=4 * CHUNK)
    assert files_under(vault.folder) == []
    with full_after(3 * CHUNK):
        assert vault.put(io.BytesIO(bytes(3 * CHUNK)), most=4 * CHUNK).size == 3 * CHUNK


def test_a_piece_that_does_not_fit_leaves_what_was_acknowledged(tmp_path):
    vault = FolderVault(tmp_path / "evidence")
    with held_part(vault, begin_part(vault)) as part:
        part.write(0, b"safe here")
        with full_after(CHUNK), pytest.raises(NoRoom):
            part.write(9, bytes(CHUNK))
        part.write(9, b" and more")
        assert (part.stored(18).size, part.stream.seek(0), part.stream.read()) == (18, 0, b"safe here and more")


def test_an_archive_that_finds_no_room_to_be_looked_into_is_not_called_damaged():
    nested = office(("word/embeddings/t.xlsx", office(("xl/x.bin", os.urandom(4 * CHUNK)), main="xl/workbook.xml")))
    with full_after(CHUNK), pytest.raises(NoRoom):
        kind_of(io.BytesIO(nested), "letter.docx")
    assert kind_of(io.BytesIO(nested), "letter.docx").endswith("wordprocessingml.document")


@pytest.fixture
def writer(build):
    return Writer(build, limits={"megabytes_max": 20})


@pytest.mark.once  # the database's own files are shorter than where the disk ends
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # of the form's half file, closed unread
def test_a_candidate_is_told_and_what_was_sent_stays(writer, visit):
    case_id, example_id = writer.written()
    browser, path = visit(writer.id), f"/my/cases/{case_id}/examples/{example_id}/evidence"
    content = LONG * (DISK // len(LONG) + 1)
    sender = Sender(browser, case_id, example_id, content)
    sender.begin()
    with full_after(DISK):
        assert [sender.piece(number * MEGABYTE).status_code for number in range(DISK // MEGABYTE)] == [200] * (DISK // MEGABYTE)
        cut = sender.piece(DISK)
        assert (cut.status_code, cut.json["kind"], cut.headers["Upload-Offset"]) == (507, "NoRoom", str(DISK))
        assert "no room left for files" in cut.json["detail"]
        formed = send(browser, path, ("long.txt", content))
        assert (formed.status_code, "no room left for files" in formed.text) == (507, True)
    assert (writer.count(Evidence), writer.build.read(lambda: [*the_vault().contents()])) == (0, [])
    assert sender.all(DISK).finish().json["state"] == "kept"
    assert writer.build.read(lambda: [(one.size, one.key) for one in the_vault().contents()])[0][0] == len(content)


@pytest.mark.once
def test_a_look_whose_pages_find_no_room_waits_and_loses_no_try(writer, monkeypatch):
    """Pages are shorter than the database's files, so here the disk says it is full only when they are written for good."""
    case_id, example_id = writer.written()
    stored = writer.put(b"some words")
    writer.do(actions.add_evidence, case_id=case_id, example_id=example_id, file_name="a.txt", media_type="text/plain",
              stored=stored)  # fmt: skip
    with writer.build.app.app_context():
        row = db.session.query(OutboxRow.id).filter_by(topic="submission.check_evidence").scalar()

        def check(times):
            return deliver(row, actions.note_check, now=datetime.now(UTC) + times * 2 * WAIT, outside=actions.look)

        with monkeypatch.context() as patched:
            patched.setattr("os.fsync", _full)
            assert [check(times) for times in range(4)] == [False] * 4
        assert (db.session.query(EvidenceCheck).one().tries, check(4)) == (0, True)
        assert db.session.query(EvidenceCheck).one().state == "accepted"


def _full(_file):
    raise OSError(errno.ENOSPC, "No space left on device")
