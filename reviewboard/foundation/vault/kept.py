"""What every vault promises, wherever it keeps its bytes: a file is whole under its key, or not there at all."""

import errno
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from flask_babel import lazy_gettext as _

from reviewboard.foundation.refusals import NotYet, Refusal

CHUNK = 64 * 1024  # bytes
KEY = re.compile(r"[0-9a-f]{40}")
FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG))
NOTHING = frozenset((errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP))
AWAY = frozenset((errno.EIO, errno.EROFS, errno.ESTALE, errno.EACCES, errno.EPERM, errno.EHOSTDOWN, errno.ENOTCONN))


class TooManyBytes(Refusal):
    """A stream is longer than its limit. Nothing of it is kept."""

    status = 413
    message = _("This file is larger than %(megabytes)s MB. Choose a smaller one.")


class StoreAway(NotYet):
    """The store of files does not answer, or not in time. Nothing of what is kept is lost; the same may be tried again."""

    message = _("The place where files are kept does not answer at the moment. What you sent before is safe. Try again in a "
                "few minutes.")  # fmt: skip


class NoRoom(NotYet):
    """A disk is full. Nothing half is left; the same may be tried again once there is room."""

    status = 507
    message = _("The board has no room left for files at the moment. What you sent before is safe. Tell your coordinator, and "
                "try again later.")  # fmt: skip


class NotInVault(LookupError):
    """No file lies under this key, or it is no key of the vault's making."""


class NotAsKept(NotInVault):
    """What lies under a key is not what was kept there: its digest is another. Nobody gets it."""


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


class Measured:
    """A stream read in pieces, whose size and digest are known as far as it was read."""

    def __init__(self, stream: IO[bytes], most: int | None = None) -> None:
        self._stream, self._most = stream, most
        self._sha256, self.size = hashlib.sha256(), 0

    def pieces(self) -> Iterator[bytes]:
        """Yield the stream in pieces of at most CHUNK bytes. Raises TooManyBytes past the most that it may hold."""
        while piece := self._stream.read(CHUNK):
            self.size += len(piece)
            if self._most is not None and self.size > self._most:
                raise TooManyBytes(megabytes=self._most // (1024 * 1024))
            self._sha256.update(piece)
            yield piece

    @property
    def sha256(self) -> str:
        """The digest of what was read."""
        return self._sha256.hexdigest()


@contextmanager
def disk() -> Iterator[None]:
    """Turn the fault of a full disk (or quota, or limit of file sizes) into NoRoom, of one that is away into StoreAway.

    Every other fault passes, those of whoever sends among them.
    """
    try:
        yield
    except OSError as problem:
        if problem.errno in FULL:
            raise NoRoom() from problem
        if problem.errno in AWAY:
            raise StoreAway() from problem
        raise


@contextmanager
def own_disk(key: str | None = None) -> Iterator[None]:
    """Turn every fault of a disk, where nobody's sending is read meanwhile: a full one into NoRoom, any other into StoreAway.

    With `key`: into NotInVault where the disk says that nothing lies there. Whatever else it says is no loss.
    """
    try:
        yield
    except OSError as problem:
        if key is not None and problem.errno in NOTHING:
            raise NotInVault(key) from problem
        raise (NoRoom() if problem.errno in FULL else StoreAway()) from problem
