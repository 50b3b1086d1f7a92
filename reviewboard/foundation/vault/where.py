"""Which vault the setting EVIDENCE_URL names: a local folder, or a bucket of an S3-compatible store."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from flask import current_app

from reviewboard.config import Settings
from reviewboard.foundation.vault.folder import FolderVault
from reviewboard.foundation.vault.kept import Kept, Stored

COMING = "coming"  # the folder below DATA_DIR where files come together that will lie in a bucket


class Vault(Protocol):
    """What is asked of a vault, each said in `folder.FolderVault`. All but `coming` and `within` may raise StoreAway."""

    @property
    def coming(self) -> FolderVault: ...
    def within(self, name: str) -> "Vault": ...
    def put(self, stream: IO[bytes], *, most: int | None, key: str | None = None) -> Stored: ...
    def take(self, key: str, part: BinaryIO, name: Path) -> None: ...
    def open_stream(self, key: str, sha256: str) -> BinaryIO: ...
    def remove(self, key: str) -> None: ...
    def contents(self) -> Iterator[Kept]: ...
    def sweep_unfinished(self, *, before: datetime) -> int: ...
    def answer(self) -> None: ...


def vault_at(settings: Settings) -> Vault:
    """Return the vault that the settings name. Raises ValueError for an address that is neither file:/// nor s3://."""
    parts = urlsplit(settings.evidence_url)
    if parts.scheme == "s3" and parts.netloc:
        from reviewboard.foundation.vault.bucket import BucketVault  # takes long to load, and few need it

        coming = FolderVault(settings.data_dir / COMING)
        return BucketVault(settings.store, parts.netloc, parts.path.strip("/"), coming)
    if parts.scheme != "file" or parts.netloc or not parts.path.startswith("/"):
        raise ValueError(f"evidence cannot be kept at {settings.evidence_url}")
    return FolderVault(Path(unquote(parts.path)))


def the_vault() -> Vault:
    """Return the running board's vault."""
    return vault_at(current_app.extensions["settings"])
