"""Evidence and its bytes come and go together."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from shutil import rmtree

import pytest

from reviewboard.foundation.refusals import NotYours, Refusal
from reviewboard.foundation.vault.folder import FolderVault
from reviewboard.foundation.vault.reasons import NotTaken
from reviewboard.stages.submission import actions, queries, refusals
from reviewboard.stages.submission.filing import tidy_name
from reviewboard.stages.submission.strays import strays
from reviewboard.stages.submission.tables import Evidence
from tests.stages.submission.authoring import Writer
from tests.web.assessor.desks import counted


def test_evidence_is_filed_with_its_example_and_entered(writer):
    case_id, example_id = writer.written()
    stored, evidence = writer.attach(case_id, example_id, b"minutes", "C:\\notes\\Proc\u00e8s\u202everbal .txt")
    assert {name: evidence[name] for name in ("file_name", "size", "sha256", "vault_key", "example_id")} == {
        "file_name": "Procèsverbal.txt", "size": 7, "sha256": stored.sha256, "vault_key": stored.key,
        "example_id": example_id,
    }  # fmt: skip
    assert writer.journal(case_id)[-1] == "evidence.add"


def test_nothing_is_filed_before_the_notice_in_force_is_acknowledged(writer):
    case_id, example_id = writer.written()
    writer.change_cycle(notice_version="2")
    with pytest.raises(refusals.NoticeFirst):
        writer.attach(case_id, example_id)
    writer.do(actions.acknowledge_notice, case_id=case_id, notice_version="2")
    writer.attach(case_id, example_id)
    assert writer.count(Evidence) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a" * 300 + ".pdf", "a" * 196 + ".pdf"),
        (".pdf", "file.pdf"),
        ("re\u0301sum\u00e9\x00\n.pdf", "résumé.pdf"),
        ("\u200b", "file"),
        ("", "file"),
        ("no ending", "no ending"),
    ],
)
def test_a_file_name_is_kept_without_surprises(given, kept):
    assert tidy_name(given) == kept


def test_the_same_bytes_again_are_the_evidence_already_there(writer):
    case_id, example_id = writer.written()
    first, evidence = writer.attach(case_id, example_id)
    second, again = writer.attach(case_id, example_id, name="copy.txt")
    assert (again["id"], again["vault_key"], first.key == second.key) == (evidence["id"], first.key, False)
    assert writer.journal(case_id).count("evidence.add") == 1


def test_the_limits_of_files_hold(build):
    writer = Writer(build, limits={"files_max": 2, "megabytes_max": 1})
    case_id, example_id = writer.written()
    with pytest.raises(NotTaken):
        writer.attach(case_id, example_id, b"")
    with pytest.raises(Refusal) as refusal:
        writer.attach(case_id, example_id, b"x" * (1024 * 1024 + 1))
    assert refusal.value.status == 413
    writer.attach(case_id, example_id, b"x" * 1024 * 1024)
    _, second = writer.attach(case_id, example_id, b"two")
    with pytest.raises(refusals.TooManyFiles):
        writer.attach(case_id, example_id, b"three")
    writer.do(actions.remove_evidence, case_id=case_id, evidence_id=second["id"])
    writer.attach(case_id, example_id, b"three")
    assert writer.count(Evidence, removed_at=None) == 2


def test_removed_evidence_is_hidden_at_once_and_its_bytes_go_by_courier(writer):
    case_id, example_id = writer.written()
    stored, evidence = writer.attach(case_id, example_id)
    other = Writer(writer.build)
    other_case, _ = other.written()
    with pytest.raises(NotYours):
        other.do(actions.remove_evidence, case_id=other_case, evidence_id=evidence["id"])
    writer.do(actions.remove_evidence, case_id=case_id, evidence_id=evidence["id"])
    assert writer.build.read(queries.find_evidence, case_id, evidence["id"]) is None
    assert writer.is_in_vault(stored.key) is True
    assert writer.owed(done_at=None) == ["submission.check_evidence", "submission.forget_file"]
    with pytest.raises(NotYours):
        writer.do(actions.remove_evidence, case_id=case_id, evidence_id=evidence["id"])
    for _ in range(2):
        writer.build.read(actions.forget_file, vault_key=stored.key, now=writer.build.now)
    assert writer.is_in_vault(stored.key) is False


def test_bytes_that_evidence_names_are_never_forgotten(writer):
    case_id, example_id = writer.written()
    stored, _ = writer.attach(case_id, example_id)
    writer.build.read(actions.forget_file, vault_key=stored.key, now=writer.build.now)
    assert writer.is_in_vault(stored.key) is True


def test_strays_are_swept_when_they_are_old_enough(writer):
    writer.build.read(actions.sweep_strays, now=datetime.now(UTC) + timedelta(days=1))
    case_id, example_id = writer.written()
    named, _ = writer.attach(case_id, example_id)
    stray = writer.put(b"cut off")
    moment = datetime.now(UTC)
    assert writer.build.read(actions.sweep_strays, now=moment + timedelta(minutes=30)) == 0
    assert writer.build.read(actions.sweep_strays, now=moment + timedelta(hours=1)) == 1
    assert (writer.is_in_vault(named.key), writer.is_in_vault(stray.key)) == (True, False)


def test_a_board_takes_nothing_from_a_vault_that_bears_anothers_mark(writer, settings):
    case_id, example_id = writer.written()
    writer.attach(case_id, example_id)
    theirs = writer.put(b"of the other board")
    later = datetime.now(UTC) + timedelta(hours=1)
    marks = FolderVault(settings.data_dir / "evidence").within("board")
    marks.put(BytesIO(b"the other board"), most=None, key="f" * 40)
    assert writer.build.read(actions.sweep_strays, now=later) == 0
    assert writer.is_in_vault(theirs.key) is True
    check = writer.build.app.test_cli_runner().invoke
    assert "The vault bears another board's mark" in check(args=["check"]).output
    marks.remove("f" * 40)
    assert "mark" not in check(args=["check"]).output
    assert writer.build.read(actions.sweep_strays, now=later) == 1
    assert [len(mark.key) for mark in marks.contents()] == [40]


def test_a_folder_without_its_disk_is_noticed_and_nothing_is_noted_as_lost(writer, settings, visit):
    case_id, example_id = writer.written()
    kept, _ = writer.attach(case_id, example_id)
    later = datetime.now(UTC) + timedelta(hours=1)

    def said():
        return visit().get("/readyz").json["parts"]["evidence"]

    assert (writer.build.read(actions.sweep_strays, now=later), said()) == (0, "ok")
    folder = settings.data_dir / "evidence"
    folder.rename(settings.data_dir / "on its disk")  # what is left is where it is mounted
    folder.mkdir()
    assert "is the folder mounted" in said()
    writer.attach(case_id, example_id, name="b.txt", content=b"handed in meanwhile")
    writer.build.read(actions.sweep_strays, now=later)
    assert "is the folder mounted" in said(), "no new mark hides it"
    with pytest.raises(actions.WrongVault):
        writer.build.read(actions.repair_evidence, now=later)
    rmtree(folder)
    (settings.data_dir / "on its disk").rename(folder)
    assert (said(), writer.is_in_vault(kept.key)) == ("ok", True)
    rmtree(folder / "board")  # moved without it
    assert len(writer.build.read(actions.repair_evidence, now=later, lost=True)) == 1, "what was handed in meanwhile is lost"
    assert said() == "ok"


def test_a_board_does_not_claim_a_vault_of_which_it_names_nothing(writer, settings):
    writer.written()
    theirs = writer.put(b"of the other board")
    assert writer.build.read(actions.sweep_strays, now=datetime.now(UTC) + timedelta(hours=1)) == 0
    marks = FolderVault(settings.data_dir / "evidence").within("board")
    assert (writer.is_in_vault(theirs.key), list(marks.contents())) == (True, [])


def test_an_upload_whose_process_was_killed_is_swept_after_a_day(writer, settings):
    named, _ = writer.attach(*writer.written())
    half = settings.data_dir / "evidence" / named.key[:2] / (".unfinished-" + "f" * 40)
    half.write_bytes(b"half")
    moment = datetime.now(UTC)
    writer.build.read(actions.sweep_strays, now=moment + timedelta(hours=23))
    assert half.exists()
    writer.build.read(actions.sweep_strays, now=moment + timedelta(hours=25))
    assert not half.exists()


def test_a_vault_of_many_files_is_swept_a_few_at_a_time(app, writer, monkeypatch):
    case_id, example_id = writer.written()
    named = {writer.attach(case_id, example_id, name=f"{sign}.txt", content=sign.encode())[0].key for sign in "abc"}
    stray = {writer.put(sign.encode()).key for sign in "vwxyz"}
    monkeypatch.setattr("reviewboard.foundation.vault.strays.AT_A_TIME", 3)
    with counted(app) as asked:
        found = writer.build.read(strays, now=datetime.now(UTC) + timedelta(hours=1))
    assert (len(found), set(found), len(asked), all(writer.is_in_vault(key) for key in named)) == (5, stray, 3, True)
