"""Reads of case files that were asked for: one's own, never another person's."""

from collections.abc import Sequence

from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.refusals import NotYours
from reviewboard.foundation.vault.where import Vault, the_vault
from reviewboard.stages.casefile.rules import FRESH, FileState, Reader
from reviewboard.stages.casefile.tables import CaseFile

SHOWN = 10
FOLDER = "casefiles"


def case_file_vault() -> Vault:
    """Return where made files lie: a vault within the vault, apart from evidence."""
    return the_vault().within(FOLDER)


def files_of(case_id: str, account_id: str | None, reader: Reader) -> Sequence[CaseFile]:
    """Return the files of a case that were asked for by this person in this capacity, newest first. One statement."""
    return (
        db.session.execute(
            select(CaseFile)
            .where(CaseFile.case_id == case_id, CaseFile.account_id == account_id, CaseFile.reader == reader.value)
            .where(CaseFile.state != FileState.GONE.value)
            .order_by(CaseFile.asked_at.desc(), CaseFile.id)
            .limit(SHOWN)
        )
        .scalars()
        .all()
    )


def find_file(case_id: str, file_id: str, account_id: str | None, reader: Reader) -> CaseFile:
    """Return one's own file of a case. Raises NotYours when there is none such."""
    found = db.session.execute(
        select(CaseFile).where(
            CaseFile.id == file_id, CaseFile.case_id == case_id, CaseFile.account_id == account_id,
            CaseFile.reader == reader.value,
        )
    ).scalar_one_or_none()  # fmt: skip
    if found is None or found.state == FileState.GONE:
        raise NotYours()
    return found


def fresh_file(wanted: CaseFile) -> CaseFile | None:
    """Return the file that says what the wanted one would, made or in the making, or None."""
    same = ("case_id", "account_id", "reader", "variant", "language", "input_digest")
    return db.session.execute(
        select(CaseFile)
        .where(*(getattr(CaseFile, name) == getattr(wanted, name) for name in same))
        .where(CaseFile.state.in_([state.value for state in FRESH]))
    ).scalar_one_or_none()
