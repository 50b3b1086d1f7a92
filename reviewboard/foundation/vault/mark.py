"""A vault belongs to the board that first kept something there: another, started on it by mistake, takes nothing away.

The mark is a file in a vault within the vault, whose key is the beginning of the hash of the journal's first entry. To hand a
vault over to another board, take the folder (or prefix) `board` away. That a mark was seen is remembered in the database:
where it is gone afterwards, something else stands in the vault's place, such as a folder without its disk.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from itertools import islice

import structlog
from sqlalchemy import select

from reviewboard.extensions import db
from reviewboard.foundation.journal.tables import JournalEntry
from reviewboard.foundation.outbox.actions import beat_heart
from reviewboard.foundation.outbox.tables import Heartbeat
from reviewboard.foundation.vault.where import Vault

SEEN = "mark"  # the moment of this name is when the mark was first seen
MARKS = "board"
KEY_LENGTH = 40  # hex digits
LOOKED_AT = 500  # files of an unmarked vault
log = structlog.get_logger()


def is_of_this_board(vault: Vault, named: Callable[[Sequence[str]], set[str]], *, now: datetime) -> bool:
    """Whether what nothing names may be taken from a vault. One that bears no mark is marked, where this board uses it.

    It does where the vault is empty, or where the database names some of the files looked at (`named`, asked with their keys).
    Raises StoreAway.
    """
    first, marks = _first_hash(), _marks(vault)
    if marks or first is None:
        ours = first is not None and first[:KEY_LENGTH] in marks
    elif _was_seen():
        ours = False
    else:
        lies_there = [kept.key for kept in islice(vault.contents(), LOOKED_AT)]
        ours = not lies_there or bool(named(lies_there))
        if ours:
            _put(vault, first)
    if not ours:
        log.warning("files of another board are let alone")
    elif first is not None and not _was_seen():
        beat_heart(SEEN, now=now)
    return ours


def has_lost_its_mark(vault: Vault) -> bool:
    """Whether a vault bears no mark although this board has seen its own there. Raises StoreAway."""
    return _was_seen() and not _marks(vault)


def mark_again(vault: Vault) -> None:
    """Mark a vault anew that lost its mark, once it is known to be this board's. Raises StoreAway."""
    first = _first_hash()
    if first is not None and has_lost_its_mark(vault):
        _put(vault, first)


def _was_seen() -> bool:
    return db.session.execute(select(Heartbeat.name).where(Heartbeat.name == SEEN)).first() is not None


def _put(vault: Vault, first: str) -> None:
    vault.within(MARKS).put(BytesIO(first.encode()), most=None, key=first[:KEY_LENGTH])


def is_of_another_board(vault: Vault) -> bool:
    """Whether a vault bears marks, none of which is this board's. Raises StoreAway."""
    marks = _marks(vault)
    return bool(marks) and (_first_hash() or "")[:KEY_LENGTH] not in marks


def _first_hash() -> str | None:
    return db.session.execute(select(JournalEntry.hash).where(JournalEntry.number == 1)).scalar_one_or_none()


def _marks(vault: Vault) -> set[str]:
    return {kept.key for kept in vault.within(MARKS).contents()}
