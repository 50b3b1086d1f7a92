"""The drill: a backup made while people act is put back elsewhere, and nothing in it is missing, doubled or changed."""

import json
import os
import threading
from dataclasses import replace
from io import BytesIO

import psycopg
import pyotp
import pytest
from psycopg import sql
from sqlalchemy import select

from reviewboard import create_app
from reviewboard.config import read_settings
from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.journal.queries import last_entries
from reviewboard.foundation.notices.tables import Notice
from reviewboard.foundation.people.sessions import begin_session
from reviewboard.foundation.people.tables import Account, SignInSession
from reviewboard.foundation.sign_in.app_codes import begin_app, confirm_app, offered
from reviewboard.foundation.sign_in.second_step import has_second_step
from reviewboard.foundation.vault.mark import has_lost_its_mark
from reviewboard.foundation.vault.where import the_vault
from reviewboard.seeding.sowing import sow
from reviewboard.stages.submission.actions import add_evidence, may_sweep
from reviewboard.stages.submission.tables import Evidence, Example
from tests.lengths import LONG, length
from tests.live import board_role, own_database
from tests.seaweed import BUCKET, Seaweed
from tests.together import on_server
from tests.walking import candidate_of, drafted, panel

ROUNDS = length(usual=1, long=8)
SECRET = "only-for-this-drill"


@pytest.fixture
def elsewhere(tmp_path):
    """Returns an empty board on another folder, and on PostgreSQL another database with an account that owns nothing."""
    boards = []

    def make(number, secret_key=SECRET):
        environ = {"DATA_DIR": str(tmp_path / f"elsewhere-{number}"), "SECRET_KEY": secret_key}
        if server := os.environ.get("TEST_DATABASE_URL"):
            owner = own_database(server, f"elsewhere_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{number}")
            environ |= {"DATABASE_URL": board_role(owner), "MIGRATIONS_DATABASE_URL": owner}
        boards.append(create_app(read_settings(environ, env_file=None)))
        return boards[-1]

    yield make
    for board in boards:
        with board.app_context():
            db.session.remove()
            db.engine.dispose()


class People:
    """Somebody who hands in file after file, until the block ends; what was acknowledged before a moment is known."""

    def __init__(self, build):
        self._build, self._stop, self._acknowledged = build, threading.Event(), []
        self._thread = threading.Thread(target=self._act)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        self._thread.join(60)

    def acknowledged(self):
        return set(self._acknowledged)

    def _act(self):
        build, people, number = self._build, panel(self._build), 0
        while not self._stop.is_set():
            case_id = drafted(build, people)
            example = build.read(lambda case=case_id: db.session.execute(
                select(Example.id).where(Example.case_id == case)).scalar_one())  # fmt: skip
            actor = build.principal(candidate_of(build, case_id))
            for _ in range(3):
                number += 1
                stored = build.read(lambda text=f"Thank you, {number}.": the_vault().put(BytesIO(text.encode()), most=999))
                build.do(add_evidence, case_id=case_id, example_id=example, file_name=f"{number}.txt",
                         media_type="text/plain", stored=stored, actor=actor, now=build.now)  # fmt: skip
                self._acknowledged.append(stored.sha256)


def _run(board, *arguments):
    done = board.test_cli_runner().invoke(args=list(arguments), catch_exceptions=False)
    return done.exit_code, done.output


def _evidence(board):
    with board.app_context():
        rows = db.session.execute(select(Evidence.id, Evidence.sha256, Evidence.vault_key)).all()
        return {row.id: (row.sha256, the_vault().place(row.vault_key).read_bytes()) for row in rows}


def test_what_was_acknowledged_before_a_backup_is_there_after_it_is_put_back(build, app, elsewhere, tmp_path):
    build.do(sow, cases=12, assessors=6, seed=3, canaries=False, now=build.now)
    person = build.person()
    build.do(lambda: begin_session(db.session.get_one(Account, person), now=build.now))
    with People(build) as people:
        while len(people.acknowledged()) < 4:
            pass
        for number in range(ROUNDS):
            before, folder = people.acknowledged(), tmp_path / f"backup-{number}"
            code, said = _run(app, "backup", str(folder))
            assert (code, "journal entries" in said) == (0, True), said
            other = elsewhere(number)
            code, said = _run(other, "restore", str(folder))
            assert (code, said.strip().endswith("the journal has 0 breaches")) == (0, True), said
            assert _run(other, "check")[1].strip().endswith("invariants, 0 broken")
            assert _run(other, "journal", "verify", "--anchor", str(folder / "anchor.json"))[0] == 0
            there = _evidence(other)
            assert before - {sha256 for sha256, _bytes in there.values()} == set()
            here = _evidence(app)
            assert {id_: here[id_] for id_ in there} == there
            with other.app_context():
                assert db.session.execute(select(Account.id).where(Account.id == person)).scalar_one() == person
                assert db.session.execute(select(SignInSession.id)).all() == []
            code, said = _run(other, "restore", str(folder))
            assert (code, "is not empty" in said) == (1, True)
        assert len(people.acknowledged()) > len(before)


