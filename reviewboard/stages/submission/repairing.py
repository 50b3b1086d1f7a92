"""Files that the vault no longer has as they were taken in: found row by row, and noted where somebody can do something.

A file that its candidate sent is refused as lost, which its readers and its candidate are told, and is checked again once a
backup brings it back. What the board drew itself is drawn again. A half sent file whose bytes are gone is sent anew.
Each is looked at once more: what is removed, sent or finished meanwhile is let alone. Nothing is read from the vault while
a case is held, which would keep its candidate waiting.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Select, delete, select

from previewer.reasons import Reason
from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.vault.kept import NotInVault
from reviewboard.foundation.vault.mark import has_lost_its_mark, mark_again
from reviewboard.foundation.vault.parts import forget_part, held_part
from reviewboard.foundation.vault.where import the_vault
from reviewboard.stages.step import lock_case
from reviewboard.stages.submission.checking import check_once_more, let_previews_go, tell_refused
from reviewboard.stages.submission.tables import Evidence, EvidenceCheck, EvidencePreview, Upload

_LOST = str(Reason.LOST)
_HALF = 2
FEW = 3  # files; of so many all may be gone, of more than that hardly half


class WrongVault(RuntimeError):
    """So many files are missing that this is rather another folder or bucket than a loss: nothing was changed."""


def repair_evidence(*, now: datetime, lost: bool = False) -> list[str]:
    """Repair what can be, each in a transaction of its own, and return what was done, as sentences.

    Raises WrongVault, before anything is done, where more than half of the files are missing, or the board's mark is, unless
    `lost` says that they are lost; and StoreAway.
    """
    if has_lost_its_mark(the_vault()) and not lost:
        raise WrongVault("The mark of this board is missing")
    files = list(_files())
    missing = [(case_id, file_id) for case_id, file_id, there, known in files if not there and not known]
    found = [(case_id, file_id) for case_id, file_id, there, known in files if there and known]
    if len(missing) > max(FEW, len(files) / _HALF) and not lost:
        raise WrongVault(f"{len(missing)} of {len(files)} files are missing")
    mark_again(the_vault())
    done = [_note_lost(*one, now=now) for one in missing] + [_note_found(*one, now=now) for one in found]
    done += [_draw_again(*one, now=now) for one in _undrawn()] + [_send_anew(*one) for one in _cut_short()]
    return [one for one in done if one]


def _files() -> Iterator[tuple[str, str, bool, bool]]:
    """Yield of each file: its case and id, whether the vault has it, whether it is known as lost."""
    rows = db.session.execute(
        select(Evidence.case_id, Evidence.id, Evidence.vault_key, Evidence.sha256, EvidenceCheck.reason)
        .outerjoin(EvidenceCheck, EvidenceCheck.evidence_id == Evidence.id)
        .where(Evidence.removed_at.is_(None))
        .order_by(Evidence.id)
    ).all()
    db.session.rollback()
    for row in rows:
        yield row.case_id, row.id, _there(row.vault_key, row.sha256), row.reason == _LOST


def _there(key: str, sha256: str) -> bool:
    try:
        the_vault().open_stream(key, sha256).close()
    except NotInVault:
        return False
    return True


def _missing(files: Select[str, str]) -> set[str]:
    """Return the keys of those files (key and digest) that the vault does not have, asked in no transaction."""
    rows = db.session.execute(files).all()
    db.session.rollback()
    return {key for key, sha256 in rows if not _there(key, sha256)}


def _held(case_id: str, evidence_id: str) -> tuple[Evidence, EvidenceCheck] | None:
    """Return a file and its check with the case locked, or None where it was removed meanwhile. Part of a transaction."""
    lock_case(case_id)
    file = db.session.get(Evidence, evidence_id, populate_existing=True)
    check = db.session.get(EvidenceCheck, evidence_id, populate_existing=True)
    return None if file is None or check is None or file.removed_at is not None else (file, check)


def _note_lost(case_id: str, evidence_id: str, *, now: datetime) -> str:
    missing = _missing(select(Evidence.vault_key, Evidence.sha256).where(Evidence.id == evidence_id))
    with transaction():
        held = _held(case_id, evidence_id)
        if held is None or held[0].vault_key not in missing:
            return ""
        file, check = held
        case = lock_case(case_id)
        let_previews_go([evidence_id], checks=False)
        check.state, check.reason, check.signature, check.waits_for, check.since = "refused", _LOST, None, None, now
        tell_refused(case, file, _LOST, now)
        enter("evidence.refuse", actor=SYSTEM, now=now, case_id=case_id, cycle_id=case.cycle_id,
              subject=f"evidence:{evidence_id}", details={"reason": _LOST})  # fmt: skip
    return f"evidence {evidence_id} is noted as lost"


def _note_found(case_id: str, evidence_id: str, *, now: datetime) -> str:
    with transaction():
        held = _held(case_id, evidence_id)
        if held is None or held[1].reason != _LOST:
            return ""
        check_once_more(held[1], case_id, lock_case(case_id).cycle_id, now)
    return f"evidence {evidence_id} is there again and will be checked"


def _undrawn() -> list[tuple[str, str]]:
    """Return case and id of each file of which the vault lacks something that the board drew."""
    rows = db.session.execute(
        select(Evidence.case_id, Evidence.id, EvidencePreview.vault_key, EvidencePreview.sha256)
        .join(EvidencePreview, EvidencePreview.evidence_id == Evidence.id)
        .where(Evidence.removed_at.is_(None))
    ).all()
    db.session.rollback()
    return sorted({(row.case_id, row.id) for row in rows if not _there(row.vault_key, row.sha256)})


def _draw_again(case_id: str, evidence_id: str, *, now: datetime) -> str:
    drawn = select(EvidencePreview.vault_key, EvidencePreview.sha256).where(EvidencePreview.evidence_id == evidence_id)
    missing = _missing(drawn)
    with transaction():
        held = _held(case_id, evidence_id)
        if held is None or held[1].state != "accepted" or missing.isdisjoint(db.session.execute(drawn).scalars()):
            return ""
        let_previews_go([evidence_id], checks=False)
        check_once_more(held[1], case_id, lock_case(case_id).cycle_id, now)
    return f"the pages of evidence {evidence_id} will be drawn again"


def _cut_short() -> list[tuple[str, str]]:
    """Return id and key of each upload under way."""
    rows = db.session.execute(select(Upload.id, Upload.vault_key).where(Upload.settled_at.is_(None))).all()
    db.session.rollback()
    return [(row.id, row.vault_key) for row in rows]


def _send_anew(upload_id: str, key: str) -> str:
    """Give an upload up of which less is left than was acknowledged, so that its candidate's next try begins at nothing."""
    try:
        with held_part(the_vault(), key) as part:
            return _given_up(upload_id, part.stream.seek(0, 2))
    except NotInVault:
        return _given_up(upload_id, -1)
    finally:
        if db.session.get(Upload, upload_id) is None:
            forget_part(the_vault(), key)
        db.session.rollback()


def _given_up(upload_id: str, size: int) -> str:
    with transaction():
        lacking = delete(Upload).where(Upload.id == upload_id, Upload.settled_at.is_(None), Upload.received > size)
        gone = db.session.execute(lacking).rowcount  # type: ignore[attr-defined]
    return f"upload {upload_id} lost its bytes and begins anew" if gone else ""
