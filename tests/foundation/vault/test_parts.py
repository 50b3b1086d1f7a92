"""A part grows by what its holder writes, becomes a file under its final name, and goes without a trace."""

import hashlib
import os
import threading

import pytest

from reviewboard.foundation.vault.folder import FolderVault
from reviewboard.foundation.vault.kept import NotInVault, Stored
from reviewboard.foundation.vault.parts import begin_part, forget_part, held_part, parts


@pytest.fixture
def vault(tmp_path):
    return FolderVault(tmp_path / "evidence")


def files_under(folder):
    return sorted(file for file in folder.rglob("*") if file.is_file())


def test_pieces_become_one_file_and_what_was_written_too_far_is_cut(vault):
    key = begin_part(vault)
    with held_part(vault, key) as part:
        part.write(0, b"first ")
        part.write(6, b"second, cut off")
        part.write(6, b"second")
    with held_part(vault, key) as part:
        stored = part.stored(12)
        part.keep()
        part.keep()
        part.forget()
    assert stored == Stored(key, 12, hashlib.sha256(b"first second").hexdigest())
    with vault.open_stream(key, stored.sha256) as stream:
        assert stream.read() == b"first second"
    assert [file.name for file in files_under(vault.folder)] == [key]


def test_a_file_taken_back_is_a_part_again(vault):
    key = begin_part(vault)
    with held_part(vault, key) as part:
        part.write(0, b"words")
        part.keep()
        part.take_back()
    assert ([(kept.key, kept.size) for kept in parts(vault)], list(vault.contents())) == ([(key, 5)], [])


def test_a_part_is_held_by_one_at_a_time(vault):
    key, order = begin_part(vault), []

    def second():
        with held_part(vault, key) as part:
            order.append("second")
            part.write(0, b"2")

    with held_part(vault, key) as part:
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.2)
        order.append("first")
        part.write(0, b"1")
    waiting.join(5)
    assert order == ["first", "second"]


def test_a_part_that_is_gone_is_held_by_nobody(vault):
    key = begin_part(vault)
    forget_part(vault, key)
    forget_part(vault, key)
    for unknown in (key, "../x", "f" * 40):
        with pytest.raises(NotInVault), held_part(vault, unknown):
            pass
    assert (list(parts(vault)), files_under(vault.folder)) == ([], [])


def test_parts_are_for_the_board_alone(vault):
    key = begin_part(vault)
    (file,) = files_under(vault.folder)
    assert (file.name, os.stat(file).st_mode & 0o777) == (f".part-{key}", 0o600)