def test_a_backup_that_is_not_whole_is_not_put_back_and_nothing_is_written(build, app, elsewhere, tmp_path):
    build.do(sow, cases=4, assessors=4, seed=3, canaries=False, now=build.now)
    folder, other = tmp_path / "backup", elsewhere("whole")
    assert _run(app, "backup", str(folder))[0] == 0
    assert _run(app, "backup", str(folder))[0] == 1
    assert {(path.stat().st_mode & 0o077) for path in (folder, *folder.glob("evidence/*"))} == {0}
    (first, *_others) = sorted((folder / "evidence").iterdir())
    first.write_bytes(b"another")
    code, said = _run(other, "restore", str(folder))
    assert (code, f"evidence/{first.name} is not what was written" in said) == (1, True)
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"version": "9999"}))
    assert "does not know tables of version 9999" in _run(other, "restore", str(folder))[1]
    (folder / "manifest.json").unlink()
    assert "holds no finished backup" in _run(other, "restore", str(folder))[1]
    with other.app_context():
        assert (db.inspect(db.engine).get_table_names(), list(the_vault().contents())) == ([], [])


def test_bytes_that_are_lost_are_said_and_leave_no_finished_backup(build, app, settings, tmp_path):
    build.do(sow, cases=4, assessors=4, seed=3, canaries=False, now=build.now)
    key = build.read(lambda: db.session.execute(select(Evidence.vault_key).limit(1)).scalar_one())
    build.read(lambda: the_vault().remove(key))
    code, said = _run(app, "backup", str(tmp_path / "backup"))
    assert (code, f"evidence/{key} is missing" in said, (tmp_path / "backup" / "manifest.json").exists()) == (1, True, False)


def test_a_restore_says_which_apps_the_key_here_cannot_read_and_a_command_takes_them_off(build, app, elsewhere, tmp_path):
    person = build.person()
    build.do(lambda: begin_app(person, now=build.now))
    secret = build.read(lambda: offered(person, board="Board", now=build.now).secret)
    build.do(lambda: confirm_app(person, pyotp.TOTP(secret).at(build.now), now=build.now))
    assert _run(app, "backup", str(tmp_path / "backup"))[0] == 0
    same = elsewhere("key", app.config["SECRET_KEY"])
    assert "authenticator apps" not in _run(same, "restore", str(tmp_path / "backup"))[1]
    other = elsewhere("none")
    code, said = _run(other, "restore", str(tmp_path / "backup"))
    assert (code, "1 authenticator apps are of no use with this SECRET_KEY" in said) == (0, True), said

    email = build.read(lambda: db.session.get_one(Account, person).email)
    with other.app_context():
        assert has_second_step(person) is True
        with transaction():
            begin_session(db.session.get_one(Account, person), now=build.now)
    assert _run(other, "account", "second-off", email)[0] == 0
    with other.app_context():
        assert (has_second_step(person), db.session.query(SignInSession).count()) == (False, 0)
        last = last_entries(1)[0]
        assert (last["action"], last["actor_id"], last["subject"]) == ("account.second_off", None, f"account:{person}")
        assert [one.about["change"] for one in db.session.query(Notice)][-1:] == ["taken_off"]
    code, said = _run(other, "account", "second-off", email)
    assert (code, "has no second step" in said) == (1, True)


@pytest.fixture
def sown(build):
    """The key of one file on a board with some, handed in long ago."""
    build.do(sow, cases=4, assessors=4, seed=3, canaries=False, now=build.now)
    return build.read(lambda: db.session.execute(select(Evidence.vault_key).limit(1)).scalar_one())


def _manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


def test_a_board_that_noted_a_file_as_lost_is_backed_up_and_put_back(build, app, sown, elsewhere, tmp_path):
    place = build.read(lambda: the_vault().place(sown))
    content = place.read_bytes()
    place.unlink()
    assert _run(app, "check", "--repair")[0] == 0
    code, said = _run(app, "backup", str(tmp_path / "lost"))
    assert (code, "1 files were lost to the board before" in said) == (0, True), said
    manifest = _manifest(tmp_path / "lost")
    assert (manifest["lost"], sown in manifest["files"]["evidence"]) == ([sown], False)
    other = elsewhere("lost")
    code, said = _run(other, "restore", str(tmp_path / "lost"))
    assert (code, "0 breaches" in said, "1 files were lost to the board before" in said) == (0, True, True), said
    assert _run(other, "check")[1].strip().endswith(" 0 broken")

    place.write_bytes(content)  # it is found again: the next backup holds it, though nobody has told the board yet
    assert _run(app, "backup", str(tmp_path / "found"))[0] == 0
    manifest = _manifest(tmp_path / "found")
    assert (manifest["lost"], sown in manifest["files"]["evidence"]) == ([], True)


