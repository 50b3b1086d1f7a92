"""A bucket of a real S3 server keeps what a folder keeps, says so when it is away, and loses nothing meanwhile."""

import hashlib
import io
import os
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reviewboard.extensions import db
from reviewboard.foundation.outbox.actions import WAIT, deliver
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.vault.bucket import PIECE, client_of
from reviewboard.foundation.vault.kept import NotAsKept, NotInVault, StoreAway, Stored, TooManyBytes
from reviewboard.foundation.vault.parts import begin_part, held_part, parts
from reviewboard.foundation.vault.where import vault_at
from reviewboard.stages.submission import actions
from reviewboard.stages.submission.strays import sweep_strays
from reviewboard.stages.submission.tables import Evidence
from tests.lengths import LONG, length, once_unless_long
from tests.previewer.samples import pages
from tests.seaweed import BUCKET, Seaweed
from tests.stages.submission.authoring import Writer
from tests.web.candidate.sending import Sender
from tests.web.candidate.test_evidence import send

pytestmark = once_unless_long
LATER = timedelta(hours=1)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    seaweed = Seaweed(tmp_path_factory.mktemp("store") / "weed")
    seaweed.start()
    yield seaweed
    seaweed.stop()


@pytest.fixture
def board(app, settings, server, monkeypatch, tmp_path):
    """The board with its evidence in the bucket, below a prefix of this test's own."""
    monkeypatch.setitem(
        app.extensions, "settings",
        replace(settings, data_dir=tmp_path, evidence_url=f"s3://{BUCKET}/{tmp_path.name}", store=server.store),
    )  # fmt: skip
    return app.extensions["settings"]


@pytest.fixture
def vault(board):
    return vault_at(board)


@contextmanager
def away(app, board):
    """The board while nothing listens where its store should be."""
    app.extensions["settings"] = replace(board, store=replace(board.store, endpoint="http://127.0.0.1:1"))
    yield
    app.extensions["settings"] = board


def objects(server, vault):
    listed = client_of(server.store).list_objects_v2(Bucket=BUCKET, Prefix=vault._prefix)
    return sorted(one["Key"].rpartition("/")[2] for one in listed.get("Contents", ()))


@pytest.mark.parametrize("size", length(usual=[1, PIECE + 1], long=[1, PIECE, PIECE + 1, 2 * PIECE + 77, 9 * PIECE]))
def test_what_is_put_comes_back_with_its_size_and_digest(vault, size):
    content = os.urandom(size)
    stored = vault.put(io.BytesIO(content), most=size)
    assert stored == Stored(stored.key, size, hashlib.sha256(content).hexdigest())
    with vault.open_stream(stored.key, stored.sha256) as stream:
        assert (stream.read() == content, stream.fileno() > 0) == (True, True)
    assert [(kept.key, kept.size) for kept in vault.contents()] == [(stored.key, size)]
    with pytest.raises(NotAsKept):
        vault.open_stream(stored.key, "0" * 64)
    vault.remove(stored.key), vault.remove(stored.key)
    with pytest.raises(NotInVault):
        vault.open_stream(stored.key, stored.sha256)
    assert [*vault.contents(), *vault.coming.folder.iterdir()] == []


def test_a_stream_that_breaks_or_is_too_long_leaves_nothing_to_read(server, vault):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            if self.tell() > 2 * PIECE:
                raise ConnectionError("gone")
            return super().read(size)

    with pytest.raises(ConnectionError):
        vault.put(Broken(bytes(3 * PIECE)), most=4 * PIECE)
    with pytest.raises(TooManyBytes):
        vault.put(io.BytesIO(bytes(PIECE + 1)), most=PIECE)
    assert objects(server, vault) == []


def test_what_was_never_sent_to_its_end_is_invisible_and_swept_away(server, board, vault):
    client = client_of(server.store)
    to = {"Bucket": BUCKET, "Key": vault._place("ab" * 20)}
    begun = client.create_multipart_upload(**to)["UploadId"]  # as a process leaves it that is killed now
    client.upload_part(**to, UploadId=begun, PartNumber=1, Body=b"half")
    with pytest.raises(NotInVault):
        vault.open_stream("ab" * 20, "0" * 64)
    assert (vault.sweep_unfinished(before=datetime.now(UTC) - LATER), list(vault.contents())) == (0, [])
    neighbour = vault_at(replace(board, evidence_url=f"{board.evidence_url}-test"))
    assert neighbour.sweep_unfinished(before=datetime.now(UTC) + LATER) == 0
    to["Key"] = neighbour._place("cd" * 20)  # whose prefix begins as this one's does
    client.create_multipart_upload(**to)
    assert [vault.sweep_unfinished(before=datetime.now(UTC) + LATER) for _ in range(2)] == [1, 0]
    assert neighbour.sweep_unfinished(before=datetime.now(UTC) + LATER) == 1


