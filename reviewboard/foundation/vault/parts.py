"""Parts: files that arrive piece by piece. What was written is on disk for good before anybody says so.

A part lies on the shelf of the file it will be, under a name of its own, and only its holder writes to it.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from reviewboard.foundation.vault.folder import CHUNK, KEY, FolderVault, Kept, NotInVault, Stored, stat_of, sync_folder

_PART = ".part-"


class Part:
    """An open part that nobody else writes to meanwhile. `stream` is positioned by whoever reads it."""

    def __init__(self, vault: FolderVault, key: str, stream: BinaryIO) -> None:
        self._vault, self.key, self.stream = vault, key, stream

    def write(self, offset: int, piece: bytes) -> None:
        """Put piece at offset. On disk for good when this returns."""
        self.stream.seek(offset)
        self.stream.write(piece)
        self.stream.flush()
        os.fdatasync(self.stream.fileno())

    def stored(self, size: int) -> Stored:
        """Return what the first size bytes are; more than these, left by a write that was cut off, are taken away."""
        self.stream.truncate(size)
        self.stream.seek(0)
        sha256 = hashlib.sha256()
        while piece := self.stream.read(CHUNK):
            sha256.update(piece)
        return Stored(self.key, self.stream.tell(), sha256.hexdigest())

    def keep(self) -> None:
        """Give the part its final name as well; it keeps its own until `forget`. Safe to do twice."""
        place = self._vault.place(self.key)
        place.unlink(missing_ok=True)
        os.fsync(self.stream.fileno())
        os.utime(self.stream.fileno())  # it is new under this name: no sweep may take it for a stray
        os.link(_path(self._vault, self.key), place)
        sync_folder(place.parent)

    def take_back(self) -> None:
        """Take the final name away again."""
        self._vault.place(self.key).unlink(missing_ok=True)

    def forget(self) -> None:
        """Take the part's own name away; what was kept stays."""
        forget_part(self._vault, self.key)


def begin_part(vault: FolderVault) -> str:
    """Make an empty part and return its key."""
    key = secrets.token_hex(20)
    path = _path(vault, key)
    vault.shelf(path.parent)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    sync_folder(path.parent)
    return key


@contextmanager
def held_part(vault: FolderVault, key: str) -> Iterator[Part]:
    """Hold a part: whoever wants it too waits until the block ends. Raises NotInVault when there is none.

    What is known of a part must be read again inside: another holder may have written to it, or finished it.
    """
    try:
        stream = _path(vault, key).open("r+b")
    except OSError as problem:
        raise NotInVault(key) from problem
    with stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield Part(vault, key, stream)


def forget_part(vault: FolderVault, key: str) -> None:
    """Take a part away; nothing happens when it is gone already."""
    _path(vault, key).unlink(missing_ok=True)


def parts(vault: FolderVault) -> Iterator[Kept]:
    """Yield every part that lies in the vault, in no order."""
    for file in vault.folder.glob(f"??/{_PART}*"):
        key = file.name.removeprefix(_PART)
        if KEY.fullmatch(key) and (about := stat_of(file)):
            yield Kept(key, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC))


def _path(vault: FolderVault, key: str) -> Path:
    place = vault.place(key)
    return place.with_name(_PART + place.name)
