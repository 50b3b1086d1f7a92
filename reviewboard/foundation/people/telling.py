"""Whoever owns an account hears by mail of every change in how one signs in to it."""

from datetime import datetime
from enum import StrEnum

from reviewboard.foundation.database import new_id
from reviewboard.foundation.notices.actions import notify


class Change(StrEnum):
    """What changed."""

    LINKED = "linked"
    PASSWORD = "password"  # noqa: S105 (no password)
    APP_ADDED = "app_added"
    APP_REMOVED = "app_removed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    CODES_MADE = "codes_made"
    CODE_USED = "code_used"
    TAKEN_OFF = "taken_off"


def tell_owner(account_id: str, change: Change, *, now: datetime) -> None:
    """Owe the owner of an account a mail of a change. Part of a transaction."""
    notify(account_id, "account.secured", once=new_id(), now=now, change=change.value)
