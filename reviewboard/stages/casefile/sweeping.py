"""Made files do not stay: past their day, or once the case is withdrawn, they go, and so do bytes that no file names.

A file whose making was given up is failed: nobody waits for it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import or_, select, update

from reviewboard.extensions import db
from reviewboard.foundation.database import each_by_itself, transaction
from reviewboard.foundation.outbox.tables import OutboxRow
from reviewboard.foundation.vault.kept import NotInVault
from reviewboard.foundation.vault.strays import take_away, unnamed
from reviewboard.stages.casefile.asking import TOPIC
from reviewboard.stages.casefile.making import note_made
from reviewboard.stages.casefile.queries import case_file_vault
from reviewboard.stages.casefile.rules import UNDER_WAY, FileState
from reviewboard.stages.casefile.tables import CaseFile
from reviewboard.stages.submission.actions import may_sweep
from reviewboard.stages.submission.tables import Case
from reviewboard.stages.workflow import State

GIVEN_UP = "given up after every attempt failed"
STRAY_AFTER = timedelta(minutes=45)  # a file being noted has bytes and no row yet


def sweep_case_files(*, now: datetime) -> int:
    """Let files go whose time is over and take away what nothing names. Return how many bytes-files went. Safe twice."""
    withdrawn = select(Case.id).where(Case.state == State.WITHDRAWN.value)
    with transaction():
        db.session.execute(
            update(CaseFile)
            .where(CaseFile.state == FileState.READY.value)
            .where(or_(CaseFile.expires_at <= now, CaseFile.case_id.in_(withdrawn)))
            .values(state=FileState.GONE.value, vault_key=None)
        )
    vault = case_file_vault()
    if not may_sweep(now=now):
        return 0
    strays = list(unnamed(vault, _named, before=now - STRAY_AFTER))
    db.session.rollback()
    take_away(vault, strays)
    vault.sweep_unfinished(before=now - STRAY_AFTER)
    return len(strays)


def sweep_given_up(now: datetime) -> int:
    """Note files as failed whose making waits for a person, so that whoever asked may ask again. Return how many."""
    found = list(db.session.execute(
        select(CaseFile.id)
        .join(OutboxRow, OutboxRow.payload["file_id"].as_string() == CaseFile.id)
        .where(OutboxRow.topic == TOPIC, OutboxRow.done_at.is_(None), OutboxRow.attention_at.is_not(None))
        .where(CaseFile.state.in_([state.value for state in UNDER_WAY]))
    ).scalars())  # fmt: skip
    db.session.rollback()
    return sum(each_by_itself(partial(_fail, file_id, now=now) for file_id in found))


def _fail(file_id: str, *, now: datetime) -> bool:
    with transaction():
        note_made(file_id=file_id, failed=GIVEN_UP, now=now)
        return True


def _named(keys: Sequence[str]) -> set[str]:
    found = db.session.execute(select(CaseFile.vault_key).where(CaseFile.vault_key.in_(keys))).scalars()
    return {key for key in found if key is not None}


def let_lost_files_go() -> list[str]:
    """Let made files go that are not there as they were made; whoever asked may ask again. Return which, as sentences."""
    lost = list(_missing())
    with transaction():
        db.session.execute(
            update(CaseFile)
            .where(CaseFile.id.in_(lost), CaseFile.state == FileState.READY.value)
            .values(state=FileState.GONE.value, vault_key=None)
        )
    return [f"case file {file_id} is let go" for file_id in lost]


def _missing() -> Iterator[str]:
    """Yield the ids of made files that are not there as they were made."""
    vault = case_file_vault()
    ready = select(CaseFile.id, CaseFile.vault_key, CaseFile.sha256).where(CaseFile.state == FileState.READY.value)
    for row in db.session.execute(ready).all():
        try:
            vault.open_stream(row.vault_key, row.sha256).close()
        except NotInVault:
            yield row.id
