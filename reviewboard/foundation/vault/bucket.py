"""A bucket of an S3-compatible store. A file is sent in pieces and is there once the store has all of them, or not at all.

Source: Amazon S3 API reference, PutObject, CreateMultipartUpload, UploadPart, CompleteMultipartUpload, Content-MD5.
"""

import base64
import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import boto3
import structlog
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from reviewboard.config import Store
from reviewboard.foundation.vault.folder import FolderVault, checked, write_whole
from reviewboard.foundation.vault.kept import CHUNK, KEY, Kept, Measured, NotInVault, StoreAway, Stored, own_disk

PIECE = 8 * 1024 * 1024  # bytes held in memory at a time; the store takes no less than 5 MB in all pieces but the last
_GONE = frozenset(("NoSuchKey", "404", "NotFound"))
log = structlog.get_logger()


def client_of(store: Store, *, hasty: bool = False) -> Any:
    """Return this process's client of a store: one for each, since a fork must not share connections.

    It waits for the store 2 seconds, and then 10 for each answer, twice; where it is `hasty`, 1 and 2, once.
    """
    return _client(store, hasty, os.getpid())


@lru_cache(maxsize=4)
def _client(store: Store, hasty: bool, _process: int) -> Any:
    connect, read, attempts = (1, 2, 1) if hasty else (2, 10, 2)
    patience = Config(
        connect_timeout=connect, read_timeout=read, retries={"mode": "standard", "total_max_attempts": attempts},
        request_checksum_calculation="when_required", response_checksum_validation="when_required",
        s3={"addressing_style": "path"} if store.endpoint else {},
    )  # fmt: skip
    return boto3.client(
        "s3", endpoint_url=store.endpoint, region_name=store.region, aws_access_key_id=store.access_key,
        aws_secret_access_key=store.secret_key, config=patience,
    )  # fmt: skip


