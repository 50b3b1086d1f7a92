"""A folder of evidence bytes. A file is whole under its final name or not there at all; nothing outside is touched."""

import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, BinaryIO
from urllib.parse import unquote, urlsplit

from flask import current_app
from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import Refusal

CHUNK = 64 * 1024  # bytes
KEY = re.compile(r"[0-9a-f]{40}")
_UNFINISHED = ".unfinished-"


class TooManyBytes(Refusal):
    """A stream is longer than its limit. Nothing of it is kept."""

    status = 413
    message = _("This file is larger than %(megabytes)s MB. Choose a smaller one.")


class NotInVault(LookupError):
    """No file lies under this key, or it is no key of the vault's making."""


@dataclass(frozen=True)
class Stored:
    """What the vault took in: its key there, its size in bytes, the SHA-256 of its bytes (64 hex digits)."""

    key: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Kept:
    """One file that lies in the vault: its key, its size in bytes, since when."""

    key: str
    size: int
    since: datetime


class FolderVault:
    """A vault in a local folder: two hundred and fifty-six shelves, named by the first two digits of a key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()

    def put(self, stream: IO[bytes], *, most: int) -> Stored:
        """Keep what stream holds, read in chunks, and return where. On disk for good when this returns.

        Raises TooManyBytes past `most` bytes; nothing is left behind then, nor after any other fault.
        """
        key = secrets.token_hex(20)
        place = self.place(key)
        self.shelf(place.parent)
        unfinished = place.with_name(_UNFINISHED + key)
        try:
            stored = self._write(unfinished, key, stream, most)
            unfinished.rename(place)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
        sync_folder(place.parent)
        return stored

    def shelf(self, shelf: Path) -> None:
        """Make a shelf of this vault where there is none yet."""
        if not shelf.is_dir():
            shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(self.folder)

    def _write(self, unfinished: Path, key: str, stream: IO[bytes], most: int) -> Stored:
        size, sha256 = 0, hashlib.sha256()
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > most:
                    raise TooManyBytes(megabytes=most // (1024 * 1024))
                sha256.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        return Stored(key, size, sha256.hexdigest())

    def open_stream(self, key: str) -> BinaryIO:
        """Return the bytes under key, open for reading. Raises NotInVault."""
        try:
            return self.place(key).open("rb")
        except OSError as problem:
            raise NotInVault(key) from problem

    def remove(self, key: str) -> None:
        """Take the bytes under key away; nothing happens when they are gone already. Raises NotInVault for no key."""
        self.place(key).unlink(missing_ok=True)

    def contents(self) -> Iterator[Kept]:
        """Yield every whole file that lies in the vault, in no order."""
        for file in self.folder.glob("??/*"):
            if not (KEY.fullmatch(file.name) and file.parent.name == file.name[:2]):
                continue
            if (about := stat_of(file)) and stat.S_ISREG(about.st_mode):
                yield Kept(file.name, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC))

    def sweep_unfinished(self, *, before: datetime) -> int:
        """Take away files that were never finished, last written before a moment. Return how many."""
        found = [
            file
            for file in self.folder.glob(f"??/{_UNFINISHED}*")
            if (about := stat_of(file)) and datetime.fromtimestamp(about.st_mtime, UTC) < before
        ]
        for file in found:
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


def stat_of(file: Path) -> os.stat_result | None:
    """Return what the disk says of a file, or None where somebody took it away meanwhile."""
    try:
        return file.stat()
    except FileNotFoundError:
        return None


def sync_folder(folder: Path) -> None:
    """Make a rename in folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def vault_at(url: str) -> FolderVault:
    """Return the vault that url (file:///folder) names. Raises ValueError for any other address."""
    parts = urlsplit(url)
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        raise ValueError(f"evidence cannot be kept at {url}")
    return FolderVault(Path(unquote(parts.path)))


def the_vault() -> FolderVault:
    """Return the running board's vault, as its setting EVIDENCE_URL says."""
    return vault_at(current_app.extensions["settings"].evidence_url)
