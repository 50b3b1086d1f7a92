"""A folder of evidence bytes. A file is whole under its final name or not there at all; nothing outside is touched."""

import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO

from reviewboard.foundation.vault.kept import (
    KEY,
    Kept,
    Measured,
    NoRoom,
    NotAsKept,
    NotInVault,
    StoreAway,
    Stored,
    disk,
    own_disk,
)  # fmt: skip

ROOM_LEAST = 256 * 1024 * 1024  # bytes: one large form of files
_UNFINISHED = ".unfinished-"


class FolderVault:
    """A vault in a local folder: two hundred and fifty-six shelves, named by the first two digits of a key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    @property
    def coming(self) -> "FolderVault":
        """Where files come together that arrive piece by piece: on the shelves they will stand on."""
        return self

    def within(self, name: str) -> "FolderVault":
        """Return a vault within this one, apart from what lies here. `name` is a word without slashes."""
        return FolderVault(self.folder / name)

    def put(self, stream: IO[bytes], *, most: int | None, key: str | None = None) -> Stored:
        """Keep what stream holds, read in chunks, and return where. On disk for good when this returns.

        `key`: the one it had before, where a backup brings it back. Raises TooManyBytes past `most` bytes, NoRoom, StoreAway;
        nothing is left behind then, nor after any other fault.
        """
        key = key or secrets.token_hex(20)
        place = self.place(key)
        unfinished = place.with_name(_UNFINISHED + key)
        with disk():
            self.shelf(place.parent)
            try:
                stored = self._write(unfinished, key, Measured(stream, most))
                unfinished.rename(place)
            except BaseException:
                unfinished.unlink(missing_ok=True)
                raise
            sync_folder(place.parent)
        return stored

    def take(self, key: str, part: BinaryIO, name: Path) -> None:
        """Give a whole part, open and known by `name`, its final name as well. Safe to do twice. Raises NoRoom, StoreAway."""
        place = self.place(key)
        with disk():
            place.unlink(missing_ok=True)
            os.fsync(part.fileno())
            os.utime(part.fileno())  # it is new under this name: no sweep may take it for a stray
            os.link(name, place)
            sync_folder(place.parent)

    def shelf(self, shelf: Path) -> None:
        """Make a shelf of this vault where there is none yet."""
        if not shelf.is_dir():
            shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(self.folder)

    def _write(self, unfinished: Path, key: str, measured: Measured) -> Stored:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            for piece in measured.pieces():
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        return Stored(key, measured.size, measured.sha256)

    def open_stream(self, key: str, sha256: str) -> BinaryIO:
        """Return the bytes under key, read once through and found to be those of this digest, open at their beginning.

        Raises NotInVault where nothing lies there, NotAsKept where something else does, StoreAway.
        """
        with own_disk(key):
            stream = self.place(key).open("rb")
        return checked(stream, key, sha256)

    def remove(self, key: str) -> None:
        """Take the bytes under key away; nothing happens when they are gone already. Raises NotInVault, StoreAway."""
        with own_disk():
            self.place(key).unlink(missing_ok=True)

    def answer(self) -> None:
        """Return when the folder is there, can be written to and has room. Raises StoreAway, NoRoom."""
        with own_disk():
            there = next(folder for folder in (self.folder, *self.folder.parents) if folder.exists())
            if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
                raise StoreAway()
            if shutil.disk_usage(there).free < ROOM_LEAST:
                raise NoRoom()

    def contents(self) -> Iterator[Kept]:
        """Yield every whole file that lies in the vault, in no order."""
        for file in listed(self.folder, "??/*"):
            if not (KEY.fullmatch(file.name) and file.parent.name == file.name[:2]):
                continue
            if (about := stat_of(file)) and stat.S_ISREG(about.st_mode):
                yield Kept(file.name, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC))

    def sweep_unfinished(self, *, before: datetime) -> int:
        """Take away files that were never finished, last written before a moment. Return how many."""
        found = [
            file
            for file in listed(self.folder, f"??/{_UNFINISHED}*")
            if (about := stat_of(file)) and datetime.fromtimestamp(about.st_mtime, UTC) < before
        ]
        for file in found:
            with own_disk():
                file.unlink(missing_ok=True)
        return len(found)

    def place(self, key: str) -> Path:
        """Return where the file under key lies, or would. Raises NotInVault for no key, and for one that leads out."""
        if not KEY.fullmatch(key):
            raise NotInVault(key)
        place = (self.folder / key[:2] / key).resolve()
        if not place.is_relative_to(self.folder):
            raise NotInVault(key)
        return place


def checked(stream: BinaryIO, key: str, sha256: str) -> BinaryIO:
    """Return a file at its beginning that was read through and has this digest. Raises NotAsKept, StoreAway; closes it then."""
    try:
        with own_disk():
            measured = Measured(stream)
            for _piece in measured.pieces():
                pass
            stream.seek(0)
        if measured.sha256 != sha256:
            raise NotAsKept(key)
    except BaseException:
        stream.close()
        raise
    return stream


def write_whole(stream: BinaryIO, piece: bytes) -> None:
    """Write all of piece to a stream that buffers nothing: a full disk takes a little of it before it says so."""
    left = memoryview(piece)
    while left:
        left = left[stream.write(left) :]


def listed(folder: Path, pattern: str) -> Iterator[Path]:
    """Yield the files of a folder that fit a pattern. Raises StoreAway."""
    with own_disk():
        yield from folder.glob(pattern)


def stat_of(file: Path) -> os.stat_result | None:
    """Return what the disk says of a file, or None where somebody took it away meanwhile. Raises StoreAway."""
    try:
        with own_disk(file.name):
            return file.stat()
    except NotInVault:
        return None


def sync_folder(folder: Path) -> None:
    """Make a rename in folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