class BucketVault:
    """A vault in a bucket below a prefix, laid out as a folder is. Files come together in a local folder, `coming`."""

    def __init__(self, store: Store, bucket: str, prefix: str, coming: FolderVault) -> None:
        self._store, self._bucket, self._prefix, self.coming = store, bucket, prefix, coming
        self._client = client_of(store)

    def within(self, name: str) -> "BucketVault":
        """Return a vault within this one, apart from what lies here."""
        return BucketVault(self._store, self._bucket, f"{self._prefix}/{name}".lstrip("/"), self.coming)

    def put(self, stream: IO[bytes], *, most: int | None, key: str | None = None) -> Stored:
        """Keep what stream holds and return where. Raises TooManyBytes, StoreAway; nothing can be read of it then."""
        return self._send(key or secrets.token_hex(20), Measured(stream, most))

    def take(self, key: str, part: BinaryIO, name: Path) -> None:
        """Keep a whole part under its key as well. Safe to do twice. Raises StoreAway."""
        part.seek(0)
        self._send(key, Measured(part))

    def _send(self, key: str, measured: Measured) -> Stored:
        to = {"Bucket": self._bucket, "Key": self._place(key)}
        pieces = _gathered(measured)
        first, second = next(pieces, b""), next(pieces, b"")
        with _answering():
            if not second:
                self._client.put_object(**to, Body=first, ContentMD5=_md5(first))
                return Stored(key, measured.size, measured.sha256)
            to["UploadId"] = self._client.create_multipart_upload(**to)["UploadId"]
        try:
            sent = [self._send_piece(to, 1, first), self._send_piece(to, 2, second)]
            del first, second
            sent += [self._send_piece(to, number, piece) for number, piece in enumerate(pieces, 3)]
            with _answering():
                self._client.complete_multipart_upload(**to, MultipartUpload={"Parts": sent})
        except BaseException:
            with suppress(BotoCoreError, ClientError):  # what stays behind cannot be read, and the sweep takes it away
                self._client.abort_multipart_upload(**to)
            raise
        return Stored(key, measured.size, measured.sha256)

    def _send_piece(self, to: dict[str, str], number: int, piece: bytes) -> dict[str, Any]:
        with _answering():
            sent = self._client.upload_part(**to, PartNumber=number, Body=piece, ContentMD5=_md5(piece))
        return {"PartNumber": number, "ETag": sent["ETag"]}

    def open_stream(self, key: str, sha256: str) -> BinaryIO:
        """Return the bytes under key as a file without a name, whole and found to be those of this digest.

        Raises NotInVault, NotAsKept, StoreAway, and NoRoom where the local disk cannot hold them meanwhile.
        """
        place = self._place(key)
        with own_disk():
            self.coming.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            copy = cast(BinaryIO, tempfile.TemporaryFile(dir=self.coming.folder, buffering=0))  # noqa: SIM115, closed by who reads it
        try:
            with _answering(key), closing(self._client.get_object(Bucket=self._bucket, Key=place)["Body"]) as body:
                for piece in body.iter_chunks(CHUNK):
                    with own_disk():
                        write_whole(copy, piece)
            copy.seek(0)
        except BaseException:
            copy.close()
            raise
        return checked(copy, key, sha256)

    def remove(self, key: str) -> None:
        """Take the bytes under key away; nothing happens when they are gone already. Raises NotInVault, StoreAway."""
        place = self._place(key)
        with _answering():
            self._client.delete_object(Bucket=self._bucket, Key=place)

    def contents(self) -> Iterator[Kept]:
        """Yield every whole file that lies in the vault, in the order of keys. Raises StoreAway."""
        below = self._below()
        pages = iter(self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=below))
        while True:
            with _answering():
                page = next(pages, None)
            if page is None:
                return
            for there in page.get("Contents", ()):
                shelf, _, key = there["Key"].removeprefix(below).partition("/")
                if KEY.fullmatch(key) and shelf == key[:2]:
                    yield Kept(key, there["Size"], there["LastModified"])

    def sweep_unfinished(self, *, before: datetime) -> int:
        """Take away what was never sent to its end and began before a moment, here and in `coming`. Return how much."""
        with _answering():
            pages = self._client.get_paginator("list_multipart_uploads").paginate(Bucket=self._bucket, Prefix=self._below())
            begun = [one for page in pages for one in page.get("Uploads", ()) if one["Initiated"] < before]
            for one in begun:
                self._client.abort_multipart_upload(Bucket=self._bucket, Key=one["Key"], UploadId=one["UploadId"])
        return len(begun) + self.coming.sweep_unfinished(before=before)

    def answer(self) -> None:
        """Return when the bucket answers. Raises StoreAway."""
        with _answering():
            client_of(self._store, hasty=True).head_bucket(Bucket=self._bucket)
        self.coming.answer()

    def _below(self) -> str:
        """Return how every name in this vault begins, and none in another whose prefix begins alike."""
        return f"{self._prefix}/".lstrip("/")

    def _place(self, key: str) -> str:
        if not KEY.fullmatch(key):
            raise NotInVault(key)
        return f"{self._prefix}/{key[:2]}/{key}".lstrip("/")


def _gathered(measured: Measured) -> Iterator[bytes]:
    """Yield what is measured in pieces of PIECE bytes, the last one shorter."""
    gathered = bytearray()
    for some in measured.pieces():
        gathered += some
        if len(gathered) >= PIECE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


def _md5(piece: bytes) -> str:
    """Return the digest by which the store finds out whether a piece came as it was sent (RFC 1864)."""
    return base64.b64encode(hashlib.md5(piece, usedforsecurity=False).digest()).decode()


@contextmanager
def _answering(key: str | None = None) -> Iterator[None]:
    """Turn a store that does not answer, or refuses, into StoreAway, and one without this key into NotInVault."""
    try:
        yield
    except (BotoCoreError, ClientError) as problem:
        code = str(problem.response.get("Error", {}).get("Code")) if isinstance(problem, ClientError) else None
        if key is not None and code in _GONE:
            raise NotInVault(key) from problem
        log.warning("the store of files does not answer", kind=type(problem).__name__, code=code)
        raise StoreAway() from problem
