"""What lies in a backup's folder, and what it says of itself. The manifest is written last: without it nothing is restored.

    board.sqlite3 or board.dump   the database, as SQLite's own file or as pg_dump writes it
    evidence/, casefiles/         files by their key, those that the database names and no others
    anchor.json                   the end of the journal, as `flask journal anchor` prints it
    manifest.json                 this
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from click import ClickException

from reviewboard.foundation.journal.chain import Anchor

DUMPS = {"sqlite": "board.sqlite3", "postgresql": "board.dump"}
ANCHOR, MANIFEST = "anchor.json", "manifest.json"
CHUNK = 1024 * 1024  # bytes


@dataclass(frozen=True)
class Manifest:
    """`database` is its kind, `version` that of its tables, `files` holds the SHA-256 of each file: shelf → key → digest.

    `lost` are the keys of evidence that the board itself no longer has and has noted so: an older backup may hold them.
    """

    made_at: str
    database: str
    version: str
    dump_sha256: str
    files: dict[str, dict[str, str]]
    lost: list[str] = field(default_factory=list)

    def file_count(self) -> int:
        """Return how many files of the vault the backup holds."""
        return sum(map(len, self.files.values()))


def write(folder: Path, manifest: Manifest, anchor: Anchor) -> None:
    """Say what the folder holds. The last act of a backup."""
    (folder / ANCHOR).write_text(json.dumps(asdict(anchor)) + "\n")
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1) + "\n")


def read(folder: Path) -> tuple[Manifest, Anchor]:
    """Return what a backup says of itself. Raises ClickException where it is none, or was never finished."""
    try:
        manifest = Manifest(**json.loads((folder / MANIFEST).read_text()))
        anchor = Anchor(**json.loads((folder / ANCHOR).read_text()))
        _ = folder / DUMPS[manifest.database]
        return manifest, anchor
    except (OSError, ValueError, TypeError, KeyError) as problem:
        raise ClickException(f"{folder} holds no finished backup ({type(problem).__name__}).") from problem


def wrong_files(folder: Path, manifest: Manifest) -> list[str]:
    """Return what of a backup is missing or is not what was written, as sentences."""
    expected = {DUMPS[manifest.database]: manifest.dump_sha256} | {
        f"{shelf}/{key}": sha256 for shelf, files in manifest.files.items() for key, sha256 in files.items()
    }
    return [
        f"{name} {'is not what was written' if (folder / name).is_file() else 'is missing'}"
        for name, sha256 in expected.items()
        if not (folder / name).is_file() or sha256_of(folder / name) != sha256
    ]


def sha256_of(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, as 64 hex digits."""
    whole = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            whole.update(chunk)
    return whole.hexdigest()
