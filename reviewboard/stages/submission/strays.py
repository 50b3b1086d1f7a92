"""What nothing names goes from the vault: uploads and checks cut off between bytes and row, uploads never gone on with."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, union_all

from reviewboard.extensions import db
from reviewboard.foundation.vault.mark import is_of_this_board
from reviewboard.foundation.vault.parts import forget_part, parts
from reviewboard.foundation.vault.strays import take_away, unnamed
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.submission.tables import Case, Evidence, EvidenceCopy, EvidencePreview, Upload

UNFINISHED_AFTER = timedelta(days=1)  # no plain upload takes so long: its process was killed
STRAY_AFTER = timedelta(minutes=45)  # an upload under way has bytes in the vault and no row yet
UNTOUCHED_AFTER = timedelta(days=3)  # so long a file may wait half sent for its candidate to go on
REMEMBERED = timedelta(days=1)  # so long an upload that came to its end tells how


def strays(*, now: datetime) -> list[str]:
    """Return the keys of files that have lain in the vault long enough without anything that names them."""
    return list(unnamed(the_vault(), named_in, before=now - STRAY_AFTER))


def named_in(keys: Sequence[str]) -> set[str]:
    """Return which keys something names. One statement: a file on its way moves from the one to the other at once."""
    coming = select(Upload.vault_key).where(Upload.settled_at.is_(None), Upload.vault_key.in_(keys))
    filed = select(Evidence.vault_key).where(Evidence.removed_at.is_(None), Evidence.vault_key.in_(keys))
    shown = select(EvidencePreview.vault_key).where(EvidencePreview.vault_key.in_(keys))
    copied = select(EvidenceCopy.vault_key).where(EvidenceCopy.vault_key.in_(keys))
    return set(db.session.execute(union_all(coming, filed, shown, copied)).scalars())


def may_sweep(*, now: datetime) -> bool:
    """Whether the vault is this board's: of another board's nothing is taken away, whatever this database names."""
    return is_of_this_board(the_vault(), named_in, now=now)


def sweep_strays(*, now: datetime) -> int:
    """Take stray and unfinished files away and return how many went: none from another board's vault. Safe to run twice."""
    if not may_sweep(now=now):
        return 0
    found = strays(now=now)
    take_away(the_vault(), found)
    return len(found) + the_vault().sweep_unfinished(before=now - UNFINISHED_AFTER) + _sweep_parts(now)


def _sweep_parts(now: datetime) -> int:
    """Take away parts that no upload names any more and return how many went."""
    old = {part.key for part in parts(the_vault()) if part.since < now - STRAY_AFTER}
    coming = set(db.session.execute(select(Upload.vault_key).where(Upload.settled_at.is_(None))).scalars())
    for key in old - coming:
        forget_part(the_vault(), key)
    return len(old - coming)


def sweep_uploads(*, now: datetime) -> None:
    """Give up uploads that nobody goes on with, or can: their bytes are strays then. Part of a transaction."""
    no_draft = select(Case.id).where(Case.state != "draft")
    db.session.execute(
        delete(Upload).where(
            or_(
                Upload.settled_at < now - REMEMBERED,
                Upload.settled_at.is_(None) & (Upload.touched_at < now - UNTOUCHED_AFTER),
                Upload.settled_at.is_(None) & Upload.case_id.in_(no_draft),
            )
        )
    )
