"""A disk that is sick is said to be away: nothing on it counts as lost, the pages that ask after it answer, and sweeps go on.

Each fault is the kernel's own: no descriptor is left, a name is too long for it, a folder lies where a file should.
"""

import io
import os
import resource
from contextlib import contextmanager
from dataclasses import replace

import pytest

from reviewboard.foundation.vault.folder import FolderVault
from reviewboard.foundation.vault.kept import NotInVault, StoreAway
from reviewboard.foundation.vault.parts import begin_part, forget_part, held_part, parts
from reviewboard.foundation.vault.strays import PATIENCE, take_away


@contextmanager
def no_descriptor_left():
    """This process may open nothing more meanwhile."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    probe = os.open(os.devnull, os.O_RDONLY)
    os.close(probe)
    resource.setrlimit(resource.RLIMIT_NOFILE, (probe, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.fixture
def vault(tmp_path):
    return FolderVault(tmp_path / "evidence")


def _unremovable(vault, key):
    """A folder, where the vault's file should lie."""
    place = vault.place(key)
    place.unlink(missing_ok=True)
    place.mkdir(parents=True)


def test_a_file_that_cannot_be_opened_for_now_is_not_called_lost(vault):
    stored, part = vault.put(io.BytesIO(b"kept"), most=9), begin_part(vault)
    with no_descriptor_left():
        for opened in (lambda: vault.open_stream(stored.key, stored.sha256), lambda: held_part(vault, part).__enter__()):
            with pytest.raises(StoreAway):
                opened()
    with vault.open_stream(stored.key, stored.sha256) as stream:
        assert stream.read() == b"kept"
    vault.remove(stored.key)
    with pytest.raises(NotInVault):
        vault.open_stream(stored.key, stored.sha256)


def test_what_cannot_be_taken_away_or_looked_at_is_away(vault, tmp_path):
    stored, part = vault.put(io.BytesIO(b"kept"), most=9), begin_part(vault)
    _unremovable(vault, stored.key)
    with pytest.raises(StoreAway):
        vault.remove(stored.key)
    name = next(vault.folder.glob(f"??/.part-{part}"))
    name.unlink(), name.mkdir()
    with pytest.raises(StoreAway):
        forget_part(vault, part)
    assert [one.key for one in parts(vault)] == [part]
    with pytest.raises(StoreAway):
        FolderVault(tmp_path / ("long" * 100)).answer()


def test_readyz_says_that_a_sick_disk_is_away_and_answers(app, visit, monkeypatch):
    settings = app.extensions["settings"]
    sick = replace(settings, evidence_url=f"file://{settings.data_dir}/{'long' * 100}")
    monkeypatch.setitem(app.extensions, "settings", sick)
    answer = visit().get("/readyz")
    assert (answer.status_code, answer.json["status"]) == (200, "degraded")
    assert answer.json["parts"]["evidence"] == "does not answer, or cannot be written to"


def test_a_stray_that_cannot_be_taken_away_keeps_no_other(vault):
    keys = [vault.put(io.BytesIO(b"stray"), most=9).key for _ in range(3)]
    _unremovable(vault, keys[0])
    with pytest.raises(StoreAway):
        take_away(vault, keys)
    assert list(vault.contents()) == []


def test_a_vault_that_lets_nothing_go_is_left_for_another_time(vault):
    keys = [vault.put(io.BytesIO(b"stray"), most=9).key for _ in range(PATIENCE + 1)]
    for key in keys[:PATIENCE]:
        _unremovable(vault, key)
    with pytest.raises(StoreAway):
        take_away(vault, keys)
    assert [one.key for one in vault.contents()] == [keys[-1]]