def test_a_vault_within_lies_apart_and_no_key_leads_out(vault):
    apart = vault.within("casefiles")
    stored = apart.put(io.BytesIO(b"apart"), most=5)
    assert ([kept.key for kept in apart.contents()], list(vault.contents())) == ([stored.key], [])
    for key in ("", "../" + stored.key, stored.key + "\n", "A" * 40):
        with pytest.raises(NotInVault):
            vault.open_stream(key, stored.sha256)


def test_a_store_that_is_away_is_said_to_be_and_nothing_is_lost(app, board, vault):
    kept = vault.put(io.BytesIO(b"kept"), most=9)
    part = begin_part(vault)
    with held_part(vault, part) as held:
        held.write(0, b"on its way")
    with away(app, board):
        gone = vault_at(app.extensions["settings"])
        with held_part(gone, part) as held:
            acts = (held.keep, gone.answer, lambda: gone.put(io.BytesIO(b"new"), most=9), lambda: list(gone.contents()),
                    lambda: gone.open_stream(kept.key, kept.sha256), lambda: gone.remove(kept.key))  # fmt: skip
            for act in acts:
                with pytest.raises(StoreAway):
                    act()
    with held_part(vault, part) as held:
        stored = held.stored(10)
        held.keep(), held.keep(), held.forget()
    for key, sha256, content in ((kept.key, kept.sha256, b"kept"), (part, stored.sha256, b"on its way")):
        with vault.open_stream(key, sha256) as stream:
            assert stream.read() == content


@pytest.mark.skipif(not LONG, reason="a server takes seconds to come back: `make test-long` waits for it")
def test_a_restarted_server_still_has_what_it_took(server, vault):
    stored = vault.put(io.BytesIO(b"for good" * PIECE), most=9 * PIECE)
    server.stop(), server.start()
    with vault.open_stream(stored.key, stored.sha256) as stream:
        assert len(stream.read()) == 8 * PIECE


def test_a_candidate_keeps_everything_while_the_store_is_away(app, build, visit, board, vault, tmp_path):
    writer = Writer(build)
    case_id, example_id = writer.written()
    browser = visit(writer.id)
    page = f"/my/cases/{case_id}/examples/{example_id}/evidence"
    sender = Sender(browser, case_id, example_id, pages(2), name="minutes.pdf")
    sender.begin(), sender.all()
    with away(app, board):
        answer = send(browser, page, ("words.txt", b"plain words"))
        assert (answer.status_code, "does not answer at the moment" in answer.text) == (503, True)
        cut = sender.finish()
        assert (cut.status_code, cut.json["kind"]) == (503, "StoreAway")
        ready = browser.get("/readyz").json
        assert (ready["status"], ready["parts"]["evidence"]) == ("degraded", "does not answer, or cannot be written to")
    assert build.read(lambda: db.session.query(Evidence).count()) == 0
    assert (sender.begin().json["offset"], sender.finish().json["state"]) == (len(sender.content), "kept")
    assert send(browser, page, ("words.txt", b"plain words")).status_code == 302
    assert (browser.get("/readyz").json["parts"]["evidence"], list(parts(vault))) == ("ok", [])

    rows = build.read(lambda: [row.id for row in db.session.query(OutboxRow).filter_by(topic="submission.check_evidence")])
    with app.app_context(), away(app, board):
        assert [_check(row) for row in rows] == [False, False]
    with app.app_context():
        assert [_check(row, waits=1) for row in rows] == [True, True]
        assert sweep_strays(now=build.now + LATER) == 0
        kept = db.session.query(Evidence).filter_by(file_name="minutes.pdf").one()
        db.session.expunge(kept)
    download = f"/my/cases/{case_id}/evidence/{kept.id}"
    with away(app, board):
        assert browser.get(download).status_code == 503
    fetched = browser.get(download)
    assert (fetched.status_code, fetched.data == sender.content) == (200, True)
    fetched.close()


def _check(row_id, *, waits=0):
    return deliver(row_id, actions.note_check, now=datetime.now(UTC) + 2 * waits * WAIT, outside=actions.look)
