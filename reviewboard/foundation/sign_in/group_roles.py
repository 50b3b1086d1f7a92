"""Groups of the organization's sign-in give and take the two board-wide roles; who is in a cycle its coordinator alone says."""

from collections.abc import Mapping
from datetime import datetime

from reviewboard.extensions import db
from reviewboard.foundation.people.administration import set_roles
from reviewboard.foundation.people.roles import SYSTEM
from reviewboard.foundation.people.tables import Account
from reviewboard.foundation.refusals import Refusal

COLUMNS = {"auditor": "is_auditor", "administrator": "is_administrator"}


def wanted_roles(groups: frozenset[str], mapping: Mapping[str, frozenset[str]]) -> dict[str, bool]:
    """Return column → whether the groups give it, for the roles that the mapping names. The others are not touched."""
    return {COLUMNS[role]: bool(groups & giving) for role, giving in mapping.items()}


def follow_groups(
    account: Account, groups: frozenset[str], mapping: Mapping[str, frozenset[str]], *, now: datetime
) -> Refusal | None:
    """Give and take the roles that the groups say, and end the account's sessions where one changed. Part of a transaction.

    Return why nothing was changed where a rule of the board forbids it: the person signs in all the same, as they were.
    """
    wanted = wanted_roles(groups, mapping)
    if not wanted:
        return None
    try:
        with db.session.begin_nested():
            set_roles(account, wanted, actor=SYSTEM, now=now)
    except Refusal as refusal:
        return refusal
    return None


