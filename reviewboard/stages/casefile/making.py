"""A worker makes the PDF: outside any transaction, telling how far it is, then noted once with its digest."""

from datetime import datetime
from io import BytesIO
from typing import Any

from sqlalchemy import update

from printer.limits import PDF_MOST
from reviewboard.extensions import db
from reviewboard.foundation.database import transaction
from reviewboard.foundation.journal.actions import enter
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.vault.kept import Stored
from reviewboard.stages.casefile.document import as_html, prepare
from reviewboard.stages.casefile.printing import NotPrinted, print_pdf
from reviewboard.stages.casefile.queries import case_file_vault
from reviewboard.stages.casefile.rules import KEPT, UNDER_WAY, FileState, Reader, Variant, expected_pages, percent_of
from reviewboard.stages.casefile.tables import CaseFile
from reviewboard.stages.step import lock_case

_OPEN = [state.value for state in UNDER_WAY]


def make(file_id: str, *, now: datetime) -> dict[str, Any]:
    """Make one file and keep its bytes, in no transaction; return what `note_made` takes, empty when it is made already.

    What nobody notes afterwards is a stray. A file that cannot be printed is noted as failed.
    """
    found = _begin(file_id)
    if found is None:
        return {}
    html = as_html(prepare(found.case_id, Reader(found.reader), Variant(found.variant), at=found.asked_at))
    db.session.rollback()
    try:
        content = print_pdf(html, told=_Progress(file_id, expected_pages(len(html))))
    except NotPrinted as problem:
        return {"failed": str(problem)}
    return {"stored": case_file_vault().put(BytesIO(content), most=PDF_MOST)}


def _begin(file_id: str) -> CaseFile | None:
    """Note that the making is under way, and return a copy of the row; None when there is nothing to make."""
    with transaction():
        row = db.session.get(CaseFile, file_id, with_for_update=True)
        if row is None or row.state not in _OPEN:
            return None
        row.state, row.progress = FileState.MAKING.value, 1
        db.session.flush()
        db.session.expunge(row)
        return row


class _Progress:
    """Writes a percentage down, each in a short transaction of its own, and only when it has grown by enough."""

    STRIDE = 5  # per cent

    def __init__(self, file_id: str, pages: int) -> None:
        self._file_id, self._pages, self._told = file_id, pages, 1

    def __call__(self, step: int, page: int) -> None:
        percent = percent_of(step, page, self._pages)
        if percent < self._told + self.STRIDE:
            return
        self._told = percent
        with transaction():
            db.session.execute(
                update(CaseFile)
                .where(CaseFile.id == self._file_id, CaseFile.state.in_(_OPEN))
                .values(progress=percent)
            )


def note_made(
    *, file_id: str, now: datetime, stored: Stored | None = None, failed: str | None = None
) -> None:
    """Note where a made file lies, or that it could not be made. Running it twice is harmless: the first one stays."""
    found = db.session.get(CaseFile, file_id)
    if found is None or (stored is None and failed is None):
        return
    case = lock_case(found.case_id)
    row = db.session.get(CaseFile, file_id, populate_existing=True)
    if row is None or row.state not in _OPEN:
        return
    if stored is None:
        row.state = FileState.FAILED.value
        details: dict[str, Any] = {"failed": failed}
    else:
        row.state, row.progress, row.made_at, row.expires_at = FileState.READY.value, 100, now, now + KEPT
        row.sha256, row.size, row.vault_key = stored.sha256, stored.size, stored.key
        details = {"sha256": stored.sha256, "size": stored.size, "variant": row.variant, "for": row.account_id}
    enter("case_file.make", actor=SYSTEM, now=now, case_id=case.id, cycle_id=case.cycle_id, subject=f"case_file:{row.id}",
          details=details)  # fmt: skip
