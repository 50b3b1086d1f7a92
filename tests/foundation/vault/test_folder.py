"""The vault keeps a file whole, or not at all, and never leaves its folder."""

import hashlib
import io
import os
import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from reviewboard.foundation.vault.folder import FolderVault
from reviewboard.foundation.vault.kept import CHUNK, Kept, NotAsKept, NotInVault, Stored, TooManyBytes
from reviewboard.foundation.vault.where import vault_at

BYTES = bytes(range(256)) * 1024  # four chunks


@pytest.fixture
def vault(tmp_path):
    return FolderVault(tmp_path / "evidence")


def files_under(folder):
    return sorted(file for file in folder.rglob("*") if file.is_file())


def test_what_is_put_comes_back_with_its_size_and_digest(vault):
    stored = vault.put(io.BytesIO(BYTES), most=len(BYTES))
    with vault.open_stream(stored.key, stored.sha256) as stream:
        found = stream.read()
    assert (found, stored) == (BYTES, Stored(stored.key, len(BYTES), hashlib.sha256(BYTES).hexdigest()))


def test_bytes_that_are_not_those_kept_are_given_to_nobody(vault):
    stored = vault.put(io.BytesIO(BYTES), most=len(BYTES))
    with (vault.folder / stored.key[:2] / stored.key).open("r+b") as file:
        file.write(b"\xff")
    with pytest.raises(NotAsKept):
        vault.open_stream(stored.key, stored.sha256)


def test_equal_bytes_get_keys_of_their_own(vault):
    keys = {vault.put(io.BytesIO(b"same"), most=4).key for _ in range(20)}
    assert len(keys) == 20


def test_files_are_readable_by_the_board_alone(vault):
    stored = vault.put(io.BytesIO(b"private"), most=7)
    (file,) = files_under(vault.folder)
    assert (file.name, stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(file.parent.stat().st_mode)) == (
        stored.key, 0o600, 0o700,
    )  # fmt: skip


def test_a_byte_too_many_is_refused_and_leaves_nothing(vault):
    with pytest.raises(TooManyBytes) as refusal:
        vault.put(io.BytesIO(b"x" * (CHUNK + 1)), most=CHUNK)
    assert (refusal.value.status, files_under(vault.folder)) == (413, [])


def test_a_stream_that_breaks_leaves_nothing(vault):
    class Broken(io.BytesIO):
        def read(self, *_size):
            if self.tell() == 0:
                return super().read(10)
            raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        vault.put(Broken(BYTES), most=len(BYTES))
    assert files_under(vault.folder) == []


def test_a_removed_file_is_gone_and_removing_it_again_does_nothing(vault):
    stored = vault.put(io.BytesIO(b"gone"), most=4)
    vault.remove(stored.key)
    vault.remove(stored.key)
    with pytest.raises(NotInVault):
        vault.open_stream(stored.key, stored.sha256)
    assert files_under(vault.folder) == []


@pytest.mark.parametrize(
    "key", ["", "../../etc/passwd", "/etc/passwd", "a" * 39, "A" * 40, "a" * 40 + "\n", ".unfinished-" + "a" * 40]
)
def test_no_key_leads_out_of_the_folder(vault, key):
    for act in (partial(vault.open_stream, sha256=""), vault.remove):
        with pytest.raises(NotInVault):
            act(key)


def test_a_link_out_of_the_folder_is_not_followed(vault, tmp_path):
    outside = tmp_path / "outside"
    outside.write_bytes(b"not evidence")
    key = "ab" + "c" * 38
    (vault.folder / "ab").mkdir(parents=True)
    (vault.folder / "ab" / key).symlink_to(outside)
    with pytest.raises(NotInVault):
        vault.open_stream(key, "")
    with pytest.raises(NotInVault):
        vault.remove(key)
    assert outside.read_bytes() == b"not evidence"


def test_contents_are_the_whole_files_only(vault):
    stored = [vault.put(io.BytesIO(b"x" * size), most=9) for size in (3, 5)]
    (vault.folder / stored[0].key[:2] / (".unfinished-" + "f" * 40)).write_bytes(b"half")
    (vault.folder / "readme").write_bytes(b"not a key")
    found = sorted((kept.key, kept.size) for kept in vault.contents())
    assert found == sorted((one.key, one.size) for one in stored)
    assert all(isinstance(kept, Kept) and kept.since.tzinfo for kept in vault.contents())


def test_unfinished_files_go_when_they_are_old_and_nothing_else_does(vault):
    stored = vault.put(io.BytesIO(b"whole"), most=9)
    shelf = vault.folder / stored.key[:2]
    old, fresh = (shelf / f".unfinished-{sign * 40}" for sign in "ef")
    for file in (old, fresh):
        file.write_bytes(b"half")
    for file in (old, shelf / stored.key):
        os.utime(file, (0, 0))
    moment = datetime.now(UTC) - timedelta(hours=1)
    assert (vault.sweep_unfinished(before=moment), vault.sweep_unfinished(before=moment)) == (1, 0)
    assert sorted(shelf.iterdir()) == sorted([fresh, shelf / stored.key])


def test_a_file_that_goes_while_the_vault_is_read_ends_no_sweep(vault):
    stored = vault.put(io.BytesIO(b"whole"), most=9)
    shelf = vault.folder / stored.key[:2]
    for name in (".unfinished-" + "e" * 40, stored.key[:2] + "f" * 38):
        (shelf / name).symlink_to(shelf / "gone")  # listed, and nothing there when it is looked at
    assert vault.sweep_unfinished(before=datetime.now(UTC) + timedelta(hours=1)) == 0
    assert [kept.key for kept in vault.contents()] == [stored.key]


@pytest.mark.parametrize("url", ["s3:bucket", "https://host/folder", "file://host/folder", "file:", "/folder"])
def test_only_a_local_folder_or_a_bucket_is_a_vault(settings, url):
    with pytest.raises(ValueError, match="evidence cannot be kept"):
        vault_at(replace(settings, evidence_url=url))
