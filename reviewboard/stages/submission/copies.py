"""Copies that lie in the vault for another case and whose rows come once all are there: until then these name them."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from reviewboard.extensions import db
from reviewboard.foundation.vault.kept import Stored
from reviewboard.stages.submission.tables import EvidenceCopy

GIVEN_UP_AFTER = timedelta(days=3)  # whoever goes on with it after that begins anew


def copies_of(case_id: str) -> dict[str, Stored]:
    """Return what was copied of a case so far: the original's key → the copy."""
    rows = db.session.execute(select(EvidenceCopy).where(EvidenceCopy.case_id == case_id)).scalars()
    return {row.original_key: Stored(row.vault_key, row.size, row.sha256) for row in rows}


def note_copy(case_id: str, original_key: str, stored: Stored, *, now: datetime) -> None:
    """Note one copy; nothing where another courier noted one before: this one is a stray then. Part of a transaction."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    noted = dialect.insert(EvidenceCopy).values(
        original_key=original_key, case_id=case_id, vault_key=stored.key, size=stored.size, sha256=stored.sha256, made_at=now
    )
    db.session.execute(noted.on_conflict_do_nothing(index_elements=["original_key"]))


def take_copies(case_id: str) -> dict[str, Stored]:
    """Return what was copied of a case, and forget it: rows of this transaction name what of it is wanted."""
    copies = copies_of(case_id)
    db.session.execute(delete(EvidenceCopy).where(EvidenceCopy.case_id == case_id))
    return copies


def sweep_copies(*, now: datetime) -> None:
    """Forget copies that nobody went on with for days: their bytes are strays then. Part of a transaction."""
    db.session.execute(delete(EvidenceCopy).where(EvidenceCopy.made_at < now - GIVEN_UP_AFTER))
