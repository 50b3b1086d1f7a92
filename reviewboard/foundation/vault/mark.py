"""A vault belongs to the board that first kept something there: another, started on it by mistake, takes nothing away.

The mark is a file in a vault within the vault, whose key is the beginning of the hash of the journal's first entry. To hand a
vault over to another board, take the folder (or prefix) `board` away.
"""

from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import islice

import structlog
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.vault.where import Vault

MARKS = "board"
KEY_LENGTH = 40  # hex digits
LOOKED_AT = 500  # files of an unmarked vault
log = structlog.get_logger()


def is_of_this_board(vault: Vault, named: Callable[[Sequence[str]], set[str]]) -> bool:
    """Whether what nothing names may be taken from a vault. One that bears no mark is marked, where this board uses it.

    It does where the vault is empty, or where the database names some of the files looked at (`named`, asked with their keys).
    Raises StoreAway.
    """
    first, marks = _first_hash(), _marks(vault)
    if marks or first is None:
        ours = first is not None and first[:KEY_LENGTH] in marks
    else:
        lies_there = [kept.key for kept in islice(vault.contents(), LOOKED_AT)]
        ours = not lies_there or bool(named(lies_there))
        if ours:
            vault.within(MARKS).put(BytesIO(first.encode()), most=None, key=first[:KEY_LENGTH])
    if not ours:
        log.warning("files of another board are let alone")
    return ours


def is_of_another_board(vault: Vault) -> bool:
    """Whether a vault bears marks, none of which is this board's. Raises StoreAway."""
    marks = _marks(vault)
    return bool(marks) and (_first_hash() or "")[:KEY_LENGTH] not in marks


def _first_hash() -> str | None:
    return db.session.execute(select(JournalEntry.hash).where(JournalEntry.number == 1)).scalar_one_or_none()


def _marks(vault: Vault) -> set[str]:
    return {kept.key for kept in vault.within(MARKS).contents()}
