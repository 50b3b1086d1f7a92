"""Files of seeded cases go into the vault while rows are made: writing them to disk for good takes longest."""

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO

from reviewboard.foundation.vault.kept import Stored
from reviewboard.foundation.vault.where import Vault, the_vault
from reviewboard.sample.files import SampleFile
from reviewboard.seeding.writer import Row

AT_ONCE = 16
MOST_BYTES = 1024 * 1024


class Filing:
    """Takes files of evidence rows; the rows have their keys once `finish` returns. A context that waits for its end."""

    def __init__(self) -> None:
        self._vault: Vault = the_vault()
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self._waiting: list[tuple[Row, Future[Stored]]] = []

    def __enter__(self) -> "Filing":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def keep(self, row: Row, file: SampleFile) -> None:
        """Fill a row with what is known of its file, and begin to keep the file."""
        row |= {"file_name": file.name, "media_type": file.media_type, "size": len(file.body),
                "sha256": hashlib.sha256(file.body).hexdigest()}  # fmt: skip
        self._waiting.append((row, self._pool.submit(self._vault.put, BytesIO(file.body), most=MOST_BYTES)))

    def finish(self) -> None:
        """Wait until every file is kept and give each row its key. Raises what the vault raises."""
        for row, kept in self._waiting:
            row["vault_key"] = kept.result().key
        self._waiting.clear()
