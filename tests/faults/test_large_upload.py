"""A file of 200 MB arrives whole although the board is killed, the line is cut and the session ends on the way."""

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select

from reviewboard.demo.people import DOMAIN, PASSWORD
from reviewboard.extensions import db
from reviewboard.foundation.vault.kept import CHUNK
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.submission.queries import examples_of
from reviewboard.stages.submission.tables import Evidence, Upload
from tests.faults.carrying import MEGABYTE, PIECE, Carrier, LargeFile

pytestmark = [pytest.mark.faults, pytest.mark.once]

PIECES = 50  # of 4 MB
GROWTH_MOST = 80  # MB that any web process may grow by while 200 MB pass through it


def web_processes(board):
    """Return the numbers of the processes that serve pages."""
    parent = str(board.pid("web"))
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "stat").read_text().rpartition(")")[2].split()[1] == parent:
                found.append(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def memory(number, what):
    """Return a line of a process's status in MB: VmRSS now, VmHWM at its highest."""
    status = Path(f"/proc/{number}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(what))


def kept(stage, example_id):
    """Return size and digest of each evidence of an example as its row says, and as the vault holds it."""

    def read():
        found = []
        for row in db.session.execute(select(Evidence).where(Evidence.example_id == example_id)).scalars():
            sha256, size = hashlib.sha256(), 0
            with the_vault().open_stream(row.vault_key, row.sha256) as stream:
                while piece := stream.read(CHUNK):
                    sha256.update(piece)
                    size += len(piece)
            found.append(((row.size, row.sha256), (size, sha256.hexdigest())))
        return found

    return stage.read(read)


def test_two_hundred_megabytes_arrive_whole_whatever_happens_on_the_way(board, stage, record_property):
    file = LargeFile(PIECES)
    digest = file.digest()
    people = stage.people(limits={"megabytes_max": 200})
    case_id = stage.draft(people)
    example_id = stage.read(lambda: examples_of(case_id)[0].id)
    sender = Carrier(board.address, f"{stage.candidate_of(case_id)}@{DOMAIN}", PASSWORD).sign_in()
    sender.begin(case_id, example_id, file)

    # a piece sent twice
    at = sender.carry(file, 0, 3 * PIECE)
    again = sender.send(at - PIECE, file.piece(at - PIECE))
    assert (again.status_code, again.headers["Upload-Offset"]) == (409, str(3 * PIECE))

    # a line cut in the middle of a piece: what came counts, and no more
    sender.break_off(at, file.piece(at), after=MEGABYTE).close()
    stage.until("the half piece counts", lambda: sender.where() > at)
    at = sender.where()
    assert 3 * PIECE < at <= 3 * PIECE + MEGABYTE
    at = sender.carry(file, at, 8 * PIECE)

    # the web process killed between two pieces, then in the middle of one
    board.kill("web")
    assert sender.where() == at
    at = sender.carry(file, at, 11 * PIECE)
    line = sender.break_off(at, file.piece(at), after=2 * MEGABYTE)
    board.kill("web")
    line.close()
    at = sender.where()
    assert at >= 11 * PIECE
    at = sender.carry(file, at, 14 * PIECE)

    # the session ended: nothing is lost, and whoever signs in again goes on
    sender.session.cookies.clear()
    assert sender.send(at, file.piece(at)).status_code == 401
    assert sender.sign_in().where() == at

    # the window closed: another one that chooses the same file finds what is there
    other = Carrier(board.address, sender.email, PASSWORD).sign_in()
    assert (other.begin(case_id, example_id, file), other.href) == (at, sender.href)
    before = {number: memory(number, "VmRSS") for number in web_processes(board)}
    assert other.carry(file, at, file.size) == file.size

    finished = other.finish(digest)
    after = {number: memory(number, "VmHWM") for number in web_processes(board)}
    assert (finished.status_code, finished.json()["state"], other.finish(digest).json()["state"]) == (200, "kept", "kept")

    assert kept(stage, example_id) == [((file.size, digest), (file.size, digest))]
    came = select(Upload.received).where(Upload.example_id == example_id)
    assert stage.read(lambda: db.session.execute(came).scalars().all()) == [file.size]
    grown = {number: round(after[number] - before[number]) for number in before}
    record_property("figures", f"200 MB upload: growth of the web processes in MB {list(grown.values())}")
    assert (set(before) == set(after), max(grown.values()) < GROWTH_MOST) == (True, True), grown
    assert board.flask("check").returncode == 0
