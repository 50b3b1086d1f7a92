"""The files that a fresh pair reads are copied one by one beforehand: each attempt goes on where the last one stopped.

What the board has noted as lost has no bytes to copy: the fresh case carries it along as lost.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from previewer.reasons import Reason
from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.refusals import NotYet
from reviewboard.foundation.vault.kept import NotAsKept, NotInVault, Stored
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.recourse.tables import Recourse
from reviewboard.stages.submission.copies import copies_of, note_copy
from reviewboard.stages.submission.queries import evidence_of
from reviewboard.stages.submission.tables import Evidence, EvidenceCheck, EvidencePreview

LOST = str(Reason.LOST)
AT_ONCE = 45  # seconds: so long an attempt begins another file; the worker is for others, too


class CopyDiffers(RuntimeError):
    """The copy is not what was handed in: nothing is rated that its candidate did not write."""


class MoreToCopy(NotYet):
    """More is left than one attempt copies. What was copied stays, and it goes on in a moment."""

    goes_on = True


@dataclass(frozen=True)
class _Wanted:
    key: str
    sha256: str
    size: int
    lost: bool


def copy_bytes(recourse_id: str, *, now: datetime) -> dict[str, Any]:
    """Copy every file and preview of the case into the vault under new keys, and note each; only that is a transaction.

    What is lost, and noted so, is passed over. Raises MoreToCopy while something is left after AT_ONCE, CopyDiffers where
    bytes are not those on record, NotInVault, StoreAway.
    """
    recourse = db.session.get(Recourse, recourse_id)
    if recourse is None or recourse.fresh_case_id is not None:
        return {}
    case_id = recourse.case_id
    there = copies_of(case_id)
    left = [one for one in _wanted(case_id) if one.key not in there]
    db.session.rollback()
    began = time.monotonic()
    for place, one in enumerate(left):
        if place and time.monotonic() - began > AT_ONCE:
            raise MoreToCopy()
        if stored := _copied(one):
            with transaction():
                note_copy(case_id, one.key, stored, now=now)
    return {}


def _wanted(case_id: str) -> list[_Wanted]:
    files, lost = [file for held in evidence_of(case_id).values() for file in held], _lost_of(case_id)
    shown = previews_of([file.id for file in files])
    return [_Wanted(file.vault_key, file.sha256, file.size, file.id in lost) for file in files] + [
        _Wanted(one.vault_key, one.sha256, one.size, False) for one in shown
    ]


def _copied(wanted: _Wanted) -> Stored | None:
    try:
        with the_vault().open_stream(wanted.key, wanted.sha256) as stream:
            return the_vault().put(stream, most=wanted.size)
    except NotInVault as problem:
        if wanted.lost:
            return None
        if isinstance(problem, NotAsKept):
            raise CopyDiffers(f"{wanted.key} is not what was taken in") from problem
        raise


def _lost_of(case_id: str) -> set[str]:
    noted = select(Evidence.id).join(EvidenceCheck, EvidenceCheck.evidence_id == Evidence.id)
    return set(db.session.execute(noted.where(Evidence.case_id == case_id, EvidenceCheck.reason == LOST)).scalars())


def previews_of(evidence_ids: list[str]) -> list[EvidencePreview]:
    """Return what was drawn of these files."""
    return list(db.session.execute(select(EvidencePreview).where(EvidencePreview.evidence_id.in_(evidence_ids))).scalars())
