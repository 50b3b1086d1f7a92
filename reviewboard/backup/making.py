"""A backup is made while people work: files first, then the database at one moment, then the files that came meanwhile.

Every file that the database names is compared with its digest at the end, so a backup that is finished can be restored. A file
that the board has noted as lost is no part of it, unless its bytes are there again; the manifest says which these are.
"""

import os
import shutil
from datetime import datetime
from pathlib import Path

from alembic.migration import MigrationContext
from click import ClickException
from flask import current_app
from sqlalchemy import Connection, select

from previewer.reasons import Reason
from reviewboard.backup.database import dumped, kind_of
from reviewboard.backup.manifest import DUMPS, Manifest, sha256_of, write, wrong_files
from reviewboard.extensions import db
from reviewboard.foundation.journal.chain import Anchor
from reviewboard.foundation.journal.tables import JournalHead
from reviewboard.foundation.vault.kept import NotInVault
from reviewboard.foundation.vault.where import Vault, the_vault
from reviewboard.stages.casefile.queries import case_file_vault
from reviewboard.stages.casefile.rules import FileState
from reviewboard.stages.casefile.tables import CaseFile
from reviewboard.stages.submission.tables import Evidence, EvidenceCheck, EvidencePreview

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def vaults() -> dict[str, Vault]:
    """Return the shelves of a backup and the vault that each is of."""
    return {"evidence": the_vault(), "casefiles": case_file_vault()}


def back_up(folder: Path, *, now: datetime) -> tuple[Manifest, Anchor]:
    """Copy the whole board into a folder that is not there yet. Raises ClickException; what was begun then has no manifest."""
    database_url = current_app.extensions["settings"].database_url
    try:
        folder.mkdir(mode=0o700)
        for shelf in vaults():
            (folder / shelf).mkdir(mode=0o700)
    except OSError as problem:
        raise ClickException(f"{folder} must be a new folder that this account can make: {problem.strerror}.") from problem
    _copy(folder, _named(db.session.connection()))
    db.session.rollback()
    with dumped(database_url, folder) as connection:
        named = _named(connection)
        head = connection.execute(select(JournalHead.number, JournalHead.hash)).one()
        version = MigrationContext.configure(connection).get_current_revision() or ""
        _copy(folder, named)
        lost = [key for key in _noted_as_lost(connection) if not (folder / "evidence" / key).exists()]
    for key in lost:
        del named["evidence"][key]
    for shelf, files in named.items():
        for copy in (folder / shelf).iterdir():
            if copy.name not in files:
                copy.unlink()
    dump = folder / DUMPS[kind_of(database_url)]
    manifest = Manifest(now.isoformat(), kind_of(database_url), version, sha256_of(dump), named, lost)
    if wrong := wrong_files(folder, manifest):
        raise ClickException("The backup is not whole; make another one, into another folder:\n" + "\n".join(wrong[:20]))
    os.sync()
    anchor = Anchor(head.number, head.hash)
    write(folder, manifest, anchor)
    return manifest, anchor


def _copy(folder: Path, named: dict[str, dict[str, str]]) -> None:
    """Copy what the vaults hold of these files and is not there yet. What went meanwhile, or is lost, is passed over."""
    for shelf, vault in vaults().items():
        for key, sha256 in named[shelf].items():
            copy = folder / shelf / key
            if copy.exists():
                continue
            try:
                with vault.open_stream(key, sha256) as stream, open(os.open(copy, _NEW, 0o600), "wb") as written:
                    shutil.copyfileobj(stream, written)
            except NotInVault:
                continue


def _named(connection: Connection) -> dict[str, dict[str, str]]:
    """Return the files that the database names, as a manifest holds them."""
    shown = select(EvidencePreview.vault_key, EvidencePreview.sha256)
    handed_in = select(Evidence.vault_key, Evidence.sha256).where(Evidence.removed_at.is_(None))
    made = select(CaseFile.vault_key, CaseFile.sha256).where(CaseFile.state == FileState.READY.value)
    return {
        "evidence": {key: sha256 for query in (handed_in, shown) for key, sha256 in connection.execute(query)},
        "casefiles": {key: sha256 for key, sha256 in connection.execute(made) if key and sha256},
    }


def _noted_as_lost(connection: Connection) -> list[str]:
    """Return the keys of evidence that was refused as lost, sorted."""
    lost = select(Evidence.vault_key).join(EvidenceCheck, EvidenceCheck.evidence_id == Evidence.id)
    noted = lost.where(Evidence.removed_at.is_(None), EvidenceCheck.reason == str(Reason.LOST))
    return sorted(connection.execute(noted).scalars())
