"""What neither evidence nor a preview names goes from the vault: uploads and checks cut off between bytes and row."""

from datetime import datetime, timedelta

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.vault.folder import the_vault
from reviewboard.stages.submission.tables import Evidence, EvidencePreview

UNFINISHED_AFTER = timedelta(days=1)  # no upload takes so long: its process was killed
STRAY_AFTER = timedelta(minutes=45)  # an upload under way has bytes in the vault and no row yet


def strays(*, now: datetime) -> list[str]:
    """Return the keys of files that have lain in the vault long enough without evidence or a preview that names them."""
    old = {kept.key for kept in the_vault().contents() if kept.since < now - STRAY_AFTER}
    named = set(db.session.execute(select(Evidence.vault_key).where(Evidence.removed_at.is_(None))).scalars())
    shown = set(db.session.execute(select(EvidencePreview.vault_key)).scalars())
    return sorted(old - named - shown)


def sweep_strays(*, now: datetime) -> int:
    """Take stray and unfinished files away and return how many went. Safe to run twice."""
    found = strays(now=now)
    for key in found:
        the_vault().remove(key)
    return len(found) + the_vault().sweep_unfinished(before=now - UNFINISHED_AFTER)
