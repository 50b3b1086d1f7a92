"""The vault against the database, while people work: whatever seems wrong is looked at once more before it is said.

The rows are read first, in a transaction that is over before any file is opened. A file that is not as its row says is a breach
only if the row still says so afterwards: what was removed, replaced or finished meanwhile is none.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select

from previewer.reasons import Reason
from reviewboard.extensions import db
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.vault.kept import NotAsKept, NotInVault
from reviewboard.foundation.vault.parts import parts
from reviewboard.foundation.vault.strays import unnamed
from reviewboard.foundation.vault.where import Vault, the_vault
from reviewboard.stages.casefile.queries import case_file_vault
from reviewboard.stages.casefile.rules import FileState
from reviewboard.stages.casefile.tables import CaseFile
from reviewboard.stages.submission.strays import named_in
from reviewboard.stages.submission.tables import Evidence, EvidenceCheck, EvidencePreview, Upload

UNDER_WAY = timedelta(hours=2)  # a stray this old was there at the last sweep, which takes those older than 45 minutes

_FILES = (
    select(Evidence.id, Evidence.vault_key, Evidence.sha256)
    .outerjoin(EvidenceCheck, EvidenceCheck.evidence_id == Evidence.id)
    .where(Evidence.removed_at.is_(None), func.coalesce(EvidenceCheck.reason, "") != str(Reason.LOST))
)  # what is lost is noted, and told to whoever reads the case
_SHOWN = select(EvidencePreview.id, EvidencePreview.vault_key, EvidencePreview.sha256)
_MADE = select(CaseFile.id, CaseFile.vault_key, CaseFile.sha256).where(CaseFile.state == FileState.READY.value)


def wrong_in_vault() -> Iterator[str]:
    """Yield, as sentences, where the vault does not hold what the database says. Raises StoreAway. Ends what is being read."""
    vault = the_vault()
    for row, fault in _wrong(vault, _FILES, Evidence.vault_key):
        yield f"evidence {row.id} {fault or 'is not the file that was taken in'}"
    for row, fault in _wrong(vault, _SHOWN, EvidencePreview.vault_key):
        yield f"preview {row.id} {fault or 'is not the file that was made'}"
    yield from (f"upload {one} lacks bytes that were acknowledged" for one in _cut_short(vault))
    yield from (f"file {key} belongs to no evidence and no preview" for key in _strays(vault))


def wrong_case_files() -> Iterator[str]:
    """Yield, as sentences, which made files are not there or not what was made. Raises StoreAway. Ends what is being read."""
    for row, fault in _wrong(case_file_vault(), _MADE, CaseFile.vault_key):
        yield f"case file {row.id} {fault or 'is not the file that was made'}"


def _wrong(vault: Vault, named: Any, key: Any) -> Iterator[tuple[Row[Any], str]]:
    """Yield the rows whose file is missing (with words that say so) or another (without), which are still named."""
    for row in _now(named):
        if _fault(vault, row) is not None and _now(named.where(key == row.vault_key)):
            fault = _fault(vault, row)
            if fault is not None:
                yield row, fault


def _fault(vault: Vault, row: Row[Any]) -> str | None:
    try:
        vault.open_stream(row.vault_key, row.sha256).close()
    except NotAsKept:
        return ""
    except NotInVault:
        return "has no file"
    return None


def _cut_short(vault: Vault) -> Iterator[str]:
    coming = select(Upload.id, Upload.vault_key, Upload.received).where(Upload.settled_at.is_(None))
    suspects = _lacking(vault, _now(coming))
    again = _lacking(vault, _now(coming.where(Upload.id.in_([row.id for row in suspects])))) if suspects else []
    left = {row.id for row in _now(coming)} if again else set()  # one that came to its end has no part any more
    yield from (row.id for row in again if row.id in left)


def _lacking(vault: Vault, rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Return the uploads with less on the disk than their row says. The disk is written first, so it is asked afterwards."""
    sizes = {part.key: part.size for part in parts(vault)} if rows else {}
    return [row for row in rows if sizes.get(row.vault_key, -1) < row.received]


def _strays(vault: Vault) -> Iterator[str]:
    """Yield the keys of old files that nothing names and whose removal is not owed."""
    strays = list(unnamed(vault, named_in, before=datetime.now(UTC) - UNDER_WAY))
    db.session.rollback()
    if strays:
        owed = select(OutboxRow.payload["vault_key"].as_string()).where(
            OutboxRow.topic == "submission.forget_file", OutboxRow.done_at.is_(None)
        )
        going = {row[0] for row in _now(owed)}
        there = {kept.key for kept in vault.contents()}  # removed meanwhile, its removal is owed no more
        yield from (key for key in strays if key not in going and key in there)


def _now(query: Any) -> Sequence[Row[Any]]:
    """Return what a query finds at this moment, and let go of the database."""
    rows = db.session.execute(query).all()
    db.session.rollback()
    return rows
