"""Parts: files that arrive piece by piece. What was written is on disk for good before anybody says so.

A part lies where the vault says that files come together, on the shelf of the file it will be and under a name of its own.
Only its holder writes to it.
"""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from reviewboard.foundation.vault.folder import listed, stat_of, sync_folder, write_whole
from reviewboard.foundation.vault.kept import KEY, Kept, Measured, Stored, disk, own_disk
from reviewboard.foundation.vault.where import Vault

_PART = ".part-"


class Part:
    """An open part that nobody else writes to meanwhile. `stream` is positioned by whoever reads it."""

    def __init__(self, vault: Vault, key: str, stream: BinaryIO) -> None:
        self._vault, self.key, self.stream = vault, key, stream

    def write(self, offset: int, piece: bytes) -> None:
        """Put piece at offset. On disk for good when this returns. Raises NoRoom, StoreAway; what was there stays good."""
        with disk():
            self.stream.seek(offset)
            write_whole(self.stream, piece)
            os.fdatasync(self.stream.fileno())

    def stored(self, size: int) -> Stored:
        """Return what the first size bytes are; more than these, left by a write that was cut off, are taken away."""
        with disk():
            self.stream.truncate(size)
            self.stream.seek(0)
            measured = Measured(self.stream)
            for _piece in measured.pieces():
                pass
        return Stored(self.key, measured.size, measured.sha256)

    def keep(self) -> None:
        """Keep the part in the vault for good; the part itself stays until `forget`. Safe to do twice."""
        self._vault.take(self.key, self.stream, _path(self._vault, self.key))

    def take_back(self) -> None:
        """Take what was kept away again."""
        self._vault.remove(self.key)

    def forget(self) -> None:
        """Take the part's own name away; what was kept stays."""
        forget_part(self._vault, self.key)


def begin_part(vault: Vault) -> str:
    """Make an empty part and return its key."""
    key = secrets.token_hex(20)
    path = _path(vault, key)
    with disk():
        vault.coming.shelf(path.parent)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        sync_folder(path.parent)
    return key


@contextmanager
def held_part(vault: Vault, key: str) -> Iterator[Part]:
    """Hold a part: whoever wants it too waits until the block ends. Raises NotInVault when there is none, StoreAway.

    What is known of a part must be read again inside: another holder may have written to it, or finished it.
    """
    with own_disk(key):
        stream = _path(vault, key).open("r+b", buffering=0)
    with stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield Part(vault, key, stream)


def forget_part(vault: Vault, key: str) -> None:
    """Take a part away; nothing happens when it is gone already. Raises StoreAway."""
    with own_disk():
        _path(vault, key).unlink(missing_ok=True)


def parts(vault: Vault) -> Iterator[Kept]:
    """Yield every part that lies in the vault, in no order."""
    for file in listed(vault.coming.folder, f"??/{_PART}*"):
        key = file.name.removeprefix(_PART)
        if KEY.fullmatch(key) and (about := stat_of(file)):
            yield Kept(key, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC))


def _path(vault: Vault, key: str) -> Path:
    place = vault.coming.place(key)
    return place.with_name(_PART + place.name)