def test_a_restore_that_was_killed_half_way_is_begun_again(app, build, sown, elsewhere, tmp_path):
    build.read(may_sweep, now=build.now)
    assert _run(app, "backup", str(tmp_path / "backup"))[0] == 0
    other, files = elsewhere("again"), sorted((tmp_path / "backup" / "evidence").iterdir())
    with other.app_context():
        the_vault().put(BytesIO(files[0].read_bytes()), most=None, key=files[0].name)
        the_vault().place(files[0].name).write_bytes(b"spoilt since")
        under_way = the_vault().place(files[1].name)
        under_way.parent.mkdir(exist_ok=True)
        under_way.with_name(f".unfinished-{under_way.name}").write_bytes(b"half")
        stranger = the_vault().put(BytesIO(b"of another board"), most=None).key
    code, said = _run(other, "restore", str(tmp_path / "backup"))
    assert (code, "files lie there that are not in this backup" in said) == (1, True)
    with other.app_context():
        the_vault().remove(stranger)
    code, said = _run(other, "restore", str(tmp_path / "backup"))
    assert (code, "0 breaches" in said) == (0, True), said
    assert _run(other, "check")[1].strip().endswith(" 0 broken")
    assert {kept.key for kept in _contents(other)} == {one.name for one in files}
    with other.app_context():
        assert has_lost_its_mark(the_vault()) is False


@on_server
def test_a_restore_that_the_database_refused_is_begun_again(app, sown, elsewhere, monkeypatch, tmp_path):
    assert _run(app, "backup", str(tmp_path / "backup"))[0] == 0
    other = elsewhere("refused")
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(tmp_path))
        code, said = _run(other, "restore", str(tmp_path / "backup"))
        assert (code, "pg_restore is missing" in said, _contents(other)) == (1, True, [])
    owner = other.extensions["settings"].migrations_database_url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(owner, autocommit=True) as connection:
        name = sql.Identifier(owner.rpartition("/")[2])
        connection.execute(sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(name))
        code, said = _run(other, "restore", str(tmp_path / "backup"))
        assert (code, "read-only transaction" in said, len(_contents(other)) > 0) == (1, True, True), said
        connection.execute("SET default_transaction_read_only = off")
        connection.execute(sql.SQL("ALTER DATABASE {} RESET default_transaction_read_only").format(name))
    code, said = _run(other, "restore", str(tmp_path / "backup"))
    assert (code, "0 breaches" in said) == (0, True), said


@pytest.fixture
def buckets(app, settings, monkeypatch, tmp_path):
    """This board's evidence in a real bucket, and the settings of another board with a place of its own there."""
    server = Seaweed(tmp_path / "weed")
    server.start()
    here, there = (
        replace(settings, data_dir=tmp_path / name, evidence_url=f"s3://{BUCKET}/{name}", store=server.store,
                database_url=f"sqlite:///{tmp_path}/{name}.sqlite3") for name in ("here", "there")
    )  # fmt: skip
    monkeypatch.setitem(app.extensions, "settings", replace(here, database_url=settings.database_url))
    yield there
    server.stop()


@pytest.mark.long
@pytest.mark.once  # the other board stands on SQLite: what is asked here is the store
@pytest.mark.skipif(not LONG, reason="a store of its own takes seconds to start: `make test-long` waits for it")
def test_a_backup_of_a_bucket_is_put_back_into_another(app, build, buckets, tmp_path):
    build.do(sow, cases=4, assessors=4, seed=3, canaries=False, now=build.now)
    assert _run(app, "backup", str(tmp_path / "backup"))[0] == 0
    other = create_app(buckets)
    said = [_run(other, "restore", str(tmp_path / "backup"))[1], _run(other, "check")[1]]
    kept = [{kept.key for kept in _contents(board)} for board in (app, other)]
    with other.app_context():
        db.session.remove()
        db.engine.dispose()
    assert (said[0].strip().endswith("0 breaches"), said[1].strip().endswith("0 broken")) == (True, True), said
    assert (kept[0] == kept[1], len(kept[0]) > 0) == (True, True)


def _contents(board):
    with board.app_context():
        return list(the_vault().contents())
